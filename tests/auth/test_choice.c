/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/auth.h"

enum { PLAIN = SMTP_MECHANISM_PLAIN, LOGIN = SMTP_MECHANISM_LOGIN, BOTH = PLAIN | LOGIN };
static const uint32_t all = UINT32_MAX;

/* The bit that was chosen, or the error. */
static int64_t choose(uint32_t offered, uint32_t allowed, uint32_t tried, bool is_encrypted, bool plaintext_allowed) {
    struct smtp__auth_choice choice = {offered, allowed, tried, is_encrypted, plaintext_allowed};
    const struct smtp__mechanism *mechanism = (const struct smtp__mechanism *)&choice;
    smtp_result result = smtp__auth_choose(&choice, &mechanism);
    assert_int_equal(mechanism == NULL, result != SMTP_OK);
    return result == SMTP_OK ? (int64_t)mechanism->bit : result;
}

static void what_this_build_has(void **state) {
    (void)state;
    assert_int_equal(smtp_mechanisms(), BOTH);
}

static void the_strongest_that_all_want(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, 0, true, false), PLAIN);
    assert_int_equal(choose(all, all, 0, true, false), PLAIN);
    assert_int_equal(choose(LOGIN, all, 0, true, false), LOGIN);
    assert_int_equal(choose(BOTH, LOGIN, 0, true, false), LOGIN);
    assert_int_equal(choose(BOTH, all, PLAIN, true, false), LOGIN);
}

static void none(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, BOTH, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(0, all, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(BOTH, 0, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(PLAIN, LOGIN, 0, true, true), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(all & ~(uint32_t)BOTH, all, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(0, all, 0, false, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(BOTH, all, BOTH, false, false), SMTP_E_NO_MECHANISM);
}

static void nothing_in_clear_unless_the_caller_says_so(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, 0, false, false), SMTP_E_CREDENTIALS_IN_CLEAR);
    assert_int_equal(choose(LOGIN, all, 0, false, false), SMTP_E_CREDENTIALS_IN_CLEAR);
    assert_int_equal(choose(BOTH, all, 0, false, true), PLAIN);
    assert_int_equal(choose(BOTH, all, PLAIN, false, true), LOGIN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_this_build_has),
        cmocka_unit_test(the_strongest_that_all_want),
        cmocka_unit_test(none),
        cmocka_unit_test(nothing_in_clear_unless_the_caller_says_so),
    };
    return cmocka_run_group_tests_name("auth/choice", tests, NULL, NULL);
}
