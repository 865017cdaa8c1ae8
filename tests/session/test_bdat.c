/* SPDX-License-Identifier: MIT */
/* Content by BDAT (RFC 3030). */
#include "fixture.h"

#include <smtp/config.h>

#define TO_A "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\n"
#define TO_AB "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\n"
#define CHUNK "C:BDAT 4 LAST\nC:hi\n"
#define CHUNK_AB "C:BDAT 4 LAST\nC:ho\n"
#define OK_A "S:250 ok\nS:250 ok\n"
#define OK_A_EVENTS "sender 250\nrecipient 0 250\n"

/* The first mail is to one recipient, the second to two. */
static void check(struct setup *setup, const char *content, const char *script, const char *events) {
    struct fixture_mail first;
    struct fixture_mail second;
    make_mail(&first, 1, content);
    make_mail(&second, 2, "ho\r\n");
    struct dialogue_mail mails[] = {first.mail, second.mail};
    dialogue_check(new_session, setup, mails, script, events);
    end_mail(&first);
    end_mail(&second);
    assert_int_equal(setup->allocator.live, 0);
}

static void check_within(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true};
    check(&setup, "hi\r\n", script, events);
}

static void check_across(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true};
    check(&setup, "hi\r\n", script, events);
}

/* Three chunks, as small as they can be. */
#define LONG "0123456789abcdefghijklmno\r\nABCDEFGHIJKLMNOPQRSTUVWXY\r\nend\r\n"
#define CHUNK_1 "C:BDAT 27\nC:0123456789abcdefghijklmno\n"
#define CHUNK_2 "C:BDAT 27\nC:ABCDEFGHIJKLMNOPQRSTUVWXY\n"
#define CHUNK_3 "C:BDAT 5 LAST\nC:end\n"

static void check_chunks(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .send_bytes = 64};
    check(&setup, LONG, script, events);
}

