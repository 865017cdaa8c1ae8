/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "source/source.h"

#include <smtp/message_address.h>
#include <smtp/message_field.h>
#include <stdio.h>

static smtp_result add(smtp_message *m, int32_t field, const char *name, const char *address) {
    return smtp_message_add_address(m, field, name, SMTP_Z, address, SMTP_Z);
}

static void every_field_has_a_number(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char address[32];
    for (int32_t field = SMTP_HEADER_FROM; field <= SMTP_HEADER_RETURN_RECEIPT_TO; field++) {
        sprintf(address, "n%d@b.c", (int)field);
        assert_int_equal(add(m, field, "A", address), SMTP_OK);
        sprintf(address, "m%d@b.c", (int)field);
        assert_int_equal(add(m, field, NULL, address), SMTP_OK);
    }
    assert_int_equal(smtp_message_set_resent(m, 0, 0, NULL, 0), SMTP_OK);
    assert_int_equal(smtp_message_set_date(m, 0, 0), SMTP_OK);
    has(m, "Resent-Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nResent-From: A <n7@b.c>, m7@b.c\r\n"
           "Resent-Sender: m8@b.c\r\nResent-To: A <n9@b.c>, m9@b.c\r\nResent-Cc: A <n10@b.c>, m10@b.c\r\n"
           "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nFrom: ann@example.org, A <n1@b.c>, m1@b.c\r\n"
           "Sender: m2@b.c\r\nReply-To: A <n3@b.c>, m3@b.c\r\nTo: A <n4@b.c>, m4@b.c\r\n"
           "Cc: A <n5@b.c>, m5@b.c\r\nMessage-ID: <1@example.org>\r\n"
           "Disposition-Notification-To: A <n12@b.c>, m12@b.c\r\n"
           "Return-Receipt-To: A <n13@b.c>, m13@b.c\r\nMIME-Version: 1.0\r\n");
    assert_int_equal(memcmp(mail_bytes, "Resent-Date:", 12), 0);
    end_mail(&a, m);
}

static void other_numbers_are_refused(void **state) {
    (void)state;
    static const int32_t numbers[] = {INT32_MIN, -1, 0, 14, INT32_MAX};
    static const int32_t no_groups[] = {-1, 0, 1, 2, 6, 7, 8, 11, 12, 13, 14};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(add(m, numbers[i], NULL, "a@b.c"), SMTP_E_ARGUMENT);
    }
    for (size_t i = 0; i < sizeof no_groups / sizeof no_groups[0]; i++) {
        assert_int_equal(smtp_message_open_group(m, no_groups[i], "g", 1), SMTP_E_ARGUMENT);
        assert_int_equal(smtp_message_close_group(m, no_groups[i]), SMTP_E_ARGUMENT);
    }
    assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_TO, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_TO, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_open_group(NULL, SMTP_HEADER_TO, "g", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_close_group(NULL, SMTP_HEADER_TO), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_from(NULL, NULL, 0, "a@b.c", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "not an address", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "Ann <a@b.c>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@b.c,d@e.f", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_to(NULL, NULL, 0, "a@b.c", SMTP_Z), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

static void groups_hold_what_comes_until_their_end(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    const int32_t to = SMTP_HEADER_TO;
    assert_int_equal(smtp_message_close_group(m, to), SMTP_E_STATE);
    assert_int_equal(smtp_message_open_group(m, to, "undisclosed-recipients", SMTP_Z), SMTP_OK);
    has(m, "To: undisclosed-recipients:;\r\n");
    assert_int_equal(smtp_message_close_group(m, to), SMTP_E_STATE); /* it was read */
    assert_int_equal(add(m, to, NULL, "a@b.c"), SMTP_OK);
    has(m, "To: undisclosed-recipients:;, a@b.c\r\n");
    assert_int_equal(smtp_message_open_group(m, to, "The, team", SMTP_Z), SMTP_OK);
    assert_int_equal(add(m, to, "D", "d@e.f"), SMTP_OK);
    assert_int_equal(add(m, to, NULL, "g@h.i"), SMTP_OK);
    assert_int_equal(smtp_message_open_group(m, to, "J\xc3\xb6rg", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_open_group(m, to, "C", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_close_group(m, to), SMTP_OK);
    assert_int_equal(smtp_message_close_group(m, to), SMTP_E_STATE);
    has(m, "To: undisclosed-recipients:;, a@b.c, \"The, team\": D <d@e.f>, g@h.i;,\r\n"
           " =?utf-8?B?SsO2cmc=?= :;, C:;\r\n");
    assert_int_equal(add(m, SMTP_HEADER_CC, NULL, "j@k.l"), SMTP_OK);
    assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_CC, "x", 1), SMTP_OK);
    assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_REPLY_TO, "y", 1), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_REPLY_TO, NULL, "m@n.o"), SMTP_OK);
    has(m, "Cc: j@k.l, x:;\r\n");
    has(m, "Reply-To: y: m@n.o;\r\n");
    end_mail(&a, m);
}

