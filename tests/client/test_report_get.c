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
    assert_int_equal(smtp_report_retry_after_s(NULL), -1);
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

/* The words are those of whoever stands behind the result; what may have arrived is not sent again. */
static void when_to_send_again(void **state) {
    (void)state;
    static const struct {
        const char *script;
        int32_t seconds;
    } rows[] = {
        {"S:250 ok\nC:RCPT TO:<b@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nS:250 queued, not in 5 minutes\n", -1},
        {"S:250 ok\nC:RCPT TO:<b@x.test>\nS:450 try again in 7 minutes\nC:DATA\nS:354 go\nD\nS:250 ok\n", 420},
        {"S:250 ok\nC:RCPT TO:<b@x.test>\nS:250 ok\nC:DATA\nS:451 try again in 7 minutes\n", 420},
        {"S:250 ok\nC:RCPT TO:<b@x.test>\nS:250 ok\nC:DATA\nS:554 never\n", -1},
        {"S:250 ok\nC:RCPT TO:<b@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nX\n", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char script[512];
        struct fixture f;
        snprintf(script, sizeof script, "%sC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\n%s", OPENING,
                 rows[i].script);
        begin(&f, script, 2);
        (void)send_mail(&f);
        assert_int_equal(smtp_report_retry_after_s(report(&f)), rows[i].seconds);
        end(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_have_names),
        cmocka_unit_test(no_report_answers_too),
        cmocka_unit_test(an_index_out_of_range_is_empty),
        cmocka_unit_test(when_to_send_again),
    };
    return cmocka_run_group_tests_name("client/report_get", tests, NULL, NULL);
}