static void a_small_mail_is_one_flight(void **state) {
    (void)state;
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK OK_A "S:250 done\nQ\nC:QUIT\nS:221 bye\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail OK 250\nclosed\n");
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true};
    check(&setup, "", GREETED_CHUNKING "M\n" TO_A "C:BDAT 0 LAST\n" OK_A "S:250 done\n",
          GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
    check(&setup, ".\n.", GREETED_CHUNKING "M\n" TO_A "C:BDAT 6 LAST\nC:.\nC:.\n" OK_A "S:250 done\n",
          GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
}

static void chunks_stream_without_waiting(void **state) {
    (void)state;
    needs(1, 5);
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 OK_A "S:250 ok\nS:250 ok\nS:250 done\n",
                 GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
}

static void without_pipelining_each_chunk_waits(void **state) {
    (void)state;
    static const char lock_step[] = "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\n" CHUNK_1
                                    "S:250 ok\n" CHUNK_2 "S:250 ok\n" CHUNK_3 "S:250 done\n";
    char script[1024] = "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 CHUNKING\n";
    strcat(script, lock_step);
    check_chunks(script, GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .lock_step = true, .send_bytes = 64};
    strcpy(script, GREETED_CHUNKING);
    strcat(script, lock_step);
    check(&setup, LONG, script, GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
}

static void only_where_it_is_asked_for_and_offered(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    check(&setup, "hi\r\n", GREETED_CHUNKING "M\n" TO_A "C:DATA\n" OK_A, GREETED_EVENTS OK_A_EVENTS);
    setup.chunking = true;
    check(&setup, "hi\r\n", GREETED_PIPELINING "M\n" TO_A "C:DATA\n" OK_A, GREETED_EVENTS OK_A_EVENTS);
}

static void binary_content_goes_by_it_as_it_is(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "a\rb\xff\r\n");
    assert_int_equal(smtp_source_set_binary(fixture.mail.source, 1), SMTP_OK);
    dialogue_check(new_session, &setup, &fixture.mail,
                   "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250-8BITMIME\nS:250-BINARYMIME\n"
                   "S:250 CHUNKING\nM\nC:MAIL FROM:<me@x.test> BODY=BINARYMIME\nC:RCPT TO:<a@x.test>\n"
                   "C:BDAT 6 LAST\nC:a\rb\xff\n" OK_A "S:250 done\n",
                   GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
    end_mail(&fixture);
}

static void what_is_refused_first_decides(void **state) {
    (void)state;
    needs(1, 5);
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:550 no\nS:503 no\nS:503 no\n",
                 GREETED_EVENTS "sender 550\nrecipient 0 503\nmail E_PERMANENT 0\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:450 no\nS:503 no\nS:503 no\n",
                 GREETED_EVENTS "sender 450\nrecipient 0 503\nmail E_TRANSIENT 0\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:250 ok\nS:450 no\nS:554 no\n",
                 GREETED_EVENTS "sender 250\nrecipient 0 450\nmail E_TRANSIENT 0\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK OK_A "S:452 no\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_TRANSIENT 452\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 OK_A "S:452 no\nS:503 no\nS:503 no\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_TRANSIENT 0\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 OK_A "S:250 ok\nS:250 ok\nS:554 no\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_PERMANENT 554\n");
}

static void all_or_nothing_waits_for_the_recipients(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .all_or_nothing = true, .send_bytes = 64};
    check(&setup, LONG, GREETED_CHUNKING "M\n" TO_A OK_A CHUNK_1 CHUNK_2 CHUNK_3 "S:250 ok\nS:250 ok\nS:250 done\n",
          GREETED_EVENTS OK_A_EVENTS "mail OK 250\n");
    check(&setup, LONG, GREETED_CHUNKING "M2\n" TO_AB "S:250 ok\nS:250 ok\nS:550 no\nM\nC:RSET\n" TO_A,
          GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 550\nmail E_PERMANENT 0\n");
}

/* RFC 3030 s2: then no other chunk is sent, and RSET before anything else. */
static void what_is_known_to_be_refused_gets_no_further_chunk(void **state) {
    (void)state;
    check_chunks(GREETED_CHUNKING "M\n" TO_A "S:550 no\nS:503 no\n" CHUNK_1 "S:503 no\nM2\nC:RSET\n" TO_AB CHUNK_AB,
                 GREETED_EVENTS "sender 550\nrecipient 0 503\nmail E_PERMANENT 0\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A "S:250 ok\nS:550 no\n" CHUNK_1 "S:503 no\nM2\nC:RSET\n" TO_AB CHUNK_AB,
                 GREETED_EVENTS "sender 250\nrecipient 0 550\nmail E_PERMANENT 0\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 OK_A "S:552 no\n" CHUNK_2 "S:503 no\nM2\nC:RSET\n" TO_AB CHUNK_AB,
                 GREETED_EVENTS OK_A_EVENTS "mail E_PERMANENT 0\n");
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .lock_step = true, .send_bytes = 64};
    check(&setup, LONG,
          GREETED_CHUNKING "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\n" CHUNK_1
                           "S:552 no\nM2\nC:RSET\nS:250 ok\nC:MAIL FROM:<me@x.test>\n",
          GREETED_EVENTS OK_A_EVENTS "mail E_PERMANENT 552\n");
}

/* A part is refused and the end taken: nobody knows what the server has. */
static void a_server_that_contradicts_itself(void **state) {
    (void)state;
    needs(1, 5);
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:550 no\nS:250 ok\nS:250 done\n!\n",
                 GREETED_EVENTS "sender 550\nrecipient 0 250\nmail E_REPLY_CODE 250 unknown\n"
                                "failed E_REPLY_CODE end-of-data 250 unknown\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 OK_A "S:250 ok\nS:552 no\nS:250 done\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_REPLY_CODE 250 unknown\n"
                                            "failed E_REPLY_CODE end-of-data 250 unknown\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:550 no\nS:550 no\nS:250 done\n",
                 GREETED_EVENTS "sender 550\nrecipient 0 550\nmail E_PERMANENT 0\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK "S:250 ok\nS:550 no\nS:250 done\n",
                 GREETED_EVENTS "sender 250\nrecipient 0 550\nmail E_PERMANENT 0\n");
    check_within(GREETED_CHUNKING "M\n" TO_A CHUNK OK_A "S:354 go\n!\n", GREETED_EVENTS OK_A_EVENTS
                 "mail E_REPLY_CODE 354 unknown\nfailed E_REPLY_CODE end-of-data 354 unknown\n");
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 OK_A "S:354 go\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_REPLY_CODE 354\nfailed E_REPLY_CODE content 354\n");
}

