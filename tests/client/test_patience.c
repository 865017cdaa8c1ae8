/* SPDX-License-Identifier: MIT */
/* step.c: how long it waits, and that it can be cancelled. */
#include "fixture.h"

#include <pthread.h>

#define MAIL "C:MAIL FROM:<me@x.test>\n"
#define RCPT "C:RCPT TO:<a@x.test>\n"
#define EHLO "S:220 hi\nC:EHLO me.test\n"
#define UNTIL_DATA OPENING MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\nS:354 go\n"
#define UNTIL_END UNTIL_DATA "D\n"
#define TLS_FIRST "smtps://x.test"
#define STARTTLS "smtp://x.test"

enum { OUT_OF_TIME = 5000 };

/* How long one send takes that ends with this. */
static uint64_t time_of_send(struct fixture *f, smtp_result result) {
    uint64_t start = f->fake.now_ms;
    assert_string_equal(smtp_result_name(send_mail(f)), smtp_result_name(result));
    return f->fake.now_ms - start;
}

struct silence {
    const char *url; /* NULL: plain */
    const char *script;
    int32_t phase;
    int32_t outcome;
};

/* The server is silent from the script's end on. */
static const struct silence silences[] = {
    {NULL, "P:900000\n", SMTP_PHASE_CONNECT, SMTP_OUTCOME_FAILED},
    {TLS_FIRST, "", SMTP_PHASE_TLS, SMTP_OUTCOME_FAILED},
    {NULL, "", SMTP_PHASE_GREETING, SMTP_OUTCOME_FAILED},
    {NULL, EHLO, SMTP_PHASE_EHLO, SMTP_OUTCOME_FAILED},
    {STARTTLS, EHLO "S:250-x\nS:250 STARTTLS\nC:STARTTLS\n", SMTP_PHASE_STARTTLS, SMTP_OUTCOME_FAILED},
    {STARTTLS, EHLO "S:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\n", SMTP_PHASE_TLS, SMTP_OUTCOME_FAILED},
    {NULL, OPENING MAIL, SMTP_PHASE_MAIL, SMTP_OUTCOME_FAILED},
    {NULL, OPENING MAIL "S:250 ok\n" RCPT, SMTP_PHASE_RCPT, SMTP_OUTCOME_FAILED},
    {NULL, OPENING MAIL "S:250 ok\n" RCPT "S:250 ok\nC:DATA\n", SMTP_PHASE_DATA, SMTP_OUTCOME_FAILED},
    {NULL, OPENING "B\n", SMTP_PHASE_MAIL, SMTP_OUTCOME_FAILED},
    {NULL, UNTIL_DATA "B\n", SMTP_PHASE_CONTENT, SMTP_OUTCOME_FAILED},
    {NULL, UNTIL_END, SMTP_PHASE_END, SMTP_OUTCOME_UNKNOWN},
    {NULL, UNTIL_END "S:250-but\n", SMTP_PHASE_END, SMTP_OUTCOME_UNKNOWN},
};

enum { SILENCES = sizeof silences / sizeof silences[0] };

static void begin_silence(struct fixture *f, const struct silence *row) {
    begin(f, row->script, 1);
    if (row->url != NULL) {
        assert_int_equal(smtp_client_set_url(f->client, row->url, SMTP_Z), SMTP_OK);
    }
}

static void every_step_has_its_time(void **state) {
    (void)state;
    for (size_t i = 0; i < SILENCES; i++) {
        struct fixture f;
        begin_silence(&f, &silences[i]);
        assert_int_equal(smtp_client_set_timeout(f.client, OUT_OF_TIME), SMTP_OK);
        assert_in_range(time_of_send(&f, SMTP_E_TIMEOUT), OUT_OF_TIME, OUT_OF_TIME + 1000);
        assert_report(&f, silences[i].outcome, SMTP_E_TIMEOUT, silences[i].phase);
        end(&f);
    }
}

static void the_deadline_ends_every_step(void **state) {
    (void)state;
    for (size_t i = 0; i < SILENCES; i++) {
        struct fixture f;
        begin_silence(&f, &silences[i]);
        assert_int_equal(smtp_client_set_deadline(f.client, OUT_OF_TIME), SMTP_OK);
        assert_in_range(time_of_send(&f, SMTP_E_DEADLINE), OUT_OF_TIME, OUT_OF_TIME + 1000);
        assert_report(&f, silences[i].outcome, SMTP_E_DEADLINE, silences[i].phase);
        end(&f);
    }
}

static void without_a_limit_the_times_are_those_of_the_rfc(void **state) {
    (void)state;
    static const uint64_t times_s[SILENCES] = {30, 30, 300, 300, 300, 30, 300, 300, 120, 300, 180, 600, 600};
    for (size_t i = 0; i < SILENCES; i++) {
        struct fixture f;
        begin_silence(&f, &silences[i]);
        assert_in_range(time_of_send(&f, SMTP_E_TIMEOUT), times_s[i] * 1000, times_s[i] * 1000 + 1000);
        end(&f);
    }
}

