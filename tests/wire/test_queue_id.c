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
    {"ok (queued as 12AB).", "12AB"},
    {"OK: QUEUED AS 12AB.", "12AB"},
    {"queued as 1[x]", "1"},
    {"queued as 1]", "1"},
    {"queued as 1(x)", "1"},
    {"queued as 1;", "1"},
    {"queued as <1@2>", "<1@2>"},
    {"queued as 1\x7f", "1"},
    {"Ok 2a", "2a"},
    {"Ok 2", "2"},
    {"OK id=1rXyZa-0001Bc-2D", "1rXyZa-0001Bc-2D"},
    {"- id=1rXyZa", "1rXyZa"},
    {"Taken, grid=1", ""},
    {"2.0.0 4AMCK2Jd012345 Message accepted for delivery", "4AMCK2Jd012345"},
    {"2.0.0 Message accepted for delivery", ""},
    {"2.0.0: 5f1c0e3a Message accepted for delivery", "5f1c0e3a"},
    {"Message accepted for delivery", ""},
    {"Your Message accepted for delivery", ""},
    {"2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3d4e5fsm1234567a12.34 - gsmtp",
     "a640c23a62f3a-a1b2c3d4e5fsm1234567a12.34"},
    {" - gsmtp", ""},
    {"Ok 0102018c0a1b2c3d-11111111-2222-3333-4444-555555555555-000000",
     "0102018c0a1b2c3d-11111111-2222-3333-4444-555555555555-000000"},
    {"2.0.0 Ok 77a1", "77a1"},
    {"Ok\n77a1", "77a1"},
    {"Ok done", ""},
    {"Ok 1 mail taken", ""},
    {"ok 1700000000 qp 1234", ""},
    {"Ok", ""},
    {"2.0.0 Ok", ""},
    {"2.0.0 OK 2.0.0", ""},
    {"2.6.0 <20261122.1@example.org> [InternalId=98765432109876, Hostname=A.example] 1234 bytes Queued mail for "
     "delivery",
     "98765432109876"},
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
