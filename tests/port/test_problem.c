/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/posix/problem.h"
#include <errno.h>

static void pieces_make_a_sentence(void **state) {
    (void)state;
    struct smtp__problem p;
    smtp__problem_clear(&p);
    smtp__problem_begin(&p, "one ");
    smtp__problem_add_number(&p, 18446744073709551615ULL);
    smtp__problem_begin(&p, "two");
    assert_string_equal(p.text, "one 18446744073709551615; two");
    smtp__problem_clear(&p);
    assert_string_equal(p.text, "");
}

static void text_from_outside_is_harmless(void **state) {
    (void)state;
    struct smtp__problem p;
    char many[100];
    smtp__problem_clear(&p);
    smtp__problem_quote(&p, "a\n\x1b[\x7f\xff\0\\~", 9);
    assert_string_equal(p.text, "a\\x0a\\x1b[\\x7f\\xff\\x00\\x5c~");
    memset(many, 'm', sizeof many);
    smtp__problem_clear(&p);
    smtp__problem_quote(&p, many, sizeof many);
    assert_int_equal(p.length, 64 + 3);
    assert_string_equal(p.text + 64, "...");
}

static void what_does_not_fit_is_cut(void **state) {
    (void)state;
    struct smtp__problem p;
    smtp__problem_clear(&p);
    for (size_t i = 0; i < 2 * sizeof p.text; i++) {
        smtp__problem_add(&p, "xyz");
        assert_true(p.length < sizeof p.text);
        assert_int_equal(p.text[p.length], '\0');
    }
    assert_int_equal(p.length, sizeof p.text - 1);
}

static void the_system_s_words_are_added(void **state) {
    (void)state;
    struct smtp__problem p;
    smtp__problem_clear(&p);
    smtp__problem_add_errno(&p, ECONNREFUSED);
    assert_non_null(strstr(p.text, "refused"));
    smtp__problem_clear(&p);
    smtp__problem_add_errno(&p, 99999);
    assert_non_null(strstr(p.text, "99999"));
    smtp__problem_clear(&p);
    smtp__problem_add_errno(&p, -1);
    assert_string_not_equal(p.text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_make_a_sentence),
        cmocka_unit_test(text_from_outside_is_harmless),
        cmocka_unit_test(what_does_not_fit_is_cut),
        cmocka_unit_test(the_system_s_words_are_added),
    };
    return cmocka_run_group_tests_name("port/problem", tests, NULL, NULL);
}
