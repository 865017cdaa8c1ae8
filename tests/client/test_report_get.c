/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void outcomes_have_names(void **state) {
    (void)state;
    static const char *const names[] = {"sent", "partial", "refused", "deferred", "failed", "unknown"};
    for (int32_t i = 0; i < 6; i++) {
        assert_string_equal(smtp_outcome_name(i), names[i]);
    }
    assert_string_equal(smtp_outcome_name(-1), "unknown");
    assert_string_equal(smtp_outcome_name(6), "unknown");
}

static void no_report_answers_too(void **state) {
    (void)state;
    assert_int_equal(smtp_report_outcome(NULL), SMTP_OUTCOME_FAILED);
    assert_int_equal(smtp_report_result(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_report_class(NULL), SMTP_CLASS_CONFIG);
    assert_int_equal(smtp_report_phase(NULL), SMTP_PHASE_SETUP);
    assert_int_equal(smtp_report_code(NULL), 0);
    assert_int_equal(smtp_report_enhanced(NULL), 0);
    assert_string_equal(smtp_report_text(NULL), "");
    assert_string_equal(smtp_report_queue_id(NULL), "");
    assert_string_equal(smtp_report_message(NULL), "");
    assert_int_equal(smtp_report_recipient_count(NULL), 0);
    assert_string_equal(smtp_report_recipient_address(NULL, 0), "");
}

static void an_index_out_of_range_is_empty(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_string_equal(smtp_report_recipient_text(report(&f), 0), "ok");
    assert_int_equal(smtp_report_recipient_enhanced(report(&f), 0), 0);
    static const size_t beyond[] = {1, SIZE_MAX};
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(smtp_report_recipient_address(report(&f), beyond[i]), "");
        assert_int_equal(smtp_report_recipient_accepted(report(&f), beyond[i]), 0);
        assert_int_equal(smtp_report_recipient_code(report(&f), beyond[i]), 0);
        assert_int_equal(smtp_report_recipient_enhanced(report(&f), beyond[i]), 0);
        assert_string_equal(smtp_report_recipient_text(report(&f), beyond[i]), "");
    }
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_have_names),
        cmocka_unit_test(no_report_answers_too),
        cmocka_unit_test(an_index_out_of_range_is_empty),
    };
    return cmocka_run_group_tests_name("client/report_get", tests, NULL, NULL);
}
