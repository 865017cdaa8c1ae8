/* SPDX-License-Identifier: MIT */
/* What the replies mean for a mail. */
#include "fixture.h"

static void check(bool lock_step, size_t recipients, const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .lock_step = lock_step};
    struct fixture_mail fixture;
    make_mail(&fixture, recipients, "hi\r\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, events);
    end_mail(&fixture);
}

#define MAIL_2 "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\nC:DATA\n"

static void every_recipient_has_its_own_result(void **state) {
    (void)state;
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:250 ok\nS:550 no\nS:250 ok\nS:354 go\nC:hi\nC:.\nS:250 done\n",
          GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 250\nmail OK 250\n");
}

static void all_recipients_refused_in_lock_step_needs_no_data(void **state) {
    (void)state;
    check(true, 2,
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:450 later\nC:RCPT TO:<b@x.test>\n"
                  "S:550 no\nQ\nC:QUIT\nS:221 bye\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 450\nrecipient 1 550\nmail E_PERMANENT 0\nclosed\n");
    check(true, 2,
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:450 later\nC:RCPT TO:<b@x.test>\n"
                  "S:451 later\n",
          GREETED_EVENTS "sender 250\nrecipient 0 450\nrecipient 1 451\nmail E_TRANSIENT 0\n");
}

/* RFC 2920 s3.1 */
static void go_ahead_although_nobody_was_accepted_gets_a_lone_dot(void **state) {
    (void)state;
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:250 ok\nS:550 no\nS:550 no\nS:354 go\nC:.\nS:250 strange\n",
          GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 550\nmail E_PERMANENT 0\n");
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:550 no\nS:503 no\nS:503 no\nS:354 go\nC:.\nS:554 no\n",
          GREETED_EVENTS "sender 550\nrecipient 0 503\nrecipient 1 503\nmail E_PERMANENT 0\n");
}

/* The server says no to the sender and yes to a recipient: even an empty content could become a mail. */
static void go_ahead_for_a_refused_sender_is_a_breach(void **state) {
    (void)state;
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:550 no\nS:250 ok\nS:250 ok\nS:354 go\n!\n",
          GREETED_EVENTS
          "sender 550\nrecipient 0 250\nrecipient 1 250\nmail E_PERMANENT 0\nfailed E_REPLY_CODE data 354\n");
}

static void all_refused_stays_refused_when_the_connection_ends(void **state) {
    (void)state;
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:250 ok\nS:550 no\nS:550 no\nX\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 550\nrecipient 1 550\nmail E_PERMANENT 0\n"
                         "failed E_END_OF_STREAM data 0\n");
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:250 ok\nS:450 no\nS:450 no\nS:354 go\nC:.\nS:421 bye\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 450\nrecipient 1 450\nmail E_TRANSIENT 0\n"
                         "failed E_SERVICE_CLOSING end-of-data 421\n");
}

static void other_3yz_codes_are_no_go_ahead(void **state) {
    (void)state;
    check(true, 1,
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:334 go\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nmail E_REPLY_CODE 334\nfailed E_REPLY_CODE data 334\n");
}

static void all_or_nothing(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .all_or_nothing = true};
    static const char to_ab[] = GREETED_PIPELINING "M\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\n"
                                                   "C:RCPT TO:<b@x.test>\n";
    static const char *const scripts[][2] = {
        {"S:250 ok\nS:250 ok\nS:250 ok\nC:DATA\nS:354 go\nC:hi\nC:.\nS:250 done\n",
         "sender 250\nrecipient 0 250\nrecipient 1 250\nmail OK 250\n"},
        {"S:250 ok\nS:450 no\nS:250 ok\nM\nC:RSET\nC:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\n"
         "C:RCPT TO:<b@x.test>\n",
         "sender 250\nrecipient 0 450\nrecipient 1 250\nmail E_TRANSIENT 0\n"},
        {"S:250 ok\nS:450 no\nS:550 no\n", "sender 250\nrecipient 0 450\nrecipient 1 550\nmail E_PERMANENT 0\n"},
        {"S:250 ok\nS:250 ok\nS:550 no\n", "sender 250\nrecipient 0 250\nrecipient 1 550\nmail E_PERMANENT 0\n"},
        {"S:550 no\nS:503 no\nS:250 ok\n", "sender 550\nrecipient 0 503\nrecipient 1 250\nmail E_PERMANENT 0\n"},
        {"S:250 ok\nS:550 no\nX\n!\n",
         "sender 250\nrecipient 0 550\nmail E_END_OF_STREAM 0\nfailed E_END_OF_STREAM rcpt 0\n"},
    };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct fixture_mail fixture;
        char script[1024];
        char events[1024] = GREETED_EVENTS;
        strcpy(script, to_ab);
        strcat(script, scripts[i][0]);
        strcat(events, scripts[i][1]);
        make_mail(&fixture, 2, "hi\r\n");
        dialogue_check(new_session, &setup, &fixture.mail, script, events);
        end_mail(&fixture);
    }
}

