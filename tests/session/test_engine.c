/* SPDX-License-Identifier: MIT */
/* Breaches of the protocol, ends of the connection, and what is known of the mail then. */
#include "fixture.h"

#include <smtp/config.h>

static void check(int32_t security, const char *script, const char *events) {
    struct setup setup = {.security = security};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, events);
    end_mail(&fixture);
}

#define TO_DATA GREETED_PIPELINING "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:250 ok\nS:250 ok\n"
#define TO_DATA_EVENTS GREETED_EVENTS "sender 250\nrecipient 0 250\n"
#define TO_END TO_DATA "S:354 go\nC:hi\nC:.\n"

static void lost_after_the_end_of_data_is_unknown(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, TO_END "X\n!\n",
          TO_DATA_EVENTS "mail E_END_OF_STREAM 0 unknown\nfailed E_END_OF_STREAM end-of-data 0 unknown\n");
    check(SMTP_SECURITY_CLEAR, TO_END "S:garbage\n!\n",
          TO_DATA_EVENTS "mail E_REPLY_SYNTAX 0 unknown\nfailed E_REPLY_SYNTAX end-of-data 0 unknown\n");
    check(SMTP_SECURITY_CLEAR, TO_END "S:250-done\nX\n!\n",
          TO_DATA_EVENTS "mail E_END_OF_STREAM 0 unknown\nfailed E_END_OF_STREAM end-of-data 0 unknown\n");
}

static void lost_before_it_is_failed(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, "X\n!\n", "failed E_END_OF_STREAM greeting 0\n");
    check(SMTP_SECURITY_CLEAR, GREETED "M\nC:MAIL FROM:<me@x.test>\nX\n!\n",
          GREETED_EVENTS "mail E_END_OF_STREAM 0\nfailed E_END_OF_STREAM mail 0\n");
    check(SMTP_SECURITY_CLEAR, TO_DATA "X\n!\n",
          TO_DATA_EVENTS "mail E_END_OF_STREAM 0\nfailed E_END_OF_STREAM data 0\n");
}

static void nothing_after_the_reply_changes_the_result(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, TO_END "S:250 done\nX\n!\n",
          TO_DATA_EVENTS "mail OK 250\nfailed E_END_OF_STREAM idle 0\n");
    check(SMTP_SECURITY_CLEAR, TO_END "S:250 done\nS:421 bye\n!\n",
          TO_DATA_EVENTS "mail OK 250\nfailed E_SERVICE_CLOSING idle 421\n");
    check(SMTP_SECURITY_CLEAR, TO_END "S:250 done\nQ\nC:QUIT\nX\n!\n", TO_DATA_EVENTS "mail OK 250\nclosed\n");
}

static void closing_421_is_legal_anywhere(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, TO_END "S:421 4.3.2 bye\n!\n",
          TO_DATA_EVENTS "mail E_SERVICE_CLOSING 421\nfailed E_SERVICE_CLOSING end-of-data 421\n");
    check(SMTP_SECURITY_CLEAR, TO_DATA "S:421 bye\n!\n",
          TO_DATA_EVENTS "mail E_SERVICE_CLOSING 421\nfailed E_SERVICE_CLOSING data 421\n");
    check(SMTP_SECURITY_CLEAR, GREETED "S:421 idle too long\n!\n",
          GREETED_EVENTS "failed E_SERVICE_CLOSING idle 421\n");
}

static void a_reply_that_nothing_asked_for(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, GREETED "S:250 ok\n!\n", GREETED_EVENTS "failed E_REPLY_UNEXPECTED idle 250\n");
    check(SMTP_SECURITY_CLEAR, TO_END "S:250 done\nS:250 done\n!\n",
          TO_DATA_EVENTS "mail OK 250\nfailed E_REPLY_UNEXPECTED idle 250\n");
}

static void bytes_behind_the_reply_to_starttls(void **state) {
    (void)state;
    static const char to_starttls[] = "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\n";
    char script[512];
    snprintf(script, sizeof script, "%sS:250 AUTH PLAIN\n!\n", to_starttls);
    check(SMTP_SECURITY_STARTTLS_REQUIRED, script, "greeting\ncapabilities\nfailed E_BYTES_BEFORE_TLS starttls 0\n");
    snprintf(script, sizeof script, "%sS:x\n!\n", to_starttls);
    check(SMTP_SECURITY_STARTTLS_REQUIRED, script, "greeting\ncapabilities\nfailed E_BYTES_BEFORE_TLS starttls 0\n");
}

