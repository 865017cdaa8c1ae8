/* SPDX-License-Identifier: MIT */
/* Several mails under way at once. */
#include "fixture.h"

#include <smtp/config.h>

#define MAIL_1 "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\n"
#define MAIL_2 "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\nC:DATA\n"
#define TO_CONTENT GREETED_PIPELINING "M\n" MAIL_1 "S:250 ok\nS:250 ok\nS:354 go\n"
#define BEGUN GREETED_EVENTS "sender 250\nrecipient 0 250\n"

/* The second mail is one to two recipients. */
static void check(struct setup *setup, const char *script, const char *events) {
    struct fixture_mail first;
    struct fixture_mail second;
    make_mail(&first, 1, "hi\r\n");
    make_mail(&second, 2, "ho\r\n");
    struct dialogue_mail mails[] = {first.mail, second.mail};
    dialogue_check(new_session, setup, mails, script, events);
    end_mail(&first);
    end_mail(&second);
    assert_int_equal(setup->allocator.live, 0);
}

static void check_across(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    check(&setup, script, events);
}

/* RFC 2920 s3.1: DATA ends a group, the end of data does not. */
static void the_next_mail_goes_behind_the_end_of_data(void **state) {
    (void)state;
    needs(2, 4);
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:250 done\nS:250 ok\nS:250 ok\nS:250 ok\nS:354 go\nC:ho\nC:.\n"
                            "S:250 done\nQ\nC:QUIT\nS:221 bye\n!\n",
                 BEGUN "mail OK 250\nsender 250\nrecipient 0 250\nrecipient 1 250\nmail OK 250\nclosed\n");
    check_across(TO_CONTENT "C:hi\nC:.\nM2\n" MAIL_2 "S:250 done\nS:250 ok\nS:250 ok\nS:550 no\nS:354 go\nC:ho\nC:.\n"
                            "S:250 done\n",
                 BEGUN "mail OK 250\nsender 250\nrecipient 0 250\nrecipient 1 550\nmail OK 250\n");
}

static void it_is_one_piece_to_send(void **state) {
    (void)state;
    needs(2, 4);
    static const char expected[] = "hi\r\n.\r\nMAIL FROM:<me@x.test>\r\nRCPT TO:<a@x.test>\r\nDATA\r\n";
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    const uint8_t *data;
    size_t length;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, GREETED_PIPELINING "M\n" MAIL_1, 0, events, sizeof events);
    assert_int_equal(smtp_session_feed(session, "250 ok\r\n", 8, &length), SMTP_OK);
    dialogue_run(session, &fixture.mail, "S:250 ok\n", 0, events, sizeof events);
    assert_int_equal(smtp_session_feed(session, "354 ok\r\n", 8, &length), SMTP_OK);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_SEND | SMTP_WANT_RECEIVE | SMTP_WANT_MAIL);
    assert_int_equal(smtp_source_rewind(fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(length, sizeof expected - 1);
    assert_memory_equal(data, expected, length);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void a_refusal_is_the_first_mails_alone(void **state) {
    (void)state;
    needs(2, 4);
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:554 no\nS:250 ok\nS:250 ok\nS:250 ok\nS:354 go\nC:ho\nC:.\n"
                            "S:250 done\n",
                 BEGUN "mail E_PERMANENT 554\nsender 250\nrecipient 0 250\nrecipient 1 250\nmail OK 250\n");
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:250 done\nS:550 no\nS:503 no\nS:503 no\nS:503 no\nM\nC:RSET\n"
                            "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\n",
                 BEGUN "mail OK 250\nsender 550\nrecipient 0 503\nrecipient 1 503\nmail E_PERMANENT 0\n");
}

/* A go-ahead may come for a mail that is refused: only then can the next one begin. */
static void a_mail_that_is_refused_before_its_content_is_waited_for(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, GREETED_PIPELINING "M\n" MAIL_1 "S:250 ok\nS:550 no\n", 0, events,
                 sizeof events);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
    smtp_session_free(session);
    end_mail(&fixture);
    check_across(GREETED_PIPELINING "M\n" MAIL_1 "S:250 ok\nS:550 no\nS:354 go\nC:.\nS:554 no\nM2\nC:RSET\n" MAIL_2,
                 GREETED_EVENTS "sender 250\nrecipient 0 550\nmail E_PERMANENT 0\n");
}