/* RFC 5321 s4.1.1.5 has no refusal of RSET: it says nothing of the mail that comes behind it. */
static void a_refused_reset_is_no_verdict_on_the_next_mail(void **state) {
    (void)state;
    check(true, 1, GREETED "M\nC:MAIL FROM:<me@x.test>\nS:550 no\nM\nC:RSET\nS:502 what\n!\n",
          GREETED_EVENTS "sender 550\nmail E_PERMANENT 550\nmail E_REPLY_CODE 502\nfailed E_REPLY_CODE mail 502\n");
}

static void sender_refused(void **state) {
    (void)state;
    check(true, 2, GREETED "M\nC:MAIL FROM:<me@x.test>\nS:550 no\n",
          GREETED_EVENTS "sender 550\nmail E_PERMANENT 550\n");
    check(true, 2, GREETED "M\nC:MAIL FROM:<me@x.test>\nS:451 no\n",
          GREETED_EVENTS "sender 451\nmail E_TRANSIENT 451\n");
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:452 no\nS:503 no\nS:503 no\nS:503 no\n",
          GREETED_EVENTS "sender 452\nrecipient 0 503\nrecipient 1 503\nmail E_TRANSIENT 0\n");
}

static void data_refused(void **state) {
    (void)state;
    check(false, 2, GREETED_PIPELINING MAIL_2 "S:250 ok\nS:250 ok\nS:250 ok\nS:451 no\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 250\nmail E_TRANSIENT 451\n");
}

static void content_refused(void **state) {
    (void)state;
    check(false, 2,
          GREETED_PIPELINING MAIL_2 "S:250 ok\nS:250 ok\nS:250 ok\nS:354 go\nC:hi\nC:.\nS:554-5.6.0 no\nS:554 no\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nrecipient 1 250\nmail E_PERMANENT 554\n");
}

static void codes_that_do_not_exist_here(void **state) {
    (void)state;
    check(true, 1, "S:354 go\n!\n", "failed E_REPLY_CODE greeting 354\n");
    check(true, 1, GREETED "M\nC:MAIL FROM:<me@x.test>\nS:354 go\n!\n",
          GREETED_EVENTS "mail E_REPLY_CODE 354\nfailed E_REPLY_CODE mail 354\n");
    check(true, 1,
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:250 ok\n!\n",
          GREETED_EVENTS "sender 250\nrecipient 0 250\nmail E_REPLY_CODE 250\nfailed E_REPLY_CODE data 250\n");
    check(true, 1,
          GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 ok\nC:hi\nC:.\n"
                  "S:354 what\n!\n",
          GREETED_EVENTS
          "sender 250\nrecipient 0 250\nmail E_REPLY_CODE 354 unknown\nfailed E_REPLY_CODE end-of-data 354 unknown\n");
}

static void greeting_refused(void **state) {
    (void)state;
    check(true, 1, "S:554 no\nC:QUIT\nS:221 bye\n!\n", "failed E_PERMANENT greeting 554\n");
    check(true, 1, "S:421 no\n!\n", "failed E_SERVICE_CLOSING greeting 421\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_recipient_has_its_own_result),
        cmocka_unit_test(all_recipients_refused_in_lock_step_needs_no_data),
        cmocka_unit_test(go_ahead_although_nobody_was_accepted_gets_a_lone_dot),
        cmocka_unit_test(go_ahead_for_a_refused_sender_is_a_breach),
        cmocka_unit_test(all_refused_stays_refused_when_the_connection_ends),
        cmocka_unit_test(other_3yz_codes_are_no_go_ahead),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(a_refused_reset_is_no_verdict_on_the_next_mail),
        cmocka_unit_test(sender_refused),
        cmocka_unit_test(data_refused),
        cmocka_unit_test(content_refused),
        cmocka_unit_test(codes_that_do_not_exist_here),
        cmocka_unit_test(greeting_refused),
    };
    return cmocka_run_group_tests_name("session/answer", tests, NULL, NULL);
}
