/* SPDX-License-Identifier: MIT */
/* What is sent, and when. */
#include "fixture.h"

static void check(struct setup *setup, size_t recipients, const char *content, const char *script, const char *events) {
    struct fixture_mail fixture;
    make_mail(&fixture, recipients, content);
    dialogue_check(new_session, setup, &fixture.mail, script, events);
    end_mail(&fixture);
    assert_int_equal(setup->allocator.live, 0);
}

static void lock_step_without_pipelining(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 2, "hi\r\n",
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<b@x.test>\n"
                  "S:250 ok\nC:DATA\nS:354 go\nC:hi\nC:.\nS:250 done\nQ\nC:QUIT\nS:221 bye\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 250\nmail OK 250\nclosed\n");
}

static void one_flight_with_pipelining(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 2, "hi\r\n",
          GREETED_PIPELINING "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\nC:DATA\n"
                             "S:250 ok\nS:250 ok\nS:251 will forward\nS:354 go\nC:hi\nC:.\nS:250 done\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 251\nmail OK 250\n");
}

static void pipelining_switched_off_by_the_caller(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .lock_step = true};
    check(&setup, 1, "hi\r\n",
          GREETED_PIPELINING "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\n"
                             "S:354 go\nC:hi\nC:.\nS:250 done\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nmail OK 250\n");
}

static void starttls_then_ehlo_again(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_STARTTLS_REQUIRED};
    check(&setup, 1, "hi\r\n",
          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\n"
          "C:EHLO me.test\nS:250 x.test\nM\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\n"
          "S:354 go\nC:hi\nC:.\nS:250 done\n",
          "greeting\ncapabilities\ntls\ncapabilities\nready\nsender 250\nrecipient 0 250\nmail OK 250\n");
}

static void implicit_tls_shakes_hands_first_and_never_sends_starttls(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS};
    check(&setup, 1, "", "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\n",
          "tls\ngreeting\ncapabilities\nready\n");
}

static void starttls_not_offered_ends_before_anything_else(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_STARTTLS_REQUIRED, .user = "u", .secret = "p"};
    check(&setup, 1, "", "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH PLAIN\nC:QUIT\nS:221 bye\n!\n",
          "greeting\ncapabilities\nfailed E_TLS_NOT_OFFERED ehlo 0\n");
}

static void starttls_refused(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_STARTTLS_REQUIRED};
    check(&setup, 1, "",
          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:454 no\nC:QUIT\nS:221 bye\n!\n",
          "greeting\ncapabilities\nfailed E_TLS_REFUSED starttls 454\n");
}

static void helo_where_nothing_is_lost_by_it(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 1, "", "S:220 hi\nC:EHLO me.test\nS:502 what\nC:HELO me.test\nS:250 x.test\n",
          "greeting\ncapabilities refused\nready\n");
}

static void no_helo_where_tls_or_auth_is_needed(void **state) {
    (void)state;
    struct setup tls = {.security = SMTP_SECURITY_STARTTLS_REQUIRED};
    check(&tls, 1, "", "S:220 hi\nC:EHLO me.test\nS:502 what\nC:QUIT\nS:221 bye\n!\n",
          "greeting\nfailed E_PERMANENT ehlo 502\n");
    struct setup auth = {.security = SMTP_SECURITY_CLEAR, .user = "u", .secret = "p", .plaintext_auth = true};
    check(&auth, 1, "", "S:220 hi\nC:EHLO me.test\nS:502 what\nC:QUIT\nS:221 bye\n!\n",
          "greeting\nfailed E_PERMANENT ehlo 502\n");
}

static void no_helo_after_421_or_a_transient_refusal(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 1, "", "S:220 hi\nC:EHLO me.test\nS:421 busy\n!\n", "greeting\nfailed E_SERVICE_CLOSING ehlo 421\n");
    check(&setup, 1, "", "S:220 hi\nC:EHLO me.test\nS:450 busy\nC:QUIT\nS:221 bye\n!\n",
          "greeting\nfailed E_TRANSIENT ehlo 450\n");
}

static void rset_after_a_refused_mail_goes_with_the_next(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 1, "hi\r\n",
          GREETED_PIPELINING
          "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:250 ok\nS:550 no\nS:554 no valid recipients\n"
          "M\nC:RSET\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:250 ok\nS:250 ok\nS:250 ok\nS:354 go\n"
          "C:hi\nC:.\nS:250 done\n",
          GREETED_EVENTS "sender 250\nrecipient 0 550\nmail E_PERMANENT 0\nsender 250\nrecipient 0 250\nmail OK 250\n");
}