/* The ";" that reading adds is in the size, and the line keeps its width. */
static void open_groups_are_counted(void **state) {
    (void)state;
    for (size_t n = 1; n < 64; n++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_source *source;
        char name[65];
        memset(name, 'x', n);
        name[n] = '\0';
        assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_TO, name, n), SMTP_OK);
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        int64_t told = smtp_source_wire_size(source);
        assert_int_equal(smtp_source_measure(source), SMTP_OK);
        assert_int_equal(told, smtp_source_wire_size(source));
        assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_TO, "n\xc3\xb6n", SMTP_Z), SMTP_OK);
        assert_int_equal(add(m, SMTP_HEADER_TO, name, "a@b.c"), SMTP_OK);
        assert_int_equal(add(m, SMTP_HEADER_TO, "\xc3\xb6", "a@b.c"), SMTP_OK);
        assert_int_equal(smtp_message_open_group(m, SMTP_HEADER_TO, "g", 1), SMTP_OK);
        for (const char *line = mail_of(m); *line != '\0'; line = strstr(line, "\r\n") + 2) {
            assert_true((size_t)(strstr(line, "\r\n") - line) <= 76);
        }
        end_mail(&a, m);
    }
}

/* With what ends an empty group and with what comes next, where it stands on the same line. */
static void lines_with_names_of_groups_stay_short(void **state) {
    (void)state;
    static const int32_t fields[] = {SMTP_HEADER_REPLY_TO, SMTP_HEADER_TO, SMTP_HEADER_CC, SMTP_HEADER_RESENT_TO,
                                     SMTP_HEADER_RESENT_CC};
    char name[90] = "";
    for (size_t n = 1; n < sizeof name; n++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        strcat(name, n % 2 == 0 ? "," : "x");
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
            assert_int_equal(smtp_message_open_group(m, fields[i], name, n), SMTP_OK);
            assert_int_equal(smtp_message_open_group(m, fields[i], name, n), SMTP_OK);
            assert_int_equal(smtp_message_close_group(m, fields[i]), SMTP_OK);
            assert_int_equal(add(m, fields[i], NULL, "a@b.c"), SMTP_OK);
        }
        assert_int_equal(add(m, SMTP_HEADER_RESENT_FROM, NULL, "a@b.c"), SMTP_OK);
        assert_int_equal(smtp_message_set_resent(m, 0, 0, NULL, 0), SMTP_OK);
        for (const char *line = mail_of(m); *line != '\0'; line = strstr(line, "\r\n") + 2) {
            const char *end = strstr(line, "\r\n");
            const char *word = strstr(line, "=?utf-8");
            assert_true(end - line <= (word != NULL && word < end ? 76 : 78));
        }
        end_mail(&a, m);
    }
}

static void domains_become_a_labels(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, SMTP_HEADER_TO, NULL, "a@m\xc3\xbcnchen.example"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_CC, NULL, "a@XN--MNCHEN-3YA.example"), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "j@M\xc3\x9cnchen.example", SMTP_Z), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_CC, NULL, "a@\xf0\x9f\x98\x80.example"), SMTP_E_IDN);
    has(m, "From: j@xn--mnchen-3ya.example\r\nTo: a@xn--mnchen-3ya.example\r\nCc: a@XN--MNCHEN-3YA.example\r\n");
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(source->needs_smtputf8, 0);
    assert_int_equal(add(m, SMTP_HEADER_CC, NULL, "\xc3\xb6@m\xc3\xbcnchen.example"), SMTP_OK);
    has(m, ", \xc3\xb6@xn--mnchen-3ya.example\r\n");
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(source->needs_smtputf8, 1);
    end_mail(&a, m);
}

