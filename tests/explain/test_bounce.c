/* SPDX-License-Identifier: MIT */
/* Every code of the registry (RFC 3463 s3 and those that came later), and what is none. */
#include "support/test.h"

#include <smtp/explain.h>
#include <string.h>

static int32_t bounce(int32_t class_digit, int32_t subject, int32_t detail) {
    return smtp_enhanced_bounce(class_digit * 1000000 + subject * 1000 + detail);
}

/* One letter for each detail of X.SUBJECT.0 and so on. */
static void each_registered_code(void **state) {
    (void)state;
    static const char *const subjects[] = {
        "R", "HHHHHRHRRRH", "SHSRS", "SSSRRSR", "SSSSHSSS", "RRRRRRR", "RRRRRRRRRRR", "RRRRRRRRRRRRRRRRRHHSRRRRRRRRRRR",
    };
    for (int32_t subject = 0; subject < 8; subject++) {
        for (int32_t detail = 0; detail < (int32_t)strlen(subjects[subject]); detail++) {
            char letter = subjects[subject][detail];
            int32_t wanted = letter == 'S' ? SMTP_BOUNCE_SOFT : SMTP_BOUNCE_REFUSED;
            assert_int_equal(bounce(5, subject, detail), letter == 'H' ? SMTP_BOUNCE_HARD : wanted);
            assert_int_equal(bounce(4, subject, detail), SMTP_BOUNCE_SOFT);
            assert_int_equal(bounce(2, subject, detail), SMTP_BOUNCE_NONE);
        }
    }
}

static void what_is_not_registered_goes_by_its_subject(void **state) {
    (void)state;
    assert_int_equal(bounce(5, 1, 11), SMTP_BOUNCE_HARD);
    assert_int_equal(bounce(5, 1, 999), SMTP_BOUNCE_HARD);
    assert_int_equal(bounce(5, 2, 30), SMTP_BOUNCE_SOFT);
    assert_int_equal(bounce(5, 2, 31), SMTP_BOUNCE_SOFT);
    assert_int_equal(bounce(5, 7, 31), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 7, 139), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 0, 1), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 8, 0), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 999, 999), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(4, 999, 999), SMTP_BOUNCE_SOFT);
}

static void what_is_no_refusal(void **state) {
    (void)state;
    const int32_t none[] = {0, 1, -1, 999999, 1000000, 3000000, 3999999, 6000000, INT32_MAX, INT32_MIN, -5001001};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(smtp_enhanced_bounce(none[i]), SMTP_BOUNCE_NONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_registered_code),
        cmocka_unit_test(what_is_not_registered_goes_by_its_subject),
        cmocka_unit_test(what_is_no_refusal),
    };
    return cmocka_run_group_tests_name("explain/bounce", tests, NULL, NULL);
}
