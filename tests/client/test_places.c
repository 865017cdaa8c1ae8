/* SPDX-License-Identifier: MIT */
/* Many mails in one call: asked for, sent and told in their order; test_fate.c has connections that die meanwhile. */
#include "many.h"

static const int32_t levels[] = {SMTP_PIPELINING_OFF, SMTP_PIPELINING_WITHIN_MAIL, SMTP_PIPELINING_ACROSS_MAILS};
static const char *const offers[] = {"", "PIPELINING", "PIPELINING,CHUNKING"};

static void every_mail_is_sent_and_told_in_its_order(void **state) {
    (void)state;
    for (size_t o = 0; o < 3; o++) {
        for (size_t i = 0; i < 3; i++) {
            for (int chunking = 0; chunking < 2; chunking++) {
                struct many m;
                begin_many(&m, offers[o], 10, 2);
                m.model.piece = i;
                assert_int_equal(smtp_client_set_pipelining(m.client, levels[i]), SMTP_OK);
                assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
                assert_int_equal(send_many(&m), SMTP_OK);
                is_true(&m, 2);
                assert_int_equal(m.done, 10);
                assert_int_equal(m.model.mail_count, 10);
                assert_int_equal(strstr(m.model.said, "BDAT") != NULL, o == 2 && chunking == 1);
                assert_int_equal(m.model.connections, 1);
                assert_string_equal(m.model.mails[9].from, "<m10@x.test>");
                assert_non_null(strstr(m.model.mails[9].content, "Subject: m10\r\n\r\nhello\r\n"));
                assert_int_equal(m.mails[9].outcome, SMTP_OUTCOME_SENT);
                assert_int_equal(smtp_report_outcome(smtp_client_report(m.client)), SMTP_OUTCOME_SENT);
                assert_string_equal(smtp_report_recipient_address(smtp_client_report(m.client), 1), "r1@x.test");
                assert_in_range(m.most, 1, SMTP_CFG_WINDOW);
                assert_int_equal(smtp_client_close(m.client), SMTP_OK);
                assert_int_equal(m.model.quits, 1);
                end_many(&m);
            }
        }
    }
}

static void across_mails_several_are_under_way(void **state) {
    (void)state;
    NEEDS_A_WINDOW();
    struct many m;
    begin_many(&m, "PIPELINING,CHUNKING", 12, 1);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_in_range(m.most, 2, SMTP_CFG_WINDOW);
    end_many(&m);
    begin_many(&m, "PIPELINING,CHUNKING", 12, 1);
    assert_int_equal(smtp_client_set_chunking(m.client, 1), SMTP_OK);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_int_equal(m.most, SMTP_CFG_WINDOW < MANY ? SMTP_CFG_WINDOW : MANY);
    end_many(&m);
    begin_many(&m, "PIPELINING,CHUNKING", 12, 1);
    assert_int_equal(smtp_client_set_pipelining(m.client, SMTP_PIPELINING_WITHIN_MAIL), SMTP_OK);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_int_equal(m.most, 1);
    end_many(&m);
}

/* One that is refused stops no other; the client's report is of the first that was not sent. */
static void a_refusal_is_of_its_mail_alone(void **state) {
    (void)state;
    static const char *const refused[] = {"m2@", "Subject: m2"};
    for (size_t i = 0; i < 2; i++) {
        struct many m;
        begin_many(&m, "PIPELINING", 4, 1);
        m.model.refuses = refused[i];
        if (i == 0) {
            assert_int_equal(smtp_envelope_add_recipient(m.mails[1].envelope, "m2@y.test", SMTP_Z), SMTP_OK);
        }
        assert_int_equal(send_many(&m), SMTP_E_PERMANENT);
        is_true(&m, 1);
        assert_int_equal(m.mails[1].outcome, i == 0 ? SMTP_OUTCOME_PARTIAL : SMTP_OUTCOME_REFUSED);
        assert_int_equal(m.mails[2].outcome, SMTP_OUTCOME_SENT);
        assert_int_equal(m.mails[3].outcome, SMTP_OUTCOME_SENT);
        assert_int_equal(smtp_report_outcome(smtp_client_report(m.client)), m.mails[1].outcome);
        assert_int_not_equal(*m.mails[1].message, '\0');
        assert_string_equal(m.mails[2].message, "");
        end_many(&m);
    }
}

/* A mail that cannot be sent at all is told in its turn, and costs no connection. */
static void what_is_no_mail_is_told_in_its_turn(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 3, 1);
    smtp_envelope_clear(m.mails[1].envelope);
    assert_int_equal(send_many(&m), SMTP_E_NO_RECIPIENT);
    assert_int_equal(m.mails[0].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.mails[1].result, SMTP_E_NO_RECIPIENT);
    assert_int_equal(m.mails[1].phase, SMTP_PHASE_SETUP);
    assert_int_equal(m.mails[1].order, 1);
    assert_int_equal(m.mails[2].outcome, SMTP_OUTCOME_SENT);
    end_many(&m);
    begin_many(&m, "PIPELINING", 2, 0);
    assert_int_equal(send_many(&m), SMTP_E_NO_RECIPIENT);
    assert_int_equal(m.done, 2);
    assert_int_equal(m.model.connections, 0);
    end_many(&m);
}