static void what_is_not_a_reply(void **state) {
    (void)state;
    check(SMTP_SECURITY_CLEAR, "S:HTTP/1.1 400 Bad Request\n!\n", "failed E_REPLY_SYNTAX greeting 0\n");
    check(SMTP_SECURITY_CLEAR, "S:220-hi\nS:250 hi\n!\n", "failed E_REPLY_MIXED_CODES greeting 220\n");
    check(SMTP_SECURITY_CLEAR, "S:999 hi\n!\n", "failed E_REPLY_SYNTAX greeting 0\n");
}

static void a_last_word_without_line_end_explains_the_closing(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    const smtp_event *event;
    size_t used;
    (void)smtp_session_wants(session);
    assert_int_equal(smtp_session_feed(session, "554 go away", 11, &used), SMTP_OK);
    assert_int_equal(smtp_session_fail(session, SMTP_E_END_OF_STREAM), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_E_PERMANENT);
    assert_int_equal(smtp_event_code(event), 554);
    assert_string_equal(smtp_event_text(event, NULL), "go away");
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_CLOSE);
    smtp_session_free(session);
}

/* A success counts only whole: "250" may have been the beginning of anything. */
static void an_unfinished_success_is_none(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    char events[1024];
    const smtp_event *event;
    size_t used;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, TO_END, 0, events, sizeof events);
    assert_int_equal(smtp_session_feed(session, "250 done", 8, &used), SMTP_OK);
    assert_int_equal(smtp_session_fail(session, SMTP_E_CONNECTION_LOST), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
    assert_int_equal(smtp_event_result(event), SMTP_E_CONNECTION_LOST);
    assert_int_equal(smtp_event_is_unknown(event), 1);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void run_to(smtp_session *session, struct fixture_mail *fixture, const char *script) {
    char events[1024];
    dialogue_run(session, &fixture->mail, script, 0, events, sizeof events);
}

/* P1: a reply is no answer to what has not gone out. */
static void a_reply_before_the_last_octet_is_no_success(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    const smtp_event *event;
    const uint8_t *data;
    size_t length;
    size_t used;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    run_to(session, &fixture, TO_DATA);
    assert_int_equal(smtp_session_feed(session, "354 go\r\n", 8, &used), SMTP_OK);
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(length, 7);
    assert_int_equal(smtp_session_sent(session, 6), SMTP_OK);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_CONTENT);
    assert_int_equal(smtp_session_feed(session, "250 done\r\n", 10, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
    assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_UNEXPECTED);
    assert_int_equal(smtp_event_is_unknown(event), 0);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void a_command_is_not_answered_before_it_was_sent(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    const smtp_event *event;
    size_t used;
    smtp_session *session = new_session(&setup);
    const char *greetings = "220 hi\r\n250 x.test\r\n";
    size_t at = 0;
    while (at < strlen(greetings)) {
        (void)smtp_session_wants(session);
        (void)smtp_session_next_event(session, &event);
        assert_int_equal(smtp_session_feed(session, greetings + at, strlen(greetings) - at, &used), SMTP_OK);
        at += used;
    }
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_UNEXPECTED);
    smtp_session_free(session);
}

/* P1, P7: a reply counts for what was asked when its first octet came, not when its last one does. */
static void half_a_reply_before_the_command_is_no_answer(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    const smtp_event *event;
    const uint8_t *data;
    size_t length;
    size_t used;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    run_to(session, &fixture, TO_DATA);
    const char *early = "354 go\r\n250-early\r\n250 q";
    assert_int_equal(smtp_session_feed(session, early, strlen(early), &used), SMTP_OK);
    assert_int_equal(used, strlen(early));
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(smtp_session_sent(session, length), SMTP_OK);
    assert_int_equal(smtp_session_feed(session, "ueued\r\n", 7, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
    assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_UNEXPECTED);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void refusal_while_the_content_goes_out(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .send_bytes = 64};
    struct fixture_mail fixture;
    const smtp_event *event;
    const uint8_t *data;
    size_t length;
    size_t used;
    make_mail(&fixture, 1, "0123456789012345678901234567890123456789\r\n0123456789012345678901234567890123456789\r\n");
    smtp_session *session = new_session(&setup);
    run_to(session, &fixture, TO_DATA);
    assert_int_equal(smtp_session_feed(session, "354 go\r\n", 8, &used), SMTP_OK);
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(smtp_session_sent(session, length), SMTP_OK);
    assert_int_equal(smtp_session_feed(session, "552 too much\r\n", 14, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
    assert_int_equal(smtp_event_result(event), SMTP_E_PERMANENT);
    assert_int_equal(smtp_event_code(event), 552);
    assert_string_equal(smtp_event_text(event, NULL), "too much");
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_FAILED);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_CLOSE);
    smtp_session_free(session);
    end_mail(&fixture);
}

/* P6: the memory that a session takes is taken when it is made, whatever the server sends. */
static void endless_replies_end(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    const smtp_event *event;
    size_t used;
    smtp_session *session = new_session(&setup);
    size_t bytes = setup.allocator.bytes;
    size_t lines = 0;
    assert_in_range(bytes, 4096 + 1024, SMTP_SESSION_BYTES + 4096 + 1024);
    assert_in_range(smtp_session_bytes(32768, 4096), 32768 + 4096, 38288); /* as SECURITY.md says */
    while (smtp_session_wants(session) == SMTP_WANT_RECEIVE) {
        assert_int_equal(smtp_session_feed(session, "220-and so on\r\n", 15, &used), SMTP_OK);
        lines++;
    }
    assert_int_equal(lines, SMTP_CFG_REPLY_LINES + 1);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_TOO_LONG);
    assert_int_equal(setup.allocator.bytes, bytes);
    assert_int_equal(setup.allocator.calls, 1);
    smtp_session_free(session);

    session = new_session(&setup);
    size_t octets = 0;
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    while (smtp_session_wants(session) == SMTP_WANT_RECEIVE) {
        assert_int_equal(smtp_session_feed(session, "220", octets < 3 ? 3 : 1, &used), SMTP_OK);
        octets += octets < 3 ? 3 : 1;
    }
    assert_in_range(octets, SMTP_CFG_REPLY_LINE, SMTP_CFG_REPLY_LINE + 2);
    smtp_session_free(session);
}

static void patience_is_that_of_the_step(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    assert_int_equal(smtp_session_patience_ms(session), 300000);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_GREETING);
    run_to(session, &fixture, TO_DATA);
    assert_int_equal(smtp_session_patience_ms(session), 120000);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_DATA);
    run_to(session, &fixture, "S:354 go\nC:hi\nC:.\n");
    assert_int_equal(smtp_session_patience_ms(session), 600000);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_END);
    run_to(session, &fixture, "S:250 ok\nQ\nC:QUIT\n");
    assert_int_equal(smtp_session_patience_ms(session), 2000);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_QUIT);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void calls_out_of_place(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    const uint8_t *data;
    size_t n;
    assert_int_equal(smtp_session_feed(session, "220", 3, &n), SMTP_E_STATE);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    assert_int_equal(smtp_session_tls_done(session), SMTP_E_STATE);
    assert_int_equal(smtp_session_sent(session, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_fail(session, SMTP_OK), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_feed(session, NULL, 1, &n), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_pending(session, &data, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_pending(session, &data, &n), SMTP_OK);
    assert_int_equal(n, 0);
    assert_int_equal(smtp_session_wants(NULL), SMTP_WANT_CLOSE);
    smtp_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lost_after_the_end_of_data_is_unknown),
        cmocka_unit_test(lost_before_it_is_failed),
        cmocka_unit_test(nothing_after_the_reply_changes_the_result),
        cmocka_unit_test(closing_421_is_legal_anywhere),
        cmocka_unit_test(a_reply_that_nothing_asked_for),
        cmocka_unit_test(bytes_behind_the_reply_to_starttls),
        cmocka_unit_test(what_is_not_a_reply),
        cmocka_unit_test(a_last_word_without_line_end_explains_the_closing),
        cmocka_unit_test(an_unfinished_success_is_none),
        cmocka_unit_test(a_reply_before_the_last_octet_is_no_success),
        cmocka_unit_test(a_command_is_not_answered_before_it_was_sent),
        cmocka_unit_test(half_a_reply_before_the_command_is_no_answer),
        cmocka_unit_test(refusal_while_the_content_goes_out),
        cmocka_unit_test(endless_replies_end),
        cmocka_unit_test(patience_is_that_of_the_step),
        cmocka_unit_test(calls_out_of_place),
    };
    return cmocka_run_group_tests_name("session/engine", tests, NULL, NULL);
}
