/* SPDX-License-Identifier: MIT */
/* How long each phase took: the machine's clock stands still but where the server pauses. */
#include "fixture.h"
#include "many.h"

static void times_are(const struct fixture *f, const int32_t wanted[SMTP_PHASE_DONE]) {
    for (int32_t phase = SMTP_PHASE_SETUP; phase < SMTP_PHASE_DONE; phase++) {
        int32_t ms = smtp_report_phase_ms(report(f), phase);
        if (ms != wanted[phase]) {
            fail_msg("%s: %d ms, not %d", smtp_phase_name(phase), (int)ms, (int)wanted[phase]);
        }
    }
}

static void a_first_mail_goes_through_all_phases(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "P:10\nP:20\nS:220 hi\nC:EHLO me.test\nP:30\nS:250-x\nS:250 STARTTLS\nC:STARTTLS\nP:40\nS:220 go\nP:50\nT\n"
          "C:EHLO me.test\nP:60\nS:250-x\nS:250 AUTH PLAIN\nC:AUTH PLAIN AG1lAHB3\nP:70\nS:235 ok\n"
          "C:MAIL FROM:<me@x.test>\nP:80\nS:250 ok\nC:RCPT TO:<a@x.test>\nP:90\nS:250 ok\nC:RCPT TO:<b@x.test>\nP:1\n"
          "S:250 ok\nC:DATA\nP:100\nS:354 go\nD\nP:110\nS:250 queued\n",
          2);
    assert_int_equal(smtp_client_set_url(f.client, "smtp://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_credentials(f.client, "me", SMTP_Z, "pw", SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    times_are(&f, (const int32_t[]){-1, 10 + 20, 0, 30 + 60, 40, 50, 70, 80, 90 + 1, 100, 0, 110, -1, -1});
    assert_int_equal(smtp_report_elapsed_ms(report(&f)), 661);
    end(&f);
}

static void a_second_mail_has_no_connection_to_wait_for(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "P:5\n" PIPELINING MAIL_A_PIPELINED
          "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nP:7\nS:250 ok\nS:250 ok\nS:354 go\nD\nP:9\n"
          "S:250 2.0.0 queued\n",
          1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_report_elapsed_ms(report(&f)), 5);
    f.fake.now_ms += 1000;
    assert_int_equal(send_mail(&f), SMTP_OK);
    times_are(&f, (const int32_t[]){-1, -1, -1, -1, -1, -1, -1, 7, 0, 0, 0, 9, -1, -1});
    assert_int_equal(smtp_report_elapsed_ms(report(&f)), 16);
    end(&f);
}

static void a_failure_has_its_time_too(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\n", 1);
    assert_int_equal(smtp_client_set_timeout(f.client, 3000), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TIMEOUT);
    times_are(&f, (const int32_t[]){-1, 0, 0, 0, -1, -1, -1, 0, 3000, -1, -1, -1, -1, -1});
    assert_int_equal(smtp_report_elapsed_ms(report(&f)), 3000);
    end(&f);
    begin(&f, "P:100000\n", 1);
    assert_int_equal(smtp_client_set_timeout(f.client, 3000), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TIMEOUT);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_CONNECT), 3000);
    end(&f);
}

static void a_check_has_times(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "P:5\nS:220 hi\nC:EHLO me.test\nP:6\nS:250 x.test\n" QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_CONNECT), 5);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_EHLO), 6);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_MAIL), -1);
    end(&f);
}

static void what_is_no_phase_has_no_time(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    assert_int_equal(smtp_report_phase_ms(NULL, SMTP_PHASE_MAIL), -1);
    assert_int_equal(smtp_report_elapsed_ms(NULL), 0);
    assert_int_equal(smtp_report_elapsed_ms(report(&f)), 0);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_MAIL), -1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_report_phase_ms(report(&f), -1), -1);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_DONE), -1);
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_DONE + 1), -1);
    end(&f);
}

static smtp_result slow_next(void *context, smtp_mail_item *mail) {
    struct many *m = context;
    m->model.fake.now_ms += 300;
    return next_mail(context, mail);
}

static void phases_are_a_part_of_all(void *context, void *mail_context, const smtp_report *told) {
    int64_t sum = 0;
    for (int32_t phase = SMTP_PHASE_SETUP; phase < SMTP_PHASE_DONE; phase++) {
        int32_t ms = smtp_report_phase_ms(told, phase);
        sum += ms > 0 ? ms : 0;
    }
    assert_true(sum <= smtp_report_elapsed_ms(told));
    mail_done(context, mail_context, told);
}

/* What the caller takes to bring a mail is no time of that mail. */
static void phases_take_no_more_than_the_whole(void **state) {
    (void)state;
    for (int32_t level = SMTP_PIPELINING_OFF; level <= SMTP_PIPELINING_ACROSS_MAILS; level++) {
        struct many m;
        begin_many(&m, "PIPELINING,CHUNKING,LIMITS MAILMAX=2", 5, 1);
        assert_int_equal(smtp_client_set_pipelining(m.client, level), SMTP_OK);
        assert_int_equal(smtp_client_send_all(m.client, slow_next, phases_are_a_part_of_all, &m), SMTP_OK);
        assert_int_equal(m.done, 5);
        end_many(&m);
    }
}

/* A time that does not fit stays at the most there is. */
static void ages_do_not_overflow(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "P:3000000\n" OPENING MAIL_A, 1);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    assert_int_equal(smtp_client_set_timeout(f.client, UINT32_MAX), SMTP_E_STATE);
    assert_int_equal(smtp_client_step(f.client), SMTP_PENDING);
    f.fake.now_ms += UINT64_C(1) << 40;
    f.fake.pause_until = 0;
    smtp_result result;
    while ((result = smtp_client_step(f.client)) == SMTP_PENDING) {
    }
    assert_int_equal(smtp_report_phase_ms(report(&f), SMTP_PHASE_CONNECT), INT32_MAX);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_mail_goes_through_all_phases),
        cmocka_unit_test(a_second_mail_has_no_connection_to_wait_for),
        cmocka_unit_test(a_failure_has_its_time_too),
        cmocka_unit_test(a_check_has_times),
        cmocka_unit_test(what_is_no_phase_has_no_time),
        cmocka_unit_test(phases_take_no_more_than_the_whole),
        cmocka_unit_test(ages_do_not_overflow),
    };
    return cmocka_run_group_tests_name("client/timing", tests, NULL, NULL);
}
