/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void a_reply_is_told_whole(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    const smtp_event *event;
    const char *greeting = "554-5.7.1 we\r\n554-5.7.1 do not\r\n554 5.7.1 talk\r\n";
    size_t used;
    size_t length;
    smtp_session *session = new_session(&setup);
    (void)smtp_session_wants(session);
    assert_int_equal(smtp_session_feed(session, greeting, strlen(greeting), &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_FAILED);
    assert_int_equal(smtp_event_result(event), SMTP_E_PERMANENT);
    assert_int_equal(smtp_event_phase(event), SMTP_PHASE_GREETING);
    assert_int_equal(smtp_event_code(event), 554);
    assert_int_equal(smtp_event_enhanced(event), 5007001);
    assert_string_equal(smtp_event_text(event, &length), "5.7.1 we\n5.7.1 do not\n5.7.1 talk");
    assert_int_equal(length, strlen("5.7.1 we\n5.7.1 do not\n5.7.1 talk"));
    assert_int_equal(smtp_event_text_is_cut(event), 0);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_PENDING);
    assert_null(event);
    smtp_session_free(session);
}

static void a_long_reply_is_cut_and_says_so(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .reply_bytes = 64};
    const smtp_event *event;
    char greeting[512];
    size_t used;
    smtp_session *session = new_session(&setup);
    memset(greeting, 'x', sizeof greeting);
    memcpy(greeting, "220 ", 4);
    memcpy(greeting + sizeof greeting - 2, "\r\n", 2);
    (void)smtp_session_wants(session);
    assert_int_equal(smtp_session_feed(session, greeting, sizeof greeting, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_GREETING);
    assert_int_equal(smtp_event_code(event), 220);
    assert_int_equal(smtp_event_text_is_cut(event), 1);
    assert_true(strlen(smtp_event_text(event, NULL)) < 64);
    smtp_session_free(session);
}

static void no_event_has_answers_too(void **state) {
    (void)state;
    size_t length = 7;
    assert_int_equal(smtp_event_kind(NULL), 0);
    assert_int_equal(smtp_event_result(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_event_phase(NULL), SMTP_PHASE_SETUP);
    assert_int_equal(smtp_event_recipient(NULL), 0);
    assert_int_equal(smtp_event_is_unknown(NULL), 0);
    assert_int_equal(smtp_event_accepted(NULL), 0);
    assert_int_equal(smtp_event_code(NULL), 0);
    assert_int_equal(smtp_event_enhanced(NULL), 0);
    assert_string_equal(smtp_event_text(NULL, &length), "");
    assert_int_equal(length, 0);
    assert_int_equal(smtp_event_text_is_cut(NULL), 0);
}

static void phases_have_names(void **state) {
    (void)state;
    assert_string_equal(smtp_phase_name(SMTP_PHASE_SETUP), "setup");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_STARTTLS), "starttls");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_AUTH), "auth");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_CONTENT), "content");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_END), "end-of-data");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_IDLE), "idle");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_DONE), "done");
    assert_string_equal(smtp_phase_name(SMTP_PHASE_DONE + 1), "unknown");
    assert_string_equal(smtp_phase_name(-1), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_is_told_whole),
        cmocka_unit_test(a_long_reply_is_cut_and_says_so),
        cmocka_unit_test(no_event_has_answers_too),
        cmocka_unit_test(phases_have_names),
    };
    return cmocka_run_group_tests_name("session/event", tests, NULL, NULL);
}