static void closing_421_is_a_refusal_of_all_that_is_not_answered(void **state) {
    (void)state;
    needs(3, 11);
    static const char *const phases[] = {"mail", "rcpt", "end-of-data"};
    for (int i = 0; i < 3; i++) {
        char script[512];
        char events[512];
        snprintf(script, sizeof script, "%s%s%s", GREETED_CHUNKING "M\n" TO_A CHUNK, i > 0 ? "S:250 ok\n" : "",
                 i > 1 ? "S:250 ok\nS:421 bye\n!\n" : "S:421 bye\n!\n");
        snprintf(events, sizeof events, "%s%s%smail %s\nfailed E_SERVICE_CLOSING %s 421\n", GREETED_EVENTS,
                 i > 0 ? "sender 250\n" : "", i == 1 ? "recipient 0 421\n" : (i == 2 ? "recipient 0 250\n" : ""),
                 i == 1 ? "E_TRANSIENT 0" : "E_SERVICE_CLOSING 421", phases[i]);
        check_within(script, events);
    }
    check_chunks(GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 OK_A "S:421 bye\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_SERVICE_CLOSING 421\nfailed E_SERVICE_CLOSING content 421\n");
    check_across(GREETED_CHUNKING "M\nM2\n" TO_A CHUNK "C:RSET\n" TO_AB CHUNK_AB OK_A "S:421 bye\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail E_SERVICE_CLOSING 421\nmail E_SERVICE_CLOSING 421\n"
                                            "failed E_SERVICE_CLOSING end-of-data 421\n");
}

static void many_mails_in_one_flight(void **state) {
    (void)state;
    needs(3, 11);
    check_across(GREETED_CHUNKING "M\nM2\nM\n" TO_A CHUNK "C:RSET\n" TO_AB
                                  "C:BDAT 4 LAST\nC:ho\nC:RSET\n" TO_A CHUNK OK_A "S:250 first\nS:250 reset\n" OK_A
                                  "S:550 no\nS:250 second\nS:250 reset\n" OK_A "S:250 third\n",
                 GREETED_EVENTS OK_A_EVENTS "mail OK 250\n" OK_A_EVENTS "recipient 1 550\nmail OK 250\n" OK_A_EVENTS
                                            "mail OK 250\n");
    check_across(GREETED_CHUNKING "M\nM2\nM\n" TO_A CHUNK "C:RSET\n" TO_AB
                                  "C:BDAT 4 LAST\nC:ho\nC:RSET\n" TO_A CHUNK OK_A
                                  "S:554 no\nS:250 reset\nS:550 no\nS:503 no\nS:503 no\nS:503 no\nS:250 reset\n" OK_A
                                  "S:250 third\nM\n" TO_A CHUNK,
                 GREETED_EVENTS OK_A_EVENTS "mail E_PERMANENT 554\nsender 550\nrecipient 0 503\nrecipient 1 503\n"
                                            "mail E_PERMANENT 0\n" OK_A_EVENTS "mail OK 250\n");
}