static void parameters_only_where_offered_and_needed(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "ä\n");
    assert_int_equal(smtp_source_measure(fixture.mail.source), SMTP_OK);
    dialogue_check(new_session, &setup, &fixture.mail,
                   "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-SIZE 1000\nS:250-SMTPUTF8\nS:250 8BITMIME\nM\n"
                   "C:MAIL FROM:<me@x.test> SIZE=4 BODY=8BITMIME\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\n"
                   "S:354 go\nC:ä\nC:.\nS:250 done\n",
                   GREETED_EVENTS "sender 250\nrecipient 0 250\nmail OK 250\n");
    end_mail(&fixture);
    make_mail(&fixture, 1, "a");
    assert_int_equal(smtp_source_measure(fixture.mail.source), SMTP_OK);
    dialogue_check(new_session, &setup, &fixture.mail,
                   "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-size\nS:250 8bitmime\nM\n"
                   "C:MAIL FROM:<me@x.test> SIZE=3\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\n"
                   "S:354 go\nC:a\nC:.\nS:250 done\n",
                   GREETED_EVENTS "sender 250\nrecipient 0 250\nmail OK 250\n");
    end_mail(&fixture);
}

static void smtputf8_where_an_address_needs_it(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 0, "a\n");
    assert_int_equal(smtp_envelope_add_recipient(fixture.envelope, "jürgen@x.test", SMTP_Z), SMTP_OK);
    dialogue_check(new_session, &setup, &fixture.mail,
                   "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 SMTPUTF8\nM\n"
                   "C:MAIL FROM:<me@x.test> SMTPUTF8\nS:250 ok\nC:RCPT TO:<jürgen@x.test>\nS:250 ok\nC:DATA\n"
                   "S:354 go\nC:a\nC:.\nS:250 done\n",
                   GREETED_EVENTS "sender 250\nrecipient 0 250\nmail OK 250\n");
    end_mail(&fixture);
}

static void more_recipients_than_the_buffer_has_room_for(void **state) {
    (void)state;
    enum { COUNT = 200 };
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .send_bytes = 100};
    struct fixture_mail fixture;
    make_mail(&fixture, COUNT, "a\n");
    smtp_session *session = new_session(&setup);
    size_t answered = 0;
    size_t commands = 0;
    bool done = false;
    const char *greeting = "220 hi\r\n250-x.test\r\n250 PIPELINING\r\n";
    size_t used;
    (void)smtp_session_wants(session);
    while (!done) {
        uint32_t wants = smtp_session_wants(session);
        const smtp_event *event;
        if ((wants & SMTP_WANT_EVENT) != 0) {
            assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
            done = smtp_event_kind(event) == SMTP_EVENT_MAIL;
            answered += smtp_event_kind(event) == SMTP_EVENT_RECIPIENT;
            assert_int_equal(done ? smtp_event_result(event) : SMTP_OK, SMTP_OK);
        } else if ((wants & SMTP_WANT_MAIL) != 0) {
            assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
        } else if ((wants & SMTP_WANT_SEND) != 0) {
            const uint8_t *data;
            size_t n;
            assert_int_equal(smtp_session_pending(session, &data, &n), SMTP_OK);
            for (size_t i = 0; i < n; i++) {
                commands += data[i] == '\n';
            }
            assert_int_equal(smtp_session_sent(session, n), SMTP_OK);
        } else if (*greeting != '\0') {
            assert_int_equal(smtp_session_feed(session, greeting, strcspn(greeting, "\n") + 1, &used), SMTP_OK);
            greeting += used;
            commands = 0;
        } else {
            const char *reply = answered == COUNT ? (commands > COUNT + 2 ? "250 ok\r\n" : "354 go\r\n") : "250 ok\r\n";
            assert_int_equal(smtp_session_feed(session, reply, strlen(reply), &used), SMTP_OK);
            assert_int_equal(used, strlen(reply));
        }
    }
    assert_int_equal(answered, COUNT);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void noop_and_quit(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, 1, "", GREETED "N\nC:NOOP\nS:250 ok\nN\nC:NOOP\nS:500 what\nQ\nC:QUIT\nS:500 what\n!\n",
          GREETED_EVENTS "ready\nready\nclosed\n");
    check(&setup, 1, "", GREETED "Q\nC:QUIT\nX\n!\n", GREETED_EVENTS "closed\n");
    check(&setup, 1, "", GREETED "Q\nC:QUIT\nS:garbage\n!\n", GREETED_EVENTS "closed\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lock_step_without_pipelining),
        cmocka_unit_test(one_flight_with_pipelining),
        cmocka_unit_test(pipelining_switched_off_by_the_caller),
        cmocka_unit_test(starttls_then_ehlo_again),
        cmocka_unit_test(implicit_tls_shakes_hands_first_and_never_sends_starttls),
        cmocka_unit_test(starttls_not_offered_ends_before_anything_else),
        cmocka_unit_test(starttls_refused),
        cmocka_unit_test(helo_where_nothing_is_lost_by_it),
        cmocka_unit_test(no_helo_where_tls_or_auth_is_needed),
        cmocka_unit_test(no_helo_after_421_or_a_transient_refusal),
        cmocka_unit_test(rset_after_a_refused_mail_goes_with_the_next),
        cmocka_unit_test(parameters_only_where_offered_and_needed),
        cmocka_unit_test(smtputf8_where_an_address_needs_it),
        cmocka_unit_test(more_recipients_than_the_buffer_has_room_for),
        cmocka_unit_test(noop_and_quit),
    };
    return cmocka_run_group_tests_name("session/enter", tests, NULL, NULL);
}
