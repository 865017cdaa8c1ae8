/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/finding.h>

static void findings_come_in_order(void **state) {
    (void)state;
    uint64_t set = UINT64_C(1) << SMTP_FINDING_NO_DATE | UINT64_C(1) << SMTP_FINDING_LARGE |
                   UINT64_C(1) << SMTP_FINDING_DKIM_DOMAIN | UINT64_C(1) << 63;
    assert_int_equal(smtp_finding_next(set, -1), SMTP_FINDING_NO_DATE);
    assert_int_equal(smtp_finding_next(set, INT32_MIN), SMTP_FINDING_NO_DATE);
    assert_int_equal(smtp_finding_next(set, SMTP_FINDING_NO_DATE), SMTP_FINDING_LARGE);
    assert_int_equal(smtp_finding_next(set, SMTP_FINDING_LARGE), SMTP_FINDING_DKIM_DOMAIN);
    assert_int_equal(smtp_finding_next(set, SMTP_FINDING_DKIM_DOMAIN), -1); /* 63 is none of this version */
    assert_int_equal(smtp_finding_next(set, INT32_MAX), -1);
    assert_int_equal(smtp_finding_next(0, -1), -1);
}

static void is_name(const char *name) {
    assert_int_not_equal(name[0], '\0');
    for (size_t i = 0; name[i] != '\0'; i++) {
        assert_true((name[i] >= 'a' && name[i] <= 'z') || name[i] == '_' || name[i] == '8');
    }
}

static void each_has_all_of_its_row(void **state) {
    (void)state;
    int32_t count = 0;
    for (int32_t f = smtp_finding_next(UINT64_MAX, -1); f >= 0; f = smtp_finding_next(UINT64_MAX, f)) {
        assert_int_equal(f, count++);
        is_name(smtp_finding_name(f));
        assert_in_range(smtp_finding_severity(f), SMTP_SEVERITY_NOTE, SMTP_SEVERITY_ERROR);
        const char *text = smtp_finding_text(f);
        assert_true(strlen(text) > 20);
        assert_true(strchr(".?", text[strlen(text) - 1]) != NULL);
        assert_true(strlen(smtp_finding_rule(f)) > 5);
        for (int32_t other = 0; other < f; other++) {
            assert_string_not_equal(smtp_finding_name(f), smtp_finding_name(other));
        }
    }
    assert_int_equal(count, SMTP_FINDING_DKIM_DOMAIN + 1);
    assert_string_equal(smtp_finding_name(SMTP_FINDING_NO_DATE), "no_date");
    assert_string_equal(smtp_finding_name(SMTP_FINDING_DKIM_DOMAIN), "dkim_domain");
}

static void another_number_is_none(void **state) {
    (void)state;
    static const int32_t others[] = {-1, SMTP_FINDING_DKIM_DOMAIN + 1, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(smtp_finding_severity(others[i]), 0);
        assert_string_equal(smtp_finding_name(others[i]), "");
        assert_string_equal(smtp_finding_text(others[i]), "");
        assert_string_equal(smtp_finding_rule(others[i]), "");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_come_in_order),
        cmocka_unit_test(each_has_all_of_its_row),
        cmocka_unit_test(another_number_is_none),
    };
    return cmocka_run_group_tests_name("mime/finding", tests, NULL, NULL);
}
