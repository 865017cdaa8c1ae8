/* SPDX-License-Identifier: MIT */
/* RFC 2033: the end of data has a reply for each recipient that was accepted. */
#include "fixture.h"

#define GREETED_LMTP "S:220 hi\nC:LHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250 CHUNKING\n"
#define TO_ABC "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\nC:RCPT TO:<c@x.test>\n"
#define ALL_OK "S:250 ok\nS:250 ok\nS:250 ok\nS:250 ok\n"
#define ALL_OK_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 250\nrecipient 2 250\n"
#define TO_END GREETED_LMTP "M\n" TO_ABC "C:DATA\n" ALL_OK "S:354 go\nC:hi\nC:.\n"
#define TO_END_EVENTS GREETED_EVENTS ALL_OK_EVENTS

static void check(struct setup *setup, const char *script, const char *events) {
    struct fixture_mail fixture;
    make_mail(&fixture, 3, "hi\r\n");
    setup->lmtp = true;
    dialogue_check(new_session, setup, &fixture.mail, script, events);
    end_mail(&fixture);
    assert_int_equal(setup->allocator.live, 0);
}

static void check_data(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, script, events);
}

static void each_recipient_has_its_delivery(void **state) {
    (void)state;
    check_data(TO_END "S:250 one\nS:452 full\nS:250 three\nQ\nC:QUIT\nS:221 bye\n!\n",
               TO_END_EVENTS "delivery 0 250\ndelivery 1 452\ndelivery 2 250\nmail OK 250\nclosed\n");
    check_data(GREETED_LMTP "M\n" TO_ABC "C:DATA\nS:250 ok\nS:250 ok\nS:550 no\nS:250 ok\nS:354 go\nC:hi\nC:.\n"
                            "S:250 one\nS:552 no\nM\n" TO_ABC "C:DATA\n",
               GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 550\nrecipient 2 250\n"
                              "delivery 0 250\ndelivery 2 552\nmail OK 0\n");
}

static void what_counts_most_is_the_mails(void **state) {
    (void)state;
    check_data(TO_END "S:452 a\nS:552 b\nS:452 c\n",
               TO_END_EVENTS "delivery 0 452\ndelivery 1 552\ndelivery 2 452\nmail E_PERMANENT 0\n");
    check_data(TO_END "S:452 a\nS:452 b\nS:451 c\n",
               TO_END_EVENTS "delivery 0 452\ndelivery 1 452\ndelivery 2 451\nmail E_TRANSIENT 451\n");
    check_data(TO_END "S:552 a\nS:552 b\nS:250 c\n",
               TO_END_EVENTS "delivery 0 552\ndelivery 1 552\ndelivery 2 250\nmail OK 250\n");
}

static void nobody_accepted_is_no_delivery(void **state) {
    (void)state;
    check_data(GREETED_LMTP "M\n" TO_ABC "C:DATA\nS:250 ok\nS:550 no\nS:450 no\nS:550 no\nS:503 no\nM\nC:RSET\n" TO_ABC
                            "C:DATA\n",
               GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 450\nrecipient 2 550\nmail E_PERMANENT 0\n");
    /* RFC 2033 s4.2: then DATA must fail; how many replies the end of data had nobody knows. */
    check_data(GREETED_LMTP "M\n" TO_ABC "C:DATA\nS:250 ok\nS:550 no\nS:550 no\nS:550 no\nS:354 go\n!\n",
               GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 550\nrecipient 2 550\nmail E_PERMANENT 0\n"
                              "failed E_REPLY_CODE data 354\n");
}

static void what_has_no_reply_is_unknown(void **state) {
    (void)state;
    check_data(TO_END "X\n!\n",
               TO_END_EVENTS "mail E_END_OF_STREAM 0 unknown\nfailed E_END_OF_STREAM end-of-data 0 unknown\n");
    check_data(TO_END "S:250 a\nS:550 b\nX\n!\n",
               TO_END_EVENTS "delivery 0 250\ndelivery 1 550\nmail E_END_OF_STREAM 0 unknown\n"
                             "failed E_END_OF_STREAM end-of-data 0 unknown\n");
    check_data(TO_END "S:250 a\nS:550 b\nS:250 c\nX\n!\n",
               TO_END_EVENTS "delivery 0 250\ndelivery 1 550\ndelivery 2 250\nmail OK 250\n"
                             "failed E_END_OF_STREAM idle 0\n");
    check_data(TO_END "S:250 a\nS:421 b\n!\n",
               TO_END_EVENTS "delivery 0 250\ndelivery 1 421\nmail E_SERVICE_CLOSING 421\n"
                             "failed E_SERVICE_CLOSING end-of-data 421\n");
    check_data(TO_END "S:250 a\nS:250 b\nS:250 c\nS:250 d\n!\n",
               TO_END_EVENTS "delivery 0 250\ndelivery 1 250\ndelivery 2 250\nmail OK 250\n"
                             "failed E_REPLY_UNEXPECTED idle 250\n");
}

/* A host that does not ask what is wanted, and feeds the next octets as soon as an event is taken. */
static void the_mail_is_told_before_anything_else_is_read(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .lmtp = true};
    struct fixture_mail fixture;
    char events[1024];
    const smtp_event *event;
    size_t used;
    make_mail(&fixture, 3, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, TO_END, 0, events, sizeof events);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(smtp_session_feed(session, "250 ok\r\n", 8, &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_kind(event), SMTP_EVENT_DELIVERY);
    }
    assert_int_equal(smtp_session_feed(session, "421 bye\r\n", 9, &used), SMTP_OK);
    assert_int_equal(used, 0);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
    assert_int_equal(smtp_event_result(event), SMTP_OK);
    assert_int_equal(smtp_event_accepted(event), 3);
    assert_string_equal(smtp_event_text(event, NULL), "ok");
    smtp_session_free(session);
    end_mail(&fixture);
}

