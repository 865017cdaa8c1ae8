/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/text_check.h"
#include "support/guard.h"

static smtp_result check(const char *text, size_t length) {
    char *guarded = guard_copy(text, length);
    struct smtp__text given = {guarded, length};
    smtp_result result = smtp__text_check(given);
    guard_free(guarded, length);
    return result;
}

static void controls_are_refused(void **state) {
    (void)state;
    for (unsigned c = 0; c < 128; c++) {
        char text[] = {'a', (char)c, 'b'};
        assert_int_equal(check(text, 3), c < 32 || c == 127 ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
    }
    for (unsigned c = 0x80; c < 0xc0; c++) {
        char text[] = {(char)0xc2, (char)c};
        assert_int_equal(check(text, 2), c < 0xa0 ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
    }
    assert_int_equal(check("\xe2\x80\xa7", 3), SMTP_OK);
    assert_int_equal(check("\xe2\x80\xa8", 3), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(check("\xe2\x80\xa9", 3), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(check("\xe2\x80\xaa", 3), SMTP_OK);
    assert_int_equal(check("\xe2\x80", 2), SMTP_E_UTF8);
    assert_int_equal(check("", 0), SMTP_OK);
}

static bool is_quotable(const char *text) {
    return smtp__text_is_quotable(smtp__text_from(text, SMTP_Z));
}

static void what_comes_through_in_quotes(void **state) {
    (void)state;
    assert_true(is_quotable(""));
    assert_true(is_quotable("a \"b\" \\ c"));
    assert_false(is_quotable(" a"));
    assert_false(is_quotable("a "));
    assert_false(is_quotable("a  b"));
    assert_false(is_quotable("a=?"));
    assert_false(is_quotable("\xc3\xa9"));
    assert_true(smtp__text_is_tidy(smtp__text_from("\xc3\xa9 b", SMTP_Z)));
    assert_false(smtp__text_is_tidy(smtp__text_from("\xc3\xa9  b", SMTP_Z)));
}

static void escapes_are_counted(void **state) {
    (void)state;
    assert_int_equal(smtp__text_quoted_length(smtp__text_from("", 0)), 0);
    assert_int_equal(smtp__text_quoted_length(smtp__text_from("a \"b\" \\", SMTP_Z)), 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_are_refused),
        cmocka_unit_test(what_comes_through_in_quotes),
        cmocka_unit_test(escapes_are_counted),
    };
    return cmocka_run_group_tests_name("mime/text_check", tests, NULL, NULL);
}
