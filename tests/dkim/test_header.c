/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "dkim/header.h"
#include "support/guard.h"

/* Where the header ends, read in pieces of so many octets; -1: nowhere. */
static long end_of(const char *text, size_t piece) {
    struct smtp__dkim_header_end end = {0, false, false};
    size_t length = strlen(text);
    for (size_t at = 0; at < length; at += piece) {
        size_t n = length - at < piece ? length - at : piece;
        smtp__dkim_header_end_feed(&end, (const uint8_t *)text + at, n);
    }
    return end.is_found ? (long)end.length : -1;
}

static void the_end_of_a_header(void **state) {
    (void)state;
    for (size_t piece = 1; piece < 20; piece++) {
        assert_int_equal(end_of("A: b\r\n\r\nbody\r\n\r\n", piece), 8);
        assert_int_equal(end_of("A: b\r\n\r\n", piece), 8);
        assert_int_equal(end_of("\r\nbody", piece), 2);
        assert_int_equal(end_of("A: b\r\n \r\n\r\n", piece), 11);
        assert_int_equal(end_of("A: b\r\n", piece), -1);
        assert_int_equal(end_of("A: b", piece), -1);
        assert_int_equal(end_of("", piece), -1);
    }
}

static void is(const char *text, smtp_result wanted) {
    char *copy = guard_copy(text, strlen(text));
    struct smtp__text header = {copy, strlen(text)};
    assert_string_equal(smtp_result_name(smtp__dkim_header_check(header)), smtp_result_name(wanted));
    guard_free(copy, strlen(text));
}

static void what_a_header_is(void **state) {
    (void)state;
    is("From: a\r\n", SMTP_OK);
    is("To: a\r\n b\r\n \r\n\tc\r\nfRoM \t:\r\n a\r\n", SMTP_OK);
    is("", SMTP_E_NOT_A_MESSAGE);
    is(" From: a\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From a\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From ann Sat Nov 22 10:00:00 2025\r\nFrom: a\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\r\nbody\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\r\n\r\nTo: b\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\r\n: b\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\r\n\x7f: b\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\r\n\xc3\xbc: b\r\n", SMTP_E_NOT_A_MESSAGE);
    is("To: From: a\r\n From: b\r\nX-From: c\r\n", SMTP_E_NO_FROM);
}

static void the_longest_name(void **state) {
    (void)state;
    char text[1000] = "From: a\r\n";
    memset(text + 9, 'x', 900);
    memcpy(text + 909, ":\r\n", 4);
    is(text, SMTP_OK);
    memcpy(text + 909, "x:\r\n", 5);
    is(text, SMTP_E_HEADER_TOO_LONG);
}

static void from_the_last_to_the_first(void **state) {
    (void)state;
    static const char text[] = "From: a\r\nTo: b\r\n c\r\n \r\nX :\r\n";
    static const char *const wanted[] = {"X :", "To: b\r\n c\r\n ", "From: a"};
    static const char *const names[] = {"X", "To", "From"};
    char *copy = guard_copy(text, sizeof text - 1);
    struct smtp__text rest = {copy, sizeof text - 1};
    struct smtp__text field;
    for (size_t i = 0; i < 3; i++) {
        assert_true(smtp__dkim_header_last(&rest, &field));
        assert_int_equal(field.length, strlen(wanted[i]));
        assert_memory_equal(field.data, wanted[i], field.length);
        struct smtp__text name = smtp__dkim_field_name(field);
        assert_int_equal(name.length, strlen(names[i]));
        assert_memory_equal(name.data, names[i], name.length);
    }
    assert_false(smtp__dkim_header_last(&rest, &field));
    guard_free(copy, sizeof text - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_header),
        cmocka_unit_test(what_a_header_is),
        cmocka_unit_test(the_longest_name),
        cmocka_unit_test(from_the_last_to_the_first),
    };
    return cmocka_run_group_tests_name("dkim/header", tests, NULL, NULL);
}