/* What is known of the first when it has gone out stops nothing of the second. */
static void a_refusal_of_one_mail_does_not_stop_the_next(void **state) {
    (void)state;
    needs(2, 9);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true, .send_bytes = 64};
    check(&setup, LONG,
          GREETED_CHUNKING "M\n" TO_A CHUNK_1 CHUNK_2 CHUNK_3 "M2\nC:RSET\n" TO_A
                           "S:550 no\nS:503 no\nS:503 no\nS:503 no\nS:503 no\nC:RCPT TO:<b@x.test>\n" CHUNK_AB
                           "S:250 reset\n" OK_A "S:250 ok\nS:250 done\n",
          GREETED_EVENTS "sender 550\nrecipient 0 503\nmail E_PERMANENT 0\n" OK_A_EVENTS
                         "recipient 1 250\nmail OK 250\n");
}

static void a_reset_that_is_refused_is_a_breach(void **state) {
    (void)state;
    needs(3, 11);
    check_across(GREETED_CHUNKING "M\nM2\n" TO_A CHUNK "C:RSET\n" TO_AB CHUNK_AB OK_A "S:250 done\nS:502 what\n!\n",
                 GREETED_EVENTS OK_A_EVENTS
                 "mail OK 250\nmail E_REPLY_CODE 502 unknown\nfailed E_REPLY_CODE mail 502 unknown\n");
}

/* RFC 5321 s3.8: 421 may answer RSET, too. */
static void closing_421_may_answer_a_reset(void **state) {
    (void)state;
    needs(3, 11);
    check_across(GREETED_CHUNKING "M\nM2\n" TO_A CHUNK "C:RSET\n" TO_AB CHUNK_AB OK_A "S:250 done\nS:421 bye\n!\n",
                 GREETED_EVENTS OK_A_EVENTS
                 "mail OK 250\nmail E_SERVICE_CLOSING 421\nfailed E_SERVICE_CLOSING mail 421\n");
}

static void each_mail_is_unknown_as_far_as_its_end_went_out(void **state) {
    (void)state;
    needs(3, 11);
    check_across(GREETED_CHUNKING "M\nM2\n" TO_A CHUNK "C:RSET\n" TO_AB CHUNK_AB "X\n!\n",
                 GREETED_EVENTS "mail E_END_OF_STREAM 0 unknown\nmail E_END_OF_STREAM 0 unknown\n"
                                "failed E_END_OF_STREAM mail 0 unknown\n");
    check_across(GREETED_CHUNKING "M\nM2\n" TO_A CHUNK "C:RSET\n" TO_AB CHUNK_AB OK_A "S:250 done\n"
                                  "S:250 reset\nS:250 ok\nS:550 no\nS:550 no\nX\n!\n",
                 GREETED_EVENTS OK_A_EVENTS "mail OK 250\nsender 250\nrecipient 0 550\nrecipient 1 550\n"
                                            "mail E_PERMANENT 0\nfailed E_END_OF_STREAM end-of-data 0\n");
}

/* RFC 5321 s4.5.3.2: a chunk that went out waits longer than one that is going out. */
static void patience_with_chunks(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .lock_step = true, .send_bytes = 64};
    struct fixture_mail fixture;
    char events[1024];
    make_mail(&fixture, 1, LONG);
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail,
                 GREETED_CHUNKING "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\n" CHUNK_1, 0,
                 events, sizeof events);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_CONTENT);
    assert_int_equal(smtp_session_patience_ms(session), 300000);
    assert_int_equal(smtp_session_replies(session), 4);
    assert_int_equal(smtp_session_replies(NULL), 0);
    dialogue_run(session, &fixture.mail, "S:250 ok\n" CHUNK_2 "S:250 ok\n" CHUNK_3, 0, events, sizeof events);
    assert_int_equal(smtp_session_replies(session), 6);
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_END);
    assert_int_equal(smtp_session_patience_ms(session), 600000);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void a_chunk_is_not_small_because_of_what_is_before_it(void **state) {
    (void)state;
    enum { RECIPIENTS = 14 };
    static const char line[] = "0123456789012345678901234567890123456789012345678901234567";
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .send_bytes = 400};
    struct fixture_mail fixture;
    char script[1024] = GREETED_CHUNKING "M\nC:MAIL FROM:<me@x.test>\n";
    make_mail(&fixture, RECIPIENTS, line);
    for (int i = 0; i < RECIPIENTS; i++) {
        snprintf(script + strlen(script), sizeof script - strlen(script), "C:RCPT TO:<%c@x.test>\n", 'a' + i);
    }
    strcat(script, "C:BDAT 60 LAST\nC:");
    strcat(script, line);
    strcat(script, "\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, GREETED_EVENTS);
    end_mail(&fixture);
}