static void each_mail_is_told_when_the_connection_ends(void **state) {
    (void)state;
    needs(2, 4);
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "X\n!\n",
                 BEGUN "mail E_END_OF_STREAM 0 unknown\nmail E_END_OF_STREAM 0\n"
                       "failed E_END_OF_STREAM end-of-data 0 unknown\n");
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:250 done\nS:250 ok\nX\n!\n",
                 BEGUN "mail OK 250\nsender 250\nmail E_END_OF_STREAM 0\nfailed E_END_OF_STREAM rcpt 0\n");
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:421 bye\n!\n",
                 BEGUN "mail E_SERVICE_CLOSING 421\nmail E_SERVICE_CLOSING 421\n"
                       "failed E_SERVICE_CLOSING end-of-data 421\n");
    check_across(TO_CONTENT "M2\nC:hi\nC:.\n" MAIL_2 "S:354 what\n!\n",
                 BEGUN "mail E_REPLY_CODE 354 unknown\nmail E_REPLY_CODE 354\n"
                       "failed E_REPLY_CODE end-of-data 354 unknown\n");
}

static void where_a_mail_stood_is_told_of_each(void **state) {
    (void)state;
    needs(2, 4);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    const smtp_event *event;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, TO_CONTENT "C:hi\nC:.\nM\n" MAIL_1, 0, events, sizeof events);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_END);
    assert_int_equal(smtp_session_patience_ms(session), 600000);
    assert_int_equal(smtp_session_fail(session, SMTP_E_TIMEOUT), SMTP_OK);
    static const int32_t phases[] = {SMTP_PHASE_END, SMTP_PHASE_MAIL, SMTP_PHASE_END};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_kind(event), i < 2 ? SMTP_EVENT_MAIL : SMTP_EVENT_FAILED);
        assert_int_equal(smtp_event_mail(event), i < 2 ? i + 1 : 0);
        assert_int_equal(smtp_event_result(event), SMTP_E_TIMEOUT);
        assert_int_equal(smtp_event_phase(event), phases[i]);
        assert_int_equal(smtp_event_is_unknown(event), i != 1);
    }
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_CLOSE);
    smtp_session_free(session);
    end_mail(&fixture);
}

/* The second mail was submitted while the first goes out. */
static void a_mail_of_which_nothing_was_written_stands_at_its_beginning(void **state) {
    (void)state;
    needs(2, 4);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    const smtp_event *event;
    const uint8_t *data;
    size_t length;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, GREETED_PIPELINING "M\n" MAIL_1 "S:250 ok\nS:250 ok\n", 0, events,
                 sizeof events);
    assert_int_equal(smtp_session_feed(session, "354 go\r\n", 8, &length), SMTP_OK);
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_fail(session, SMTP_E_CONNECTION_LOST), SMTP_OK);
    static const int32_t phases[] = {SMTP_PHASE_CONTENT, SMTP_PHASE_MAIL};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_phase(event), phases[i]);
        assert_int_equal(smtp_event_is_unknown(event), 0);
    }
    smtp_session_free(session);
    end_mail(&fixture);
}

/* P1, with the commands of another mail behind the content. */
static void a_reply_before_the_last_octet_is_no_success(void **state) {
    (void)state;
    needs(2, 4);
    for (size_t sent = 0; sent < 9; sent++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
        struct fixture_mail fixture;
        char events[1024];
        const smtp_event *event;
        size_t used;
        make_mail(&fixture, 1, "hi\r\n");
        smtp_session *session = new_session(&setup);
        dialogue_run(session, &fixture.mail, GREETED_PIPELINING "M\n" MAIL_1 "S:250 ok\nS:250 ok\n", 0, events,
                     sizeof events);
        assert_int_equal(smtp_session_feed(session, "354 go\r\n", 8, &used), SMTP_OK);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
        const uint8_t *data;
        size_t length;
        assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
        assert_in_range(length, 10, 100);
        assert_int_equal(smtp_session_sent(session, sent), SMTP_OK);
        assert_int_equal(smtp_session_feed(session, "250 done\r\n", 10, &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
        assert_int_equal(smtp_event_mail(event), 1);
        assert_int_equal(smtp_event_result(event), sent < 7 ? SMTP_E_REPLY_UNEXPECTED : SMTP_OK);
        assert_int_equal(smtp_event_is_unknown(event), 0);
        smtp_session_free(session);
        end_mail(&fixture);
    }
}

static void other_levels_wait_for_the_result(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = i == 2};
        struct fixture_mail fixture;
        char events[1024];
        make_mail(&fixture, 1, "hi\r\n");
        setup.lock_step = i == 1;
        smtp_session *session = new_session(&setup);
        if (i == 0) {
            dialogue_run(session, &fixture.mail, TO_CONTENT "C:hi\nC:.\n", 0, events, sizeof events);
        } else { /* switched off, or not offered */
            dialogue_run(session, &fixture.mail, i == 1 ? GREETED_PIPELINING : GREETED, 0, events, sizeof events);
            dialogue_run(session, &fixture.mail,
                         "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\n"
                         "C:hi\nC:.\n",
                         0, events, sizeof events);
        }
        assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
        dialogue_run(session, &fixture.mail, i == 0 ? "S:250 ok\nM\n" MAIL_1 : "S:250 ok\nM\nC:MAIL FROM:<me@x.test>\n",
                     0, events, sizeof events);
        assert_string_equal(events, "mail OK 250\n");
        smtp_session_free(session);
        end_mail(&fixture);
    }
}

