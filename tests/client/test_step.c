/* SPDX-License-Identifier: MIT */
/* What a job does with connections that are kept, lost and replaced; test_patience.c has its limits of time. */
#include "fixture.h"

#define MAIL "C:MAIL FROM:<me@x.test>\n"
#define RCPT "C:RCPT TO:<a@x.test>\n"
#define EHLO "S:220 hi\nC:EHLO me.test\n"
#define STARTTLS "smtp://x.test"

/* ---- connections ---- */

static void several_mails_go_over_one_connection(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, PIPELINING MAIL_A_PIPELINED MAIL_A_PIPELINED MAIL_A_PIPELINED QUIT, 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_int_equal(smtp_client_descriptor(f.client), 7);
    }
    assert_int_equal(f.fake.opens, 1);
    assert_int_equal(smtp_client_close(f.client), SMTP_OK);
    assert_int_equal(smtp_client_descriptor(f.client), -1);
    assert_true(fake_is_played(&f.fake));
    assert_int_equal(smtp_client_close(f.client), SMTP_OK);
    end(&f);
}

static void a_refused_mail_does_not_end_the_connection(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL "S:550 5.7.1 no\nC:RSET\nS:250 ok\n" MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_E_PERMANENT);
    assert_report(&f, SMTP_OUTCOME_REFUSED, SMTP_E_PERMANENT, SMTP_PHASE_MAIL);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(f.fake.opens, 1);
    end(&f);
}

/* What a server may have done to a kept connection; then the next one is made, once. */
static void a_dead_kept_connection_is_replaced_once(void **state) {
    (void)state;
    static const char *const deaths[] = {
        "X\n",
        "F:-904\n",
        "S:421 idle too long\nX\n",
        MAIL "X\n",
        MAIL "S:421 going down\nX\n",
        MAIL "S:250 ok\n" RCPT "X\n",
        MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nX\n",
    };
    for (size_t i = 0; i < sizeof deaths / sizeof deaths[0]; i++) {
        char script[2048];
        struct fixture f;
        snprintf(script, sizeof script, "%s%s=\n%s", OPENING MAIL_A, deaths[i], OPENING MAIL_A);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        f.fake.content_is_whole = false;
        f.fake.content[0] = '\0';
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_report(&f, SMTP_OUTCOME_SENT, SMTP_OK, SMTP_PHASE_DONE);
        assert_int_equal(smtp_report_code(report(&f)), 250);
        assert_int_equal(f.fake.opens, 2);
        assert_true(f.fake.content_is_whole);
        assert_string_equal(f.fake.content, "Subject: x\r\n\r\nhello\r\n..dot\r\n");
        end(&f);
        /* the new one dies as well */
        snprintf(script, sizeof script, "%s%s=\n%s%s=\n%s", OPENING MAIL_A, deaths[i], OPENING, deaths[i], OPENING);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_true(send_mail(&f) < 0);
        assert_int_not_equal(smtp_report_outcome(report(&f)), SMTP_OUTCOME_SENT);
        assert_int_not_equal(smtp_report_outcome(report(&f)), SMTP_OUTCOME_UNKNOWN);
        assert_int_equal(f.fake.opens, 2);
        end(&f);
    }
}

