/* SPDX-License-Identifier: MIT */
/* Bytes between session and transport: whole, in pieces, blocked, cut off after every operation. */
#include "fixture.h"

/* TLS and two recipients, so that every kind of operation takes part. */
#define TLS_OPENING                                                                                                    \
    "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO me.test\nS:250-x.test\n"  \
    "S:250-PIPELINING\nS:250 AUTH PLAIN\nC:AUTH PLAIN AG1lAHBhc3N3b3Jk\nS:235 ok\n"
#define PLAIN_OPENING OPENING
#define TWO                                                                                                            \
    "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:RCPT TO:<b@x.test>\nC:DATA\nS:250 ok\nS:250 ok\nS:250 ok\n"      \
    "S:354 go\nD\nS:250 2.0.0 Ok: queued as 4F2X\n"

static void begin_tls(struct fixture *f, const char *script) {
    begin(f, script, 2);
    assert_int_equal(smtp_client_set_url(f->client, "smtp://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_credentials(f->client, "me", SMTP_Z, "password", SMTP_Z), SMTP_OK);
}

static const char content[] = "Subject: x\r\n\r\nhello\r\n..dot\r\n";

static void it_works_in_whatever_pieces(void **state) {
    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        struct fixture f;
        begin_tls(&f, TLS_OPENING TWO QUIT);
        f.fake.piece = i & 1 ? 1 : 0;
        f.fake.send_piece = i & 2 ? 1 : 0;
        f.fake.blocks = (i & 4) != 0;
        f.fake.is_crossed = (i & 8) != 0;
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_report(&f, SMTP_OUTCOME_SENT, SMTP_OK, SMTP_PHASE_DONE);
        assert_string_equal(f.fake.content, content);
        assert_string_equal(smtp_report_queue_id(report(&f)), "4F2X");
        assert_int_equal(smtp_client_close(f.client), SMTP_OK);
        assert_true(fake_is_played(&f.fake));
        assert_int_equal(f.fake.opens, 1);
        end(&f);
    }
}

static void the_server_may_be_split_anywhere(void **state) {
    (void)state;
    for (size_t piece = 1; piece < 80; piece++) {
        struct fixture f;
        begin_tls(&f, TLS_OPENING TWO);
        f.fake.piece = piece;
        f.fake.send_piece = piece;
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_string_equal(f.fake.content, content);
        end(&f);
    }
}

/* "sent" only if the 250 was delivered; "unknown" exactly if the whole content went out and no reply came. */
static void check_truth(const struct fixture *f, smtp_result result) {
    int32_t outcome = smtp_report_outcome(report(f));
    assert_int_equal(result, smtp_report_result(report(f)));
    if (f->fake.verdict_is_out) {
        assert_int_equal(outcome, SMTP_OUTCOME_SENT);
        assert_int_equal(result, SMTP_OK);
    } else if (f->fake.content_is_whole) {
        assert_int_equal(outcome, SMTP_OUTCOME_UNKNOWN);
        assert_true(result < 0);
        assert_int_equal(smtp_report_phase(report(f)), SMTP_PHASE_END);
        assert_int_equal(smtp_report_recipient_accepted(report(f), 0), -1);
    } else {
        assert_int_equal(outcome, SMTP_OUTCOME_FAILED);
        assert_true(result < 0);
        assert_int_equal(smtp_report_recipient_accepted(report(f), 0), 0);
    }
}

/* Fails the n-th operation for n = 1, 2, … until the whole passes; says how many there were. */
static long die_everywhere(const struct fake *manner, ptrdiff_t with) {
    bool passed = false;
    long n = 0;
    while (!passed) {
        struct fixture f;
        begin_tls(&f, TLS_OPENING TWO);
        f.fake.piece = manner->piece;
        f.fake.send_piece = manner->send_piece;
        f.fake.blocks = manner->blocks;
        f.fake.fail_at = ++n;
        f.fake.fail_with = with;
        check_truth(&f, send_mail(&f));
        passed = f.fake.operations < n;
        assert_true(!passed || smtp_report_result(report(&f)) == SMTP_OK);
        end(&f);
    }
    return n - 1;
}

static void dying_at_any_operation_never_lies(void **state) {
    (void)state;
    static const ptrdiff_t ways[] = {SMTP_E_CONNECTION_LOST, SMTP_E_END_OF_STREAM, SMTP_E_TLS_RECORD, 0, 1 << 30};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct fake manner = {.piece = 0};
        assert_true(die_everywhere(&manner, ways[i]) > 10);
        manner.piece = 1;
        manner.send_piece = 1;
        assert_true(die_everywhere(&manner, ways[i]) > 300);
        manner.blocks = true;
        assert_true(die_everywhere(&manner, ways[i]) > 600);
    }
}

