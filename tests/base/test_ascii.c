/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/ascii.h"
#include "support/guard.h"
#include <limits.h>

static void every_octet_is_of_its_class(void **state) {
    (void)state;
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        bool digit = i >= '0' && i <= '9';
        bool upper = i >= 'A' && i <= 'Z';
        bool lower = i >= 'a' && i <= 'z';
        assert_int_equal(smtp__ascii_is_digit(c), digit);
        assert_int_equal(smtp__ascii_is_alpha(c), upper || lower);
        assert_int_equal(smtp__ascii_is_alnum(c), digit || upper || lower);
        assert_int_equal(smtp__ascii_is_control(c), i < 32 || i == 127);
        assert_int_equal(smtp__ascii_lower(c), upper ? (char)(i + 32) : c);
        assert_int_equal(smtp__ascii_hex(c) >= 0, digit || (i >= 'a' && i <= 'f') || (i >= 'A' && i <= 'F'));
    }
    assert_int_equal(smtp__ascii_hex('0'), 0);
    assert_int_equal(smtp__ascii_hex('9'), 9);
    assert_int_equal(smtp__ascii_hex('a'), 10);
    assert_int_equal(smtp__ascii_hex('F'), 15);
}

static void controls_are_found_anywhere_and_not_beyond(void **state) {
    (void)state;
    char *text = guard_copy("no control", 10);
    assert_false(smtp__ascii_has_control(text, 10));
    for (size_t i = 0; i < 10; i++) {
        char kept = text[i];
        text[i] = '\r';
        assert_true(smtp__ascii_has_control(text, 10));
        assert_false(smtp__ascii_has_control(text, i));
        text[i] = kept;
    }
    guard_free(text, 10);
}

static void check_number(const char *text, unsigned long long most, bool good, unsigned long long expected) {
    unsigned long long value = 77;
    assert_int_equal(smtp__ascii_number(text, strlen(text), most, &value), good);
    assert_true(value == (good ? expected : 77));
}

static void numbers_have_a_bound(void **state) {
    (void)state;
    check_number("0", 0, true, 0);
    check_number("1", 0, false, 0);
    check_number("9", 8, false, 0);
    check_number("007", 9, true, 7);
    check_number("65535", 65535, true, 65535);
    check_number("65536", 65535, false, 0);
    check_number("18446744073709551615", ULLONG_MAX, true, ULLONG_MAX);
    check_number("18446744073709551616", ULLONG_MAX, false, 0);
    check_number("99999999999999999999999", ULLONG_MAX, false, 0);
    check_number("", 9, false, 0);
    check_number("-1", 9, false, 0);
    check_number("+1", 9, false, 0);
    check_number(" 1", 9, false, 0);
    check_number("1 ", 9, false, 0);
    check_number("0x1", 9, false, 0);
}

static void digits_have_noughts_in_front(void **state) {
    (void)state;
    char out[] = "xxxxxx";
    smtp__ascii_digits(out + 1, 42, 4);
    assert_string_equal(out, "x0042x");
    smtp__ascii_digits(out + 1, 12345, 4);
    assert_string_equal(out, "x2345x");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_octet_is_of_its_class),
        cmocka_unit_test(controls_are_found_anywhere_and_not_beyond),
        cmocka_unit_test(numbers_have_a_bound),
        cmocka_unit_test(digits_have_noughts_in_front),
    };
    return cmocka_run_group_tests_name("base/ascii", tests, NULL, NULL);
}