/* How many replies the last chunk has depends on those before it: nothing goes ahead of them. */
static void chunks_wait(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true};
    check(&setup,
          GREETED_LMTP "M\n" TO_ABC "S:250 ok\nS:550 no\nS:250 ok\nS:250 ok\nC:BDAT 4 LAST\nC:hi\nS:250 b\nS:552 c\n",
          GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 250\nrecipient 2 250\n"
                         "delivery 1 250\ndelivery 2 552\nmail OK 0\n");
    check(&setup, GREETED_LMTP "M\n" TO_ABC "S:250 ok\nS:550 no\nS:550 no\nS:550 no\nM\nC:RSET\n" TO_ABC,
          GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 550\nrecipient 2 550\nmail E_PERMANENT 0\n");
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "0123456789abcdefghijklmn\r\n");
    setup.send_bytes = 64;
    setup.lmtp = true;
    dialogue_check(new_session, &setup, &fixture.mail,
                   GREETED_LMTP "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nS:250 ok\nS:250 ok\n"
                                "C:BDAT 26\nC:0123456789abcdefghijklmn\nS:452 no\n",
                   GREETED_EVENTS "sender 250\nrecipient 0 250\nmail E_TRANSIENT 452\n");
    end_mail(&fixture);
}

static void there_is_no_helo(void **state) {
    (void)state;
    check_data("S:220 hi\nC:LHLO me.test\nS:500 what\nC:QUIT\nS:221 bye\n!\n",
               "greeting\nfailed E_PERMANENT ehlo 500\n");
}

static void one_mail_at_a_time(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true, .lmtp = true};
    struct fixture_mail fixture;
    char events[1024];
    make_mail(&fixture, 3, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, TO_END, 0, events, sizeof events);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    smtp_session_free(session);
    end_mail(&fixture);
}

/* A bit for each recipient is kept in the send buffer. */
static void recipients_are_as_many_as_the_buffer_bears(void **state) {
    (void)state;
    enum { MOST = (64 - 48) * 8 - 1 };
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .lmtp = true, .send_bytes = 64};
    for (size_t more = 0; more < 2; more++) {
        struct fixture_mail fixture;
        char events[1024];
        make_mail(&fixture, MOST + more, "hi\r\n");
        smtp_session *session = new_session(&setup);
        dialogue_run(session, &fixture.mail, GREETED_LMTP, 0, events, sizeof events);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source),
                         more == 0 ? SMTP_OK : SMTP_E_TOO_MANY_RECIPIENTS);
        assert_int_equal(smtp_session_wants(session) & SMTP_WANT_MAIL, more == 0 ? 0 : SMTP_WANT_MAIL);
        smtp_session_free(session);
        end_mail(&fixture);
    }
}

/* Every second one of many is accepted, and the buffer is whole again for the next mail. */
static void many_recipients(void **state) {
    (void)state;
    enum { COUNT = 100 };
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .lmtp = true, .send_bytes = 64};
    struct fixture_mail fixture;
    static char script[16384] = GREETED_LMTP;
    static char events[8192] = GREETED_EVENTS;
    make_mail(&fixture, COUNT, "hi\r\n");
    for (int mail = 0; mail < 2; mail++) {
        strcat(script, "M\nC:MAIL FROM:<me@x.test>\n");
        strcat(events, "sender 250\n");
        for (int i = 0; i < COUNT; i++) {
            sprintf(script + strlen(script), "C:RCPT TO:<%c@x.test>\n", 'a' + i % 26);
            sprintf(events + strlen(events), "recipient %d %s\n", i, i % 2 == 0 ? "550" : "250");
        }
        strcat(script, "C:DATA\nS:250 ok\n");
        for (int i = 0; i < COUNT; i++) {
            strcat(script, i % 2 == 0 ? "S:550 no\n" : "S:250 ok\n");
        }
        strcat(script, "S:354 go\nC:hi\nC:.\n");
        for (int i = 1; i < COUNT; i += 2) {
            strcat(script, "S:250 ok\n");
            sprintf(events + strlen(events), "delivery %d 250\n", i);
        }
        strcat(events, "mail OK 250\n");
    }
    char seen[8192];
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, script, 1, seen, sizeof seen);
    assert_string_equal(seen, events);
    smtp_session_free(session);
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_recipient_has_its_delivery),
        cmocka_unit_test(what_counts_most_is_the_mails),
        cmocka_unit_test(nobody_accepted_is_no_delivery),
        cmocka_unit_test(what_has_no_reply_is_unknown),
        cmocka_unit_test(the_mail_is_told_before_anything_else_is_read),
        cmocka_unit_test(chunks_wait),
        cmocka_unit_test(there_is_no_helo),
        cmocka_unit_test(one_mail_at_a_time),
        cmocka_unit_test(recipients_are_as_many_as_the_buffer_bears),
        cmocka_unit_test(many_recipients),
    };
    return cmocka_run_group_tests_name("session/lmtp", tests, NULL, NULL);
}
