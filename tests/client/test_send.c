/* SPDX-License-Identifier: MIT */
/* The blocking calls are the stepwise ones in a loop. */
#include "fixture.h"

static const char *const scripts[] = {
    OPENING MAIL_A,
    PIPELINING MAIL_A_PIPELINED,
    "",
    "F:-903\n",
    "P:900000\n",
    "S:554 no\n",
    OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:550 no\n",
    OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nX\n",
    OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\n",
    "P:3000\n" OPENING MAIL_A,
};

enum { SCRIPTS = sizeof scripts / sizeof scripts[0] };

/* An event loop: waits for what is wanted, as long as is wanted. */
static smtp_result step_through(struct fixture *f) {
    smtp_result result;
    while ((result = smtp_client_step(f->client)) == SMTP_PENDING) {
        uint32_t waits = smtp_client_waits(f->client);
        uint32_t timeout_ms = smtp_client_timeout_ms(f->client);
        assert_in_range(waits, 0, 3);
        assert_in_range(timeout_ms, 0, 600000);
        if (waits != 0) {
            assert_int_equal(f->fake.ops.wait(&f->fake, waits, timeout_ms), SMTP_OK);
        }
    }
    assert_int_equal(smtp_client_waits(f->client), 0);
    assert_int_equal(smtp_client_timeout_ms(f->client), 0);
    return result;
}

static void blocking_equals_stepwise(void **state) {
    (void)state;
    for (size_t i = 0; i < SCRIPTS * 2; i++) {
        struct fixture a;
        struct fixture b;
        begin(&a, scripts[i / 2], 1);
        begin(&b, scripts[i / 2], 1);
        a.fake.blocks = b.fake.blocks = i % 2;
        a.fake.piece = b.fake.piece = i % 2;
        assert_int_equal(smtp_client_start_send(b.client, b.envelope, b.source), SMTP_OK);
        assert_int_equal(send_mail(&a), step_through(&b));
        assert_report(&b, smtp_report_outcome(report(&a)), smtp_report_result(report(&a)),
                      smtp_report_phase(report(&a)));
        assert_string_equal(smtp_report_message(report(&a)), smtp_report_message(report(&b)));
        assert_string_equal(a.fake.content, b.fake.content);
        assert_true(a.fake.operations >= b.fake.operations); /* it looks for cancelling in between */
        assert_int_equal(a.fake.now_ms, b.fake.now_ms);
        end(&a);
        end(&b);
    }
}

/* An event loop gets its turn although the server never pauses. */
static void a_step_ends(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    f.fake.piece = 1;
    f.fake.send_piece = 1;
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    int steps = 1;
    while (smtp_client_step(f.client) == SMTP_PENDING) {
        assert_true(f.fake.operations <= 130L * steps);
        steps++;
    }
    assert_true(steps > 2);
    end(&f);
}

static void without_waiting_nothing_can_block(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    f.fake.ops.wait = NULL;
    assert_int_equal(send_mail(&f), SMTP_E_STATE);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_STATE);
    assert_int_equal(smtp_client_close(f.client), SMTP_E_STATE);
    assert_int_equal(smtp_client_send_message(f.client, NULL), SMTP_E_STATE);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    smtp_result result;
    while ((result = smtp_client_step(f.client)) == SMTP_PENDING) {
    }
    assert_int_equal(result, SMTP_OK);
    end(&f);
}

static void nobody_can_send_nothing(void **state) {
    (void)state;
    assert_int_equal(smtp_client_send(NULL, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_send_message(NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_check(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_close(NULL), SMTP_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocking_equals_stepwise),
        cmocka_unit_test(a_step_ends),
        cmocka_unit_test(without_waiting_nothing_can_block),
        cmocka_unit_test(nobody_can_send_nothing),
    };
    return cmocka_run_group_tests_name("client/send", tests, NULL, NULL);
}