static uint64_t time_of_a_silent_server(const char *url, uint16_t connect_port) {
    struct fixture f;
    begin(&f, "", 1);
    assert_int_equal(smtp_client_set_url(f.client, url, SMTP_Z), SMTP_OK);
    if (connect_port != 0) {
        assert_int_equal(smtp_client_set_connect(f.client, "mx.test", SMTP_Z, connect_port), SMTP_OK);
    }
    uint64_t time_ms = time_of_send(&f, SMTP_E_TIMEOUT);
    end(&f);
    return time_ms;
}

static void nobody_greets_on_a_port_for_tls(void **state) {
    (void)state;
    assert_in_range(time_of_a_silent_server("smtp://mx.test:465", 0), 10000, 11000);
    assert_in_range(time_of_a_silent_server("smtp+plain://mx.test", 465), 10000, 11000);
    assert_in_range(time_of_a_silent_server("smtp://mx.test:465", 587), 300000, 301000);
    assert_in_range(time_of_a_silent_server("smtp://mx.test:2465", 0), 300000, 301000);
}

/* A reply has its time as a whole: an octet now and then does not prolong it. */
static void a_dripping_reply_does_not_win_time(void **state) {
    (void)state;
    static const char *const scripts[] = {
        "S:220-a\nS:220-b\nS:220-c\nS:220-d\nS:220-e\nS:220 f\n",
        EHLO "S:250-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nS:250 x\n",
        UNTIL_END "S:250-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nS:250 x\n",
    };
    for (size_t i = 0; i < 3; i++) {
        struct fixture f;
        begin(&f, scripts[i], 1);
        f.fake.piece = 1;
        f.fake.drip_ms = 400;
        assert_int_equal(smtp_client_set_timeout(f.client, 12000), SMTP_OK);
        (void)time_of_send(&f, SMTP_E_TIMEOUT);
        assert_report(&f, i < 2 ? SMTP_OUTCOME_FAILED : SMTP_OUTCOME_UNKNOWN, SMTP_E_TIMEOUT,
                      i == 0   ? SMTP_PHASE_GREETING
                      : i == 1 ? SMTP_PHASE_EHLO
                               : SMTP_PHASE_END);
        end(&f);
    }
}

/* The time of each step is its own: what one left over is no loss of the next. */
static void a_slow_server_is_waited_for(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "P:4000\nS:220 hi\nC:EHLO me.test\nP:4000\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nP:4000\nS:220 go\n"
          "P:4000\nT\nC:EHLO me.test\nP:4000\nS:250 x\n" MAIL "P:4000\nS:250 ok\n" RCPT
          "P:4000\nS:250 ok\nC:DATA\nP:4000\nS:354 go\nB:4000\nD\nP:4000\nS:250 ok\n",
          1);
    assert_int_equal(smtp_client_set_url(f.client, STARTTLS, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_timeout(f.client, OUT_OF_TIME), SMTP_OK);
    assert_in_range(time_of_send(&f, SMTP_OK), 40000, 41000);
    end(&f);
}

/* A reply of which no event tells, and behind which the phase stays, has its own time, too. */
static void each_reply_to_what_went_ahead_has_its_time(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          PIPELINING MAIL RCPT "C:DATA\nS:550 no\nS:503 no\nS:503 no\nC:RSET\n" MAIL RCPT
                               "C:DATA\nP:4000\nS:250 ok\nP:4000\nS:250 ok\nP:4000\nS:250 ok\nP:4000\nS:354 go\nD\n"
                               "P:4000\nS:250 ok\n",
          1);
    assert_int_equal(smtp_client_set_timeout(f.client, OUT_OF_TIME), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_PERMANENT);
    assert_in_range(time_of_send(&f, SMTP_OK), 20000, 21000);
    end(&f);
}