static ptrdiff_t fail_to_read(void *context, void *buffer, size_t size) {
    size_t *at = context;
    static const char chunk[] = "0123456789abcdefghijklmno\r\n";
    size_t left = sizeof chunk - 1 - *at;
    size_t n = left < size ? left : size;
    memcpy(buffer, chunk + *at, n);
    *at += n;
    return n > 0 ? (ptrdiff_t)n : SMTP_E_SOURCE;
}

/* Before the end of the content the connection is none the worse for it. */
static void a_source_that_fails_is_no_matter_of_other_mails(void **state) {
    (void)state;
    needs(3, 11);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true, .send_bytes = 64};
    struct fixture_mail fixture;
    struct fixture_mail dying;
    char events[1024];
    size_t at = 0;
    make_mail(&fixture, 1, "hi\r\n");
    make_mail(&dying, 1, "");
    smtp_source_free(dying.mail.source);
    assert_int_equal(
        smtp_source_new_callback(&dying.allocator.table, fail_to_read, NULL, NULL, &at, &dying.mail.source), SMTP_OK);
    struct dialogue_mail mails[] = {fixture.mail, dying.mail};
    smtp_session *session = new_session(&setup);
    dialogue_run(session, mails,
                 GREETED_CHUNKING "M\n" TO_A CHUNK "M2\nC:RSET\n" TO_A CHUNK_1 OK_A "S:250 done\nS:250 ok\n" OK_A
                                  "S:250 ok\nM\nC:RSET\n" TO_A CHUNK,
                 0, events, sizeof events);
    assert_string_equal(events, GREETED_EVENTS OK_A_EVENTS "mail OK 250\n" OK_A_EVENTS "mail E_SOURCE 0\n");
    smtp_session_free(session);
    end_mail(&fixture);
    end_mail(&dying);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_mail_is_one_flight),
        cmocka_unit_test(chunks_stream_without_waiting),
        cmocka_unit_test(without_pipelining_each_chunk_waits),
        cmocka_unit_test(only_where_it_is_asked_for_and_offered),
        cmocka_unit_test(binary_content_goes_by_it_as_it_is),
        cmocka_unit_test(what_is_refused_first_decides),
        cmocka_unit_test(what_is_known_to_be_refused_gets_no_further_chunk),
        cmocka_unit_test(all_or_nothing_waits_for_the_recipients),
        cmocka_unit_test(a_server_that_contradicts_itself),
        cmocka_unit_test(closing_421_is_a_refusal_of_all_that_is_not_answered),
        cmocka_unit_test(many_mails_in_one_flight),
        cmocka_unit_test(a_refusal_of_one_mail_does_not_stop_the_next),
        cmocka_unit_test(a_reset_that_is_refused_is_a_breach),
        cmocka_unit_test(closing_421_may_answer_a_reset),
        cmocka_unit_test(each_mail_is_unknown_as_far_as_its_end_went_out),
        cmocka_unit_test(patience_with_chunks),
        cmocka_unit_test(a_chunk_is_not_small_because_of_what_is_before_it),
        cmocka_unit_test(a_source_that_fails_is_no_matter_of_other_mails),
    };
    return cmocka_run_group_tests_name("session/bdat", tests, NULL, NULL);
}
