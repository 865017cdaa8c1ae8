/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/queue_id.h"

struct row {
    const char *reply;
    const char *id;
};

static const struct row rows[] = {
    {"2.0.0 Ok: queued as 4XyZ0d1Qzlz3k", "4XyZ0d1Qzlz3k"},
    {"2.0.0 Ok: queued as 3F9A81C0, from relay", "3F9A81C0"},
    {"2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 3F9A81C0", "3F9A81C0"},
    {"Message Queued as (x)", ""},
    {"2.0.0 Ok: queued as <202611220900.123@smtp-relay.mailin.fr>", "<202611220900.123@smtp-relay.mailin.fr>"},
    {"Ok: queued as FXkWQAOWT1CfNF6Dt7OLhg", "FXkWQAOWT1CfNF6Dt7OLhg"},
    {"OK queued as 1b3a52f9-7c5c-4c8e-8f2b-0a1b2c3d4e5f", "1b3a52f9-7c5c-4c8e-8f2b-0a1b2c3d4e5f"},
    {"Mail OK queued as smtp10,DsCowADHAgQS1IBcwtExJA--.62308S2 1551946998", "smtp10,DsCowADHAgQS1IBcwtExJA--.62308S2"},
    {"OK: queued as.", ""},
    {"2.0.0 Ok, id=12345-01, from MTA([127.0.0.1]:10025): 250 2.0.0 Ok: queued as 77A1", "77A1"},
    {"2.0.0 Message queued with id 3f481c415800015.", "3f481c415800015"},
    {"2.0.0 Ok: queued on vla5-445dc1c4c112.qloud-c.yandex.net as 1626807290-H9I3Z0YL1S-so3qUqBj",
     "1626807290-H9I3Z0YL1S-so3qUqBj"},
    {"2.0.0 Ok: queued on mail-10.myt.yp-c.yandex.net 1682952938-btNFgWJPMCg0-4gaCVu2s",
     "1682952938-btNFgWJPMCg0-4gaCVu2s"},
    {"2.0.0 Ok: queued on host1", ""},
    {"2.0.0 Ok: queued on host1 as", ""},
    {"Message Queued (C4748E58-86F8-4D01-8ABA-079E64A93EF1.1)", "C4748E58-86F8-4D01-8ABA-079E64A93EF1.1"},
    {"Message Queued (F2BBED6F.1) (F2BBED6F.1)", "F2BBED6F.1"},
    {"Message queued (simulated)", ""},
    {"Message queued (F2BBED6F.1", ""},
    {"Message queued (0.047 seconds)", ""},
    {"Queued (0.047 seconds)", ""},
    {"Queued (10.594 seconds)", ""},
    {"ok (queued as 12AB).", "12AB"},
    {"OK: QUEUED AS 12AB.", "12AB"},
    {"queued as 1[x]", "1"},
    {"queued as 1]", "1"},
    {"queued as 1(x)", "1"},
    {"queued as 1;", "1"},
    {"queued as 1:", "1"},
    {"queued as <1@2>", "<1@2>"},
    {"queued as 1\x7f", "1"},
    {"Ok 2a", "2a"},
    {"Ok 2", "2"},
    {"OK id=1rXyZa-0001Bc-2D", "1rXyZa-0001Bc-2D"},
    {"- id=1rXyZa", "1rXyZa"},
    {"Requested mail action okay, completed: id=1MKsaz-1wevcp3BHR-00M7kH", "1MKsaz-1wevcp3BHR-00M7kH"},
    {"OK ids=8c9a2f6e", "8c9a2f6e"},
    {"Taken, grid=1", ""},
    {"2.0.0 4AMCK2Jd012345 Message accepted for delivery", "4AMCK2Jd012345"},
    {"2.0.0 Message accepted for delivery", ""},
    {"2.0.0: 5f1c0e3a Message accepted for delivery", "5f1c0e3a"},
    {"Message accepted for delivery", ""},
    {"Your Message accepted for delivery", ""},
    {"2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3d4e5fsm1234567a12.34 - gsmtp",
     "a640c23a62f3a-a1b2c3d4e5fsm1234567a12.34"},
    {" - gsmtp", ""},
    {"2.0.0 xAPDx1 mail accepted for delivery", "xAPDx1"},
    {"2.0.0 <you@y1.test> 5GjrDafYTFE7WAAABf1gKA Saved", "5GjrDafYTFE7WAAABf1gKA"},
    {"2.0.0 <you@y1.test> YERDHejiRSXFDSdfUXTV Saved", "YERDHejiRSXFDSdfUXTV"},
    {"2.0.0 <you@y1.test> Saved", ""},
    {"2.1.5 Ok SESSIONID=<cyrus-1234-1700000000-1>", "<cyrus-1234-1700000000-1>"},
    {"2.5.0 Ok, envelope id 0LUD00A9Q8EK4BQ0@smtpin135.mac.test", "0LUD00A9Q8EK4BQ0@smtpin135.mac.test"},
    {"Ok 0102018c0a1b2c3d-11111111-2222-3333-4444-555555555555-000000",
     "0102018c0a1b2c3d-11111111-2222-3333-4444-555555555555-000000"},
    {"2.0.0 Ok 77a1", "77a1"},
    {"Ok\n77a1", "77a1"},
    {"Ok done", ""},
    {"Ok 1 mail taken", ""},
    {"ok 1700000000 qp 1234", "1234"},
    {"Ok 1700000000 of 1234", ""},
    {"2.0.0 OK 5A/12-34567-F6E5D4C3", "5A/12-34567-F6E5D4C3"},
    {"Ok. 00000000000A8123.000000005ED21234.00001A2B", "00000000000A8123.000000005ED21234.00001A2B"},
    {"2.5.0 Ok.", ""},
    {"Ok: done", ""},
    {"OK , completed", ""},
    {"Message received", ""},
    {"Great success", ""},
    {"2.0.0 Message accepted.", ""},
    {"Ok Aa", ""},
    {"Ok aA", "aA"},
    {"Ok a~A", ""},
    {"Ok", ""},
    {"2.0.0 Ok", ""},
    {"2.0.0 OK 2.0.0", ""},
    {"2.6.0 <20261122.1@example.org> [InternalId=98765432109876, Hostname=A.example] 1234 bytes Queued mail for "
     "delivery",
     "98765432109876"},
    {"2.0.0 OK <b225fdda-3db5-4aeb-4d52-c74d71838980@x.test> [Hostname=SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM]",
     "<b225fdda-3db5-4aeb-4d52-c74d71838980@x.test>"},
    {"2.6.0 <IIS1@x.test> Queued mail for delivery", "<IIS1@x.test>"},
    {"2.6.0 mail1 Queued mail for delivery", ""},
    {"OK <> [Hostname=x1]", ""},
    {"OK <ab [Hostname=x1]", ""},
    {"[Hostname=x1]", ""},
    {" [Hostname=x1]", ""},
    {"[InternalId=", ""},
    {"queued as ", ""},
    {"queued as", ""},
    {"queued as \xc3\xa9", ""},
    {"queued as ...", ""},
    {"first line\n2.0.0 Ok: queued as 77A1\nlast line", "77A1"},
    {"", ""},
    {"End of data", ""},
};

static void every_row(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = strlen(rows[i].reply);
        char *copy = guard_copy(rows[i].reply, length);
        struct smtp__text reply = {copy, length};
        struct smtp__text id = smtp__queue_id(reply);
        if (id.length != strlen(rows[i].id) || memcmp(id.data, rows[i].id, id.length) != 0) {
            fail_msg("%s: %.*s", rows[i].reply, (int)id.length, id.data);
        }
        assert_true(id.data >= copy && id.data + id.length <= copy + length);
        guard_free(copy, length);
    }
}

/* Whatever was cut off, it is a printable part of the text. */
static void every_beginning(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t n = 0; n <= strlen(rows[i].reply); n++) {
            char *copy = guard_copy(rows[i].reply, n);
            struct smtp__text reply = {copy, n};
            struct smtp__text id = smtp__queue_id(reply);
            for (size_t at = 0; at < id.length; at++) {
                assert_in_range(id.data[at], '!', '~');
            }
            assert_true(id.data >= copy && id.data + id.length <= copy + n);
            guard_free(copy, n);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(every_beginning),
    };
    return cmocka_run_group_tests_name("wire/queue_id", tests, NULL, NULL);
}