/* A refusal of this mail is no dead connection, whatever comes behind it. */
static void what_was_decided_is_not_tried_again(void **state) {
    (void)state;
    static const struct {
        const char *script;
        int32_t outcome;
        int32_t code;
    } rows[] = {
        {MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nD\nS:250 queued\nS:421 too many mails\nX\n",
         SMTP_OUTCOME_SENT, 250},
        {MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nD\nS:250 queued\nS:250 again\n", SMTP_OUTCOME_SENT, 250},
        {MAIL "S:550 no\nX\n", SMTP_OUTCOME_REFUSED, 550},
        {MAIL "S:550 no\nS:421 bye\nX\n", SMTP_OUTCOME_REFUSED, 550},
        {MAIL "S:250 ok\n" RCPT "S:421 4.3.2 slow down\nX\n", SMTP_OUTCOME_DEFERRED, 421},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char script[2048];
        struct fixture f;
        snprintf(script, sizeof script, "%s%s=\n%s", OPENING MAIL_A, rows[i].script, OPENING MAIL_A);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        (void)send_mail(&f);
        assert_int_equal(smtp_report_outcome(report(&f)), rows[i].outcome);
        assert_int_equal(smtp_report_code(report(&f)), rows[i].code);
        assert_int_equal(f.fake.opens, 1);
        end(&f);
    }
}

/* Q23: what a server says while nobody asks belongs to the time before, not to the next mail. */
static void a_word_said_while_idle_is_no_reply_to_the_next_mail(void **state) {
    (void)state;
    static const char *const words[] = {"S:451 4.4.2 timeout\nX\n", "S:250 stray\n", "S:250-half\n"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char script[2048];
        struct fixture f;
        snprintf(script, sizeof script, "%s%s=\n%s", OPENING MAIL_A, words[i], OPENING MAIL_A);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        smtp_result result = send_mail(&f);
        if (i < 2) {
            assert_int_equal(result, SMTP_OK);
            assert_int_equal(f.fake.opens, 2);
        } else {
            assert_int_equal(result, SMTP_E_TIMEOUT); /* half a word: nothing more is said to it */
        }
        end(&f);
    }
}

static void nothing_is_sent_twice_after_content(void **state) {
    (void)state;
    static const char *const deaths[] = {MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nF:-904\n",
                                         MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nX\n",
                                         MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nD\nX\n",
                                         MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\nD\nS:421 no\nX\n"};
    static const int32_t outcomes[] = {SMTP_OUTCOME_FAILED, SMTP_OUTCOME_FAILED, SMTP_OUTCOME_UNKNOWN,
                                       SMTP_OUTCOME_DEFERRED};
    for (size_t i = 0; i < 4; i++) {
        char script[2048];
        struct fixture f;
        snprintf(script, sizeof script, "%s%s=\n%s", OPENING MAIL_A, deaths[i], OPENING MAIL_A);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_true(send_mail(&f) < 0);
        assert_int_equal(smtp_report_outcome(report(&f)), outcomes[i]);
        assert_int_equal(f.fake.opens, 1);
        end(&f);
    }
}

static void kept_connections_dying_anywhere_never_lie(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        begin(&f, PIPELINING MAIL_A_PIPELINED MAIL_A_PIPELINED "=\n" PIPELINING MAIL_A_PIPELINED, 1);
        f.fake.piece = 7;
        f.fake.send_piece = 3;
        assert_int_equal(send_mail(&f), SMTP_OK);
        f.fake.content_is_whole = false;
        f.fake.verdict_is_out = false;
        f.fake.fail_at = f.fake.operations + n;
        smtp_result result = send_mail(&f);
        passed = f.fake.operations < f.fake.fail_at;
        assert_int_equal(result == SMTP_OK, f.fake.verdict_is_out);
        assert_int_equal(smtp_report_outcome(report(&f)) == SMTP_OUTCOME_UNKNOWN,
                         f.fake.content_is_whole && !f.fake.verdict_is_out);
        assert_true(passed || f.fake.opens == 2 || f.fake.unread_length == 0);
        end(&f);
    }
}

/* The report of a mail tells nothing of a connection that was given up before it. */
static void a_replaced_connection_leaves_no_trace_in_the_report(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          PIPELINING MAIL_A_PIPELINED "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:250 ok\n"
                                      "S:250 2.1.5 fine\nX\n=\nF:-903\n",
          1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_CONNECT);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_CONNECT, SMTP_PHASE_CONNECT);
    assert_int_equal(smtp_report_code(report(&f)), 0);
    assert_string_equal(smtp_report_text(report(&f)), "");
    assert_int_equal(smtp_report_recipient_count(report(&f)), 1);
    assert_int_equal(smtp_report_recipient_code(report(&f), 0), 0);
    assert_string_equal(smtp_report_recipient_text(report(&f), 0), "");
    end(&f);
}

/* What comes after the verdict changes nothing of it. */
static void after_the_verdict_nothing_counts(void **state) {
    (void)state;
    static const char *const ends[] = {"X\n", "F:-904\n", "S:421 bye\nX\n", "S:550 no\n", ""};
    for (size_t i = 0; i < 5; i++) {
        char script[1024];
        struct fixture f;
        snprintf(script, sizeof script, "%s%s%s", OPENING, MAIL_A, ends[i]);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_int_equal(smtp_client_close(f.client), SMTP_OK);
        assert_report(&f, SMTP_OUTCOME_SENT, SMTP_OK, SMTP_PHASE_DONE);
        end(&f);
    }
}

/* ---- check ---- */