static void only_a_mail_may_begin_behind_another(void **state) {
    (void)state;
    needs(2, 4);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, TO_CONTENT "C:hi\nC:.\n", 0, events, sizeof events);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE | SMTP_WANT_MAIL);
    assert_int_equal(smtp_session_noop(session), SMTP_E_STATE);
    assert_int_equal(smtp_session_quit(session), SMTP_E_STATE);
    dialogue_run(session, &fixture.mail, "S:250 ok\nN\nC:NOOP\n", 0, events, sizeof events);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void any_number_of_mails(void **state) {
    (void)state;
    needs(2, 4);
    enum { MAILS = 3 * SMTP_CFG_WINDOW + 1 };
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct fixture_mail fixture;
    char script[MAILS * 200 + 200] = TO_CONTENT;
    char expected[MAILS * 100 + 200] = BEGUN;
    make_mail(&fixture, 1, "hi\r\n");
    for (int i = 1; i < MAILS; i++) {
        strcat(script, "M\nC:hi\nC:.\n" MAIL_1 "S:250 done\nS:250 ok\nS:250 ok\nS:354 go\n");
        strcat(expected, "mail OK 250\nsender 250\nrecipient 0 250\n");
    }
    strcat(script, "C:hi\nC:.\nS:250 done\n");
    strcat(expected, "mail OK 250\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, expected);
    end_mail(&fixture);
}

/* An address that does not fit in the buffer is no matter of the mails beside it. */
static void a_command_that_cannot_be_written_fails_its_mail_alone(void **state) {
    (void)state;
    needs(2, 4);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true, .send_bytes = 64};
    struct fixture_mail first;
    struct fixture_mail second;
    make_mail(&first, 1, "hi\r\n");
    make_mail(&second, 0, "ho\r\n");
    static const char too_long[] = "0123456789012345678901234567890123456789@0123456789.x.test";
    assert_int_equal(smtp_envelope_add_recipient(second.envelope, too_long, SMTP_Z), SMTP_OK);
    struct dialogue_mail mails[] = {first.mail, second.mail};
    dialogue_check(new_session, &setup, mails,
                   TO_CONTENT "C:hi\nC:.\nM2\nC:MAIL FROM:<me@x.test>\nS:250 done\nS:250 ok\nM\nC:RSET\n" MAIL_1,
                   BEGUN "mail OK 250\nsender 250\nmail E_BUFFER_TOO_SMALL 0\n");
    end_mail(&first);
    end_mail(&second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_mail_goes_behind_the_end_of_data),
        cmocka_unit_test(it_is_one_piece_to_send),
        cmocka_unit_test(a_refusal_is_the_first_mails_alone),
        cmocka_unit_test(a_mail_that_is_refused_before_its_content_is_waited_for),
        cmocka_unit_test(each_mail_is_told_when_the_connection_ends),
        cmocka_unit_test(where_a_mail_stood_is_told_of_each),
        cmocka_unit_test(a_mail_of_which_nothing_was_written_stands_at_its_beginning),
        cmocka_unit_test(a_reply_before_the_last_octet_is_no_success),
        cmocka_unit_test(other_levels_wait_for_the_result),
        cmocka_unit_test(only_a_mail_may_begin_behind_another),
        cmocka_unit_test(any_number_of_mails),
        cmocka_unit_test(a_command_that_cannot_be_written_fails_its_mail_alone),
    };
    return cmocka_run_group_tests_name("session/mail", tests, NULL, NULL);
}