static void none_at_all_is_no_error(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 0, 0);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_int_equal(m.model.connections, 0);
    assert_int_equal(smtp_report_outcome(smtp_client_report(m.client)), SMTP_OUTCOME_SENT);
    end_many(&m);
}

/* Those before it are sent; then the whole ends with it. */
static void an_error_of_the_supply_ends_the_whole(void **state) {
    (void)state;
    for (size_t n = 1; n <= 3; n++) {
        struct many m;
        begin_many(&m, "PIPELINING", 5, 1);
        m.fails_at = n;
        assert_int_equal(send_many(&m), SMTP_E_SOURCE);
        is_true(&m, 1);
        assert_int_equal(m.done, n - 1);
        assert_int_equal(m.model.mail_count, n - 1);
        int32_t outcome = smtp_report_outcome(smtp_client_report(m.client));
        assert_int_equal(outcome, n == 1 ? SMTP_OUTCOME_FAILED : SMTP_OUTCOME_SENT);
        end_many(&m);
    }
}

static void what_cannot_start_is_told(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 1, 1);
    assert_int_equal(smtp_client_send_all(NULL, next_mail, NULL, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_send_all(m.client, NULL, mail_done, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_report_result(smtp_client_report(m.client)), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_send_all(m.client, next_mail, NULL, &m), SMTP_OK);
    assert_int_equal(send_many(&m), SMTP_E_STATE);
    smtp_result result;
    while ((result = smtp_client_step(m.client)) == SMTP_PENDING) {
    }
    assert_int_equal(result, SMTP_OK);
    assert_int_equal(m.model.mail_count, 1);
    m.model.fake.ops.wait = NULL;
    assert_int_equal(send_many(&m), SMTP_E_STATE);
    end_many(&m);
    smtp_client *client;
    begin_many(&m, "", 1, 1);
    assert_int_equal(smtp_client_new(&m.model.fake.platform, &client), SMTP_OK);
    assert_int_equal(smtp_client_send_all(client, next_mail, mail_done, &m), SMTP_E_NO_SERVER);
    smtp_client_free(client);
    end_many(&m);
}

/* Where nothing can be sent every mail that was asked for is told so, and no other is asked for. */
static void a_server_that_is_none_ends_the_whole(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct many m;
        begin_many(&m, "PIPELINING", 4, 1);
        m.model.closes_at = i == 0 ? "EHLO" : NULL;
        assert_int_equal(i == 0 ? SMTP_OK : smtp_client_set_url(m.client, "smtp://x.test", SMTP_Z), SMTP_OK);
        assert_true(send_many(&m) < 0);
        assert_int_equal(m.asked, 1);
        assert_int_equal(m.mails[0].times, 1);
        assert_int_equal(m.mails[0].phase, SMTP_PHASE_EHLO);
        assert_int_equal(m.model.connections, 1);
        end_many(&m);
    }
}

/* Each allocation fails once: the report is true, and the client is good for another call. */
static void without_memory_nothing_is_untrue(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct many m;
        begin_many(&m, "PIPELINING,LIMITS RCPTMAX=2", 3, 5);
        m.model.fake.allocator.calls = 0;
        m.model.fake.allocator.fail_at = n;
        (void)send_many(&m);
        passed = m.model.fake.allocator.calls < n;
        m.model.fake.allocator.fail_at = 0;
        is_true(&m, 5);
        assert_int_equal(smtp_client_send(m.client, m.mails[2].envelope, m.mails[2].source), SMTP_OK);
        end_many(&m);
    }
}

/* ---- time ---- */

static struct many *cancelled;

static void cancel(void *context) {
    (void)context;
    smtp_client_cancel(cancelled->client);
}

static void done_and_cancel(void *context, void *mail_context, const smtp_report *report) {
    mail_done(context, mail_context, report);
    cancel(context);
}

static void cancelling_ends_the_whole(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 10, 1);
    m.model.piece = 3;
    cancelled = &m;
    assert_int_equal(smtp_client_send_all(m.client, next_mail, done_and_cancel, &m), SMTP_E_CANCELLED);
    is_true(&m, 1);
    assert_int_equal(m.mails[0].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.mails[1].result, SMTP_E_CANCELLED);
    assert_in_range(m.asked, 2, SMTP_CFG_WINDOW + 1);
    assert_int_equal(m.model.connections, 1);
    end_many(&m);
}