/* STARTTLS may be answered late; the handshake's 30 s begin after it. */
static void a_late_answer_to_starttls_is_not_the_handshakes_time(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          EHLO "S:250-x\nS:250 STARTTLS\nC:STARTTLS\nP:60000\nS:220 go\nP:20000\nT\nC:EHLO me.test\nS:250 x\n" MAIL_A,
          1);
    assert_int_equal(smtp_client_set_url(f.client, STARTTLS, SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    end(&f);
}

static void quit_takes_two_seconds_at_most(void **state) {
    (void)state;
    static const char *const scripts[] = {OPENING MAIL_A "C:QUIT\n", OPENING MAIL_A "B\n",
                                          OPENING MAIL_A "B:1900\nC:QUIT\nP:1900\nS:221 bye\n",
                                          OPENING MAIL_A "C:QUIT\nS:221-aaaaaaaaaaaaaaaaaaaaaaaa\nS:221 a\n"};
    for (size_t i = 0; i < 4; i++) {
        struct fixture f;
        begin(&f, scripts[i], 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        /* the caller's patience with a mail is not the one with QUIT */
        assert_int_equal(smtp_client_set_timeout(f.client, i % 2 == 0 ? 60000 : 0), SMTP_OK);
        uint64_t start = f.fake.now_ms;
        f.fake.piece = i == 3;
        f.fake.drip_ms = i == 3 ? 300 : 0;
        assert_int_equal(smtp_client_close(f.client), SMTP_OK);
        assert_in_range(f.fake.now_ms - start, 1, 2250);
        assert_report(&f, SMTP_OUTCOME_SENT, SMTP_OK, SMTP_PHASE_DONE);
        end(&f);
    }
}

/* The polite QUIT after a refusal is part of the send, and of its limits. */
static void quit_after_a_failure_keeps_the_limits(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:452 no\nC:QUIT\n", 1);
    assert_in_range(time_of_send(&f, SMTP_E_TRANSIENT), 1, 2250);
    assert_report(&f, SMTP_OUTCOME_DEFERRED, SMTP_E_TRANSIENT, SMTP_PHASE_EHLO);
    end(&f);
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:452 no\nC:QUIT\n", 1);
    assert_int_equal(smtp_client_set_deadline(f.client, 500), SMTP_OK);
    assert_in_range(time_of_send(&f, SMTP_E_TRANSIENT), 1, 700);
    end(&f);
}

/* ---- cancelling ---- */

static void cancel(void *context) {
    struct fixture *f = context;
    smtp_client_cancel(f->client);
}

static void cancelling_works_at_every_operation(void **state) {
    (void)state;
    static const char script[] =
        EHLO "S:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO me.test\nS:250 x\n" MAIL_A;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        begin(&f, script, 1);
        assert_int_equal(smtp_client_set_url(f.client, STARTTLS, SMTP_Z), SMTP_OK);
        f.fake.piece = 1;
        f.fake.send_piece = 1;
        f.fake.blocks = true;
        f.fake.hook_at = n;
        f.fake.hook = cancel;
        f.fake.hook_context = &f;
        smtp_result result = send_mail(&f);
        passed = f.fake.operations < n;
        if (f.fake.verdict_is_out) {
            assert_int_equal(result, SMTP_OK);
        } else {
            assert_int_equal(result, SMTP_E_CANCELLED);
            assert_int_equal(smtp_report_outcome(report(&f)),
                             f.fake.content_is_whole ? SMTP_OUTCOME_UNKNOWN : SMTP_OUTCOME_FAILED);
        }
        end(&f);
    }
}

static void *cancel_in_thread(void *context) {
    cancel(context);
    return NULL;
}

static void cancel_from_a_thread(void *context) {
    struct fixture *f = context;
    pthread_t thread;
    if (f->fake.waits == 3) {
        assert_int_equal(pthread_create(&thread, NULL, cancel_in_thread, f), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
}

static void another_thread_may_cancel(void **state) {
    (void)state;
    for (size_t i = 0; i < SILENCES; i++) {
        struct fixture f;
        begin_silence(&f, &silences[i]);
        f.fake.wait_hook = cancel_from_a_thread;
        f.fake.hook_context = &f;
        assert_in_range(time_of_send(&f, SMTP_E_CANCELLED), 400, 750);
        assert_report(&f, silences[i].outcome, SMTP_E_CANCELLED, silences[i].phase);
        end(&f);
    }
}

static void cancelling_nothing_does_nothing(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A QUIT, 1);
    smtp_client_cancel(NULL);
    smtp_client_cancel(f.client);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_client_cancel(f.client);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_client_cancel(f.client);
    assert_int_equal(smtp_client_close(f.client), SMTP_OK);
    assert_true(fake_is_played(&f.fake));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_has_its_time),
        cmocka_unit_test(the_deadline_ends_every_step),
        cmocka_unit_test(without_a_limit_the_times_are_those_of_the_rfc),
        cmocka_unit_test(nobody_greets_on_a_port_for_tls),
        cmocka_unit_test(a_dripping_reply_does_not_win_time),
        cmocka_unit_test(a_slow_server_is_waited_for),
        cmocka_unit_test(each_reply_to_what_went_ahead_has_its_time),
        cmocka_unit_test(a_late_answer_to_starttls_is_not_the_handshakes_time),
        cmocka_unit_test(quit_takes_two_seconds_at_most),
        cmocka_unit_test(quit_after_a_failure_keeps_the_limits),
        cmocka_unit_test(cancelling_works_at_every_operation),
        cmocka_unit_test(another_thread_may_cancel),
        cmocka_unit_test(cancelling_nothing_does_nothing),
    };
    return cmocka_run_group_tests_name("client/patience", tests, NULL, NULL);
}