#define UNTIL_DATA OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\n"

/* A server may refuse, close, and not read what still comes: its last word explains the broken pipe. */
static void a_last_word_is_read_although_sending_failed(void **state) {
    (void)state;
    for (size_t piece = 0; piece < 3; piece++) {
        struct fixture f;
        begin(&f, UNTIL_DATA "K:-904\nS:452 4.3.1 full\nX\n", 1);
        f.fake.piece = piece;
        assert_int_equal(send_mail(&f), SMTP_E_TRANSIENT);
        assert_report(&f, SMTP_OUTCOME_DEFERRED, SMTP_E_TRANSIENT, SMTP_PHASE_CONTENT);
        assert_int_equal(smtp_report_code(report(&f)), 452);
        assert_string_equal(smtp_report_text(report(&f)), "4.3.1 full");
        end(&f);
    }
}

/* With no last word there, none is waited for, and the reason is why sending failed, or that the server had closed. */
static void without_a_last_word_sending_is_the_reason(void **state) {
    (void)state;
    static const char *const scripts[] = {UNTIL_DATA "K:-904\n", UNTIL_DATA "K:-904\nX\n",
                                          UNTIL_DATA "K:-904\nS:250 not a refusal\n"};
    static const smtp_result results[] = {SMTP_E_CONNECTION_LOST, SMTP_E_END_OF_STREAM, SMTP_E_REPLY_UNEXPECTED};
    for (size_t i = 0; i < 3; i++) {
        struct fixture f;
        begin(&f, scripts[i], 1);
        uint64_t start = f.fake.now_ms;
        smtp_result wanted = results[i];
        assert_int_equal(send_mail(&f), wanted);
        assert_report(&f, SMTP_OUTCOME_FAILED, wanted, SMTP_PHASE_CONTENT);
        assert_int_equal(f.fake.now_ms, start);
        end(&f);
    }
}

static void a_blocked_server_that_still_speaks_is_heard(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nB\nP:500\n"
                  "S:421 going down\nX\n",
          1);
    assert_int_equal(send_mail(&f), SMTP_E_SERVICE_CLOSING);
    assert_report(&f, SMTP_OUTCOME_DEFERRED, SMTP_E_SERVICE_CLOSING, SMTP_PHASE_CONTENT);
    end(&f);
}

/* RFC 3207 s4.2: bytes before the handshake could be anybody's. */
static void bytes_before_tls_end_it(void **state) {
    (void)state;
    for (size_t piece = 0; piece < 60; piece++) {
        struct fixture f;
        begin_tls(&f,
                  "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nS:250 forged\nT\n");
        smtp_result result = send_mail(&f);
        assert_int_equal(result, SMTP_E_BYTES_BEFORE_TLS);
        assert_int_equal(f.fake.handshakes, 0);
        assert_int_equal(smtp_report_outcome(report(&f)), SMTP_OUTCOME_FAILED);
        end(&f);
    }
}

static void a_refused_handshake_is_told_as_it_is(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT:-406\n");
    f.fake.problem = "certificate expired on 2021-01-02";
    assert_int_equal(send_mail(&f), SMTP_E_CERTIFICATE_EXPIRED);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_CERTIFICATE_EXPIRED, SMTP_PHASE_TLS);
    assert_non_null(strstr(smtp_report_message(report(&f)), "certificate expired on 2021-01-02"));
    end(&f);
}

static void a_transport_without_tls_is_an_error(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\n");
    f.fake.ops.start_tls = NULL;
    assert_int_equal(send_mail(&f), SMTP_E_NO_TLS);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NO_TLS, SMTP_PHASE_TLS);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_works_in_whatever_pieces),
        cmocka_unit_test(the_server_may_be_split_anywhere),
        cmocka_unit_test(dying_at_any_operation_never_lies),
        cmocka_unit_test(a_last_word_is_read_although_sending_failed),
        cmocka_unit_test(without_a_last_word_sending_is_the_reason),
        cmocka_unit_test(a_blocked_server_that_still_speaks_is_heard),
        cmocka_unit_test(bytes_before_tls_end_it),
        cmocka_unit_test(a_refused_handshake_is_told_as_it_is),
        cmocka_unit_test(a_transport_without_tls_is_an_error),
    };
    return cmocka_run_group_tests_name("client/pump", tests, NULL, NULL);
}