static void a_check_greets_and_quits(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_true(fake_is_played(&f.fake));
    assert_report(&f, SMTP_OUTCOME_SENT, SMTP_OK, SMTP_PHASE_DONE);
    assert_int_equal(smtp_report_recipient_count(report(&f)), 0);
    assert_int_equal(smtp_report_code(report(&f)), 0);
    assert_string_equal(smtp_report_message(report(&f)), "");
    end(&f);
    begin(&f, OPENING "C:QUIT\nX\n", 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    end(&f);
    begin(&f, "S:554 go away\nC:QUIT\nS:221 bye\nX\n", 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_PERMANENT);
    assert_report(&f, SMTP_OUTCOME_REFUSED, SMTP_E_PERMANENT, SMTP_PHASE_GREETING);
    assert_int_equal(smtp_report_code(report(&f)), 554);
    end(&f);
}

/* The refusal of EHLO is no reply that decided a check which then went well with HELO. */
static void a_check_with_helo_has_no_reply(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:502 what?\nC:HELO me.test\nS:250 x\n" QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(smtp_report_code(report(&f)), 0);
    assert_string_equal(smtp_report_text(report(&f)), "");
    end(&f);
}

/* ---- starting ---- */

static void what_cannot_start_is_told(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING, 0);
    assert_int_equal(send_mail(&f), SMTP_E_NO_RECIPIENT);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NO_RECIPIENT, SMTP_PHASE_SETUP);
    assert_int_equal(smtp_client_start_send(f.client, NULL, f.source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_send(NULL, f.envelope, f.source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_check(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_close(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_step(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_step(f.client), SMTP_E_STATE);
    smtp_client *other;
    assert_int_equal(smtp_client_new(&f.fake.platform, &other), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(f.envelope, "a@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_send(other, f.envelope, f.source), SMTP_E_NO_SERVER);
    assert_int_equal(smtp_client_check(other), SMTP_E_NO_SERVER);
    smtp_client_free(other);
    assert_int_equal(f.fake.opens, 0);
    end(&f);
}

static void content_that_cannot_be_sent_starts_nothing(void **state) {
    (void)state;
    static const char nul[] = "Subject: x\r\n\r\na\0b\r\n";
    struct fixture f;
    begin(&f, "", 1);
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&f.own.table, nul, sizeof nul - 1, &source), SMTP_OK);
    assert_int_equal(smtp_client_send(f.client, f.envelope, source), SMTP_E_NUL_IN_CONTENT);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NUL_IN_CONTENT, SMTP_PHASE_SETUP);
    assert_int_equal(f.fake.opens, 0);
    smtp_source_free(source);
    end(&f);
}

static ptrdiff_t read_once(void *context, void *buffer, size_t size) {
    size_t *left = context;
    size_t n = *left < size ? *left : size;
    memset(buffer, 'x', n);
    *left -= n;
    return (ptrdiff_t)n;
}

/* Content that can be read once is sent once: the second time there would be nothing left of it. */
static void content_that_was_read_is_not_sent_empty(void **state) {
    (void)state;
    struct fixture f;
    size_t left = 70;
    smtp_source *source;
    begin(&f, OPENING MAIL_A MAIL_A, 1);
    assert_int_equal(smtp_source_new_callback(&f.own.table, read_once, NULL, NULL, &left, &source), SMTP_OK);
    assert_int_equal(smtp_client_send(f.client, f.envelope, source), SMTP_OK);
    assert_int_equal(strlen(f.fake.content), 72);
    assert_int_equal(smtp_client_send(f.client, f.envelope, source), SMTP_E_NOT_REWINDABLE);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NOT_REWINDABLE, SMTP_PHASE_SETUP);
    smtp_source_free(source);
    end(&f);
}

static void one_job_at_a_time(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_E_STATE);
    assert_int_equal(smtp_client_start_check(f.client), SMTP_E_STATE);
    assert_int_equal(smtp_client_start_close(f.client), SMTP_E_STATE);
    assert_int_equal(smtp_client_send(f.client, f.envelope, f.source), SMTP_E_STATE);
    assert_int_equal(smtp_client_close(f.client), SMTP_E_STATE);
    end(&f);
}

/* ---- the remarks of the trace ---- */

static void collect(void *context, int32_t direction, const char *text, size_t length) {
    char *all = context;
    size_t used = strlen(all);
    if (direction == '*') {
        assert_true(used + length + 2 < 1024);
        snprintf(all + used, 1024 - used, "%.*s\n", (int)length, text);
    }
}

static void the_trace_remarks_on_connection_tls_and_time(void **state) {
    (void)state;
    char remarks[1024] = "";
    struct fixture f;
    begin(&f, EHLO "S:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\n", 1);
    assert_int_equal(smtp_client_set_url(f.client, STARTTLS, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_trace(f.client, collect, remarks), SMTP_OK);
    assert_int_equal(smtp_client_set_timeout(f.client, 5000), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TIMEOUT);
    assert_non_null(strstr(remarks, "connecting to x.test\n"));
    assert_non_null(strstr(remarks, "encrypted: TLSv1.3\n"));
    assert_non_null(strstr(remarks, smtp_result_text(SMTP_E_TIMEOUT)));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_mails_go_over_one_connection),
        cmocka_unit_test(a_refused_mail_does_not_end_the_connection),
        cmocka_unit_test(a_dead_kept_connection_is_replaced_once),
        cmocka_unit_test(what_was_decided_is_not_tried_again),
        cmocka_unit_test(a_word_said_while_idle_is_no_reply_to_the_next_mail),
        cmocka_unit_test(nothing_is_sent_twice_after_content),
        cmocka_unit_test(kept_connections_dying_anywhere_never_lie),
        cmocka_unit_test(a_replaced_connection_leaves_no_trace_in_the_report),
        cmocka_unit_test(after_the_verdict_nothing_counts),
        cmocka_unit_test(a_check_greets_and_quits),
        cmocka_unit_test(a_check_with_helo_has_no_reply),
        cmocka_unit_test(what_cannot_start_is_told),
        cmocka_unit_test(content_that_cannot_be_sent_starts_nothing),
        cmocka_unit_test(content_that_was_read_is_not_sent_empty),
        cmocka_unit_test(one_job_at_a_time),
        cmocka_unit_test(the_trace_remarks_on_connection_tls_and_time),
    };
    return cmocka_run_group_tests_name("client/step", tests, NULL, NULL);
}