/* However long the last line of what stands there. */
static void a_comma_parts_each_from_the_next(void **state) {
    (void)state;
    char name[64] = "";
    for (size_t n = 1; n < sizeof name; n++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        strcat(name, n % 8 == 4 ? " " : "x");
        for (int32_t field = SMTP_HEADER_REPLY_TO; field <= SMTP_HEADER_RETURN_RECEIPT_TO; field++) {
            const char *address = field == SMTP_HEADER_REPLY_TO ? "a@b.de" : "ann@example.org";
            assert_int_equal(smtp_message_add_address(m, field, name, n, address, SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_message_add_address(m, field, NULL, 0, "bob@example.net", SMTP_Z), SMTP_OK);
        }
        assert_int_equal(smtp_message_set_resent(m, 0, 0, NULL, 0), SMTP_OK);
        assert_int_equal(smtp_message_add_address(m, SMTP_HEADER_RESENT_SENDER, NULL, 0, "x@y", 3), SMTP_OK);
        for (const char *at = strstr(mail_of(m), ">"); (at = strstr(at, "bob@example.net")) != NULL; at++) {
            size_t before = at[-2] == '\n' ? 4 : 2;
            assert_int_equal(at[-(ptrdiff_t)before], ',');
        }
        end_mail(&a, m);
    }
}

static void quoted_local_parts_stay_as_they_are(void **state) {
    (void)state;
    static const char *const locals[5] = {"\"a b\"", "\"a\\\"b\\\\\"", "\"a,b;c:<d>@e\"", "\"\"", "\"\xc3\xb6 b\""};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char wanted[256] = "To:";
    for (size_t i = 0; i < 5; i++) {
        char address[64];
        sprintf(address, "%s@example.org", locals[i]);
        assert_int_equal(add(m, SMTP_HEADER_TO, i == 0 ? "A" : NULL, address), SMTP_OK);
    }
    assert_int_equal(add(m, SMTP_HEADER_TO, NULL, "x(y@example.org"), SMTP_E_ADDRESS);
    strcat(wanted, " A <\"a b\"@example.org>, \"a\\\"b\\\\\"@example.org, \"a,b;c:<d>@e\"@example.org,\r\n");
    strcat(wanted, " \"\"@example.org, \"\xc3\xb6 b\"@example.org\r\n");
    has(m, wanted);
    end_mail(&a, m);
}

/* What a call that failed had taken is there for the next one. */
static void a_failure_takes_no_memory(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[SMTP_MESSAGE_BYTES + 800];
    char address[200];
    smtp_message *m;
    memset(address, 'a', sizeof address);
    memcpy(address + 10, "@", 1);
    for (size_t i = 50; i < sizeof address; i += 40) {
        address[i] = '.';
    }
    size_t size = smtp_message_bytes() + 500;
    assert_int_equal(smtp_message_init(memory, size, &m), SMTP_OK);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(smtp_message_add_to(m, NULL, 0, address, sizeof address), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_message_set_from(m, "A long name that adds to it", SMTP_Z, address, sizeof address),
                         SMTP_E_NO_MEMORY);
    }
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    smtp_message_fini(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_a_number),
        cmocka_unit_test(other_numbers_are_refused),
        cmocka_unit_test(groups_hold_what_comes_until_their_end),
        cmocka_unit_test(open_groups_are_counted),
        cmocka_unit_test(lines_with_names_of_groups_stay_short),
        cmocka_unit_test(domains_become_a_labels),
        cmocka_unit_test(a_comma_parts_each_from_the_next),
        cmocka_unit_test(quoted_local_parts_stay_as_they_are),
        cmocka_unit_test(a_failure_takes_no_memory),
    };
    return cmocka_run_group_tests_name("mime/message_address", tests, NULL, NULL);
}