/* At every step, also where no mail is under way: it is no success where mails are left. */
static void what_ends_the_whole_before_its_time_is_no_success(void **state) {
    (void)state;
    for (int32_t level = SMTP_PIPELINING_OFF; level <= SMTP_PIPELINING_ACROSS_MAILS; level++) {
        bool passed = false;
        for (long n = 0; !passed; n++) {
            struct many m;
            begin_many(&m, "PIPELINING,CHUNKING,LIMITS MAILMAX=4", 12, 1);
            assert_int_equal(smtp_client_set_pipelining(m.client, level), SMTP_OK);
            assert_int_equal(smtp_client_set_deadline(m.client, 1000), SMTP_OK);
            assert_int_equal(smtp_client_start_send_all(m.client, next_mail, mail_done, &m), SMTP_OK);
            smtp_result result = SMTP_PENDING;
            long steps = 0;
            for (; result == SMTP_PENDING; steps++) {
                m.model.fake.now_ms += steps == n / 2 && n % 2 == 0 ? 1000 : 0;
                if (steps == n / 2 && n % 2 == 1) {
                    smtp_client_cancel(m.client);
                }
                result = smtp_client_step(m.client);
            }
            passed = steps <= n / 2;
            is_true(&m, 1);
            if (m.model.mail_count < 12) {
                assert_int_equal(result, n % 2 == 0 ? SMTP_E_DEADLINE : SMTP_E_CANCELLED);
            }
            if (m.done == 0) {
                assert_int_equal(smtp_report_result(smtp_client_report(m.client)), result);
            }
            end_many(&m);
        }
    }
}

static smtp_result next_without_end(void *context, smtp_mail_item *mail) {
    struct many *m = context;
    m->model.fake.now_ms++;
    m->asked++;
    mail->envelope = m->asked > 10000 ? NULL : m->mails[0].envelope;
    mail->source = m->mails[0].source;
    return SMTP_OK;
}

/* A supply of nothing that can be sent does not keep a step from its end. */
static void the_deadline_holds_where_nothing_can_be_sent(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 1, 0);
    assert_int_equal(smtp_client_set_deadline(m.client, 1000), SMTP_OK);
    assert_int_equal(smtp_client_send_all(m.client, next_without_end, NULL, &m), SMTP_E_NO_RECIPIENT);
    assert_in_range(m.asked, 1000, 1100);
    end_many(&m);
}

static void the_deadline_is_that_of_the_whole(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 10, 1);
    m.model.hangs_at = "MAIL FROM:<m3@";
    m.model.dies_on = 1;
    assert_int_equal(smtp_client_set_deadline(m.client, 60000), SMTP_OK);
    uint64_t begin = m.model.fake.now_ms;
    assert_int_equal(send_many(&m), SMTP_E_DEADLINE);
    assert_in_range(m.model.fake.now_ms - begin, 60000, 61000);
    is_true(&m, 1);
    assert_int_equal(m.mails[1].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.mails[2].result, SMTP_E_DEADLINE);
    assert_int_equal(m.asked, m.done);
    assert_true(m.asked < 10);
    end_many(&m);
}

/* A mail that takes too long fails, and so do those behind it; what comes later is sent. */
static void a_time_out_ends_a_connection_and_not_the_whole(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 10, 1);
    m.model.hangs_at = "MAIL FROM:<m3@";
    m.model.dies_on = 1;
    assert_int_equal(send_many(&m), SMTP_E_TIMEOUT);
    is_true(&m, 1);
    assert_int_equal(m.done, 10);
    assert_int_equal(m.mails[2].result, SMTP_E_TIMEOUT);
    assert_int_equal(m.mails[9].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.model.connections, 2);
    end_many(&m);
}

/* One that waits for the next connection, as this one takes no more, had no part in it. */
static void a_time_out_is_not_of_those_that_wait(void **state) {
    (void)state;
    for (int chunking = 0; chunking < 2; chunking++) {
        struct many m;
        begin_many(&m, "PIPELINING,CHUNKING,LIMITS MAILMAX=2", 6, 1);
        assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
        m.model.hangs_at = "MAIL FROM:<m2@";
        m.model.dies_on = 1;
        assert_int_equal(send_many(&m), SMTP_E_TIMEOUT);
        is_true(&m, 1);
        for (size_t i = 0; i < 6; i++) {
            assert_int_equal(m.mails[i].result, i == 1 ? SMTP_E_TIMEOUT : SMTP_OK);
        }
        end_many(&m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mail_is_sent_and_told_in_its_order),
        cmocka_unit_test(across_mails_several_are_under_way),
        cmocka_unit_test(a_refusal_is_of_its_mail_alone),
        cmocka_unit_test(what_is_no_mail_is_told_in_its_turn),
        cmocka_unit_test(none_at_all_is_no_error),
        cmocka_unit_test(an_error_of_the_supply_ends_the_whole),
        cmocka_unit_test(what_cannot_start_is_told),
        cmocka_unit_test(a_server_that_is_none_ends_the_whole),
        cmocka_unit_test(without_memory_nothing_is_untrue),
        cmocka_unit_test(cancelling_ends_the_whole),
        cmocka_unit_test(what_ends_the_whole_before_its_time_is_no_success),
        cmocka_unit_test(the_deadline_holds_where_nothing_can_be_sent),
        cmocka_unit_test(the_deadline_is_that_of_the_whole),
        cmocka_unit_test(a_time_out_ends_a_connection_and_not_the_whole),
        cmocka_unit_test(a_time_out_is_not_of_those_that_wait),
    };
    return cmocka_run_group_tests_name("client/places", tests, NULL, NULL);
}
