/* SPDX-License-Identifier: MIT */
/* Mails in several transactions, and connections that are renewed because the server takes only so many mails. */
#include "many.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static smtp_result send_one(struct many *m) {
    return smtp_client_send(m->client, m->mails[0].envelope, m->mails[0].source);
}

static const smtp_report *report(const struct many *m) {
    return smtp_client_report(m->client);
}

/* What the client's report tells of a mail's recipients is what the server took. */
static void is_told_as_taken(const struct many *m) {
    for (size_t r = 0; r < smtp_report_recipient_count(report(m)); r++) {
        size_t times = taken(m, 0, r);
        int32_t told = smtp_report_recipient_accepted(report(m), r);
        if (times > 1 || (told == 1 && times == 0) || (told == 0 && times > 0)) {
            fail_msg("recipient %zu: taken %zu times, told %d", r, times, (int)told);
        }
    }
}

/* The limit is told beforehand, or found out; whatever the level is. */
static void more_recipients_than_the_server_takes_at_once(void **state) {
    (void)state;
    static const char *const offers[] = {"PIPELINING,LIMITS RCPTMAX=3", "LIMITS RCPTMAX=3 MAILMAX=100", "PIPELINING",
                                         ""};
    static const size_t recipients[] = {1, 3, 4, 6, 7, 40};
    for (size_t o = 0; o < 4; o++) {
        for (size_t i = 0; i < COUNT(recipients); i++) {
            struct many m;
            begin_many(&m, offers[o], 1, recipients[i]);
            m.model.recipients_most = 3;
            assert_int_equal(send_one(&m), SMTP_OK);
            assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_SENT);
            assert_int_equal(smtp_report_phase(report(&m)), SMTP_PHASE_DONE);
            assert_int_equal(smtp_report_code(report(&m)), 250);
            assert_string_equal(smtp_report_queue_id(report(&m)), "4F2X");
            assert_int_equal(m.model.mail_count, (recipients[i] + 2) / 3);
            assert_int_equal(m.model.connections, 1);
            for (size_t r = 0; r < recipients[i]; r++) {
                assert_int_equal(taken(&m, 0, r), 1);
                assert_int_equal(smtp_report_recipient_accepted(report(&m), r), 1);
                assert_int_equal(smtp_report_recipient_code(report(&m), r), 250);
            }
            for (size_t n = 0; n < m.model.mail_count; n++) {
                assert_string_equal(m.model.mails[n].content, "Subject: m1\r\n\r\nhello\r\n..dot\r\n");
            }
            end_many(&m);
        }
    }
}

static size_t asked(const struct many *m) {
    size_t count = 0;
    for (const char *at = m->model.said; (at = strstr(at, "RCPT TO:")) != NULL; at++) {
        count++;
    }
    return count;
}

/* What was found out is minded: else the recipients that are asked would grow with the square of their number. */
static void a_limit_that_was_found_out_is_minded(void **state) {
    (void)state;
    static const char *const refuses[] = {NULL, "<r9@", "<r1"};
    for (size_t most = 2; most < 10; most++) {
        for (size_t i = 0; i < COUNT(refuses); i++) {
            struct many m;
            begin_many(&m, "PIPELINING", 1, 60);
            m.model.recipients_most = most;
            m.model.refuses = refuses[i];
            assert_int_equal(send_one(&m), i == 0 ? SMTP_OK : SMTP_E_PERMANENT);
            is_told_as_taken(&m);
            assert_in_range(asked(&m), 60, 2 * 60 + 20);
            end_many(&m);
        }
    }
}

/* As many domains as the server takes in a session; two that differ in case alone are one. */
static void more_domains_than_the_server_takes_at_once(void **state) {
    (void)state;
    static const char *const addresses[] = {
        "a@one.test", "\"x@two.test\"@one.test", "b@TWO.test", "c@three.test", "d@two.TEST", "e@four.test"};
    struct many m;
    begin_many(&m, "PIPELINING,LIMITS RCPTDOMAINMAX=2", 1, 0);
    for (size_t i = 0; i < COUNT(addresses); i++) {
        assert_int_equal(smtp_envelope_add_recipient(m.mails[0].envelope, addresses[i], SMTP_Z), SMTP_OK);
    }
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(m.model.mail_count, 2);
    assert_int_equal(m.model.mails[0].recipients, 4);
    assert_string_equal(m.model.mails[0].to[3], "<d@two.TEST>");
    assert_string_equal(m.model.mails[1].to[0], "<c@three.test>");
    assert_string_equal(m.model.mails[1].to[1], "<e@four.test>");
    assert_int_equal(m.model.connections, 2);
    end_many(&m);
}

static void absurd_limits_split_nothing(void **state) {
    (void)state;
    static const char *const offers[] = {"LIMITS RCPTMAX=0",  "LIMITS RCPTMAX=99999999999999999999",
                                         "LIMITS RCPTMAX=-1", "LIMITS RCPTMAX=",
                                         "LIMITS RCPTMAX",    "LIMITS RCPTMAX=2x"};
    for (size_t i = 0; i < COUNT(offers); i++) {
        struct many m;
        begin_many(&m, offers[i], 1, 5);
        assert_int_equal(send_one(&m), SMTP_OK);
        assert_int_equal(m.model.mail_count, 1);
        end_many(&m);
    }
}

static void what_can_be_read_once_is_not_split(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING,LIMITS RCPTMAX=3", 0, 0);
    add_mail(&m, 4, true);
    assert_int_equal(send_one(&m), SMTP_E_TOO_MANY_RECIPIENTS);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_FAILED);
    assert_int_equal(m.model.mail_count, 0);
    end_many(&m);
    /* and where the limit is found out, those beyond it are deferred */
    begin_many(&m, "PIPELINING", 0, 0);
    add_mail(&m, 4, true);
    m.model.recipients_most = 3;
    assert_int_equal(send_one(&m), SMTP_E_TRANSIENT);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_PARTIAL);
    assert_int_equal(smtp_report_recipient_code(report(&m), 3), 452);
    assert_true(smtp_report_retry_after_s(report(&m)) > 0);
    is_told_as_taken(&m);
    end_many(&m);
}

/* All that are refused for other reasons stay so. */
static void refusals_are_told_over_all_transactions(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING,LIMITS RCPTMAX=3", 1, 8);
    m.model.refuses = "<r4@";
    assert_int_equal(send_one(&m), SMTP_E_PERMANENT);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_PARTIAL);
    assert_int_equal(smtp_report_phase(report(&m)), SMTP_PHASE_DONE);
    assert_int_equal(smtp_report_code(report(&m)), 250);
    assert_int_equal(smtp_report_recipient_code(report(&m), 4), 550);
    assert_int_equal(smtp_report_recipient_accepted(report(&m), 4), 0);
    assert_int_equal(m.model.mail_count, 3);
    is_told_as_taken(&m);
    end_many(&m);
    /* a transaction for nobody stands between two others */
    begin_many(&m, "PIPELINING,LIMITS RCPTMAX=1", 1, 3);
    m.model.refuses = "<r1@";
    assert_int_equal(send_one(&m), SMTP_E_PERMANENT);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_PARTIAL);
    assert_int_equal(smtp_report_code(report(&m)), 250);
    assert_int_equal(m.model.mail_count, 2);
    is_told_as_taken(&m);
    end_many(&m);
    /* and each of them is refused */
    begin_many(&m, "PIPELINING,LIMITS RCPTMAX=2", 1, 6);
    m.model.refuses = "@x.test>";
    assert_int_equal(send_one(&m), SMTP_E_PERMANENT);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_REFUSED);
    assert_int_equal(smtp_report_phase(report(&m)), SMTP_PHASE_RCPT);
    assert_int_equal(smtp_report_code(report(&m)), 550);
    assert_int_equal(smtp_report_recipient_code(report(&m), 5), 550);
    end_many(&m);
}

/* P4: a mail that was taken for a part and then fails. */
static void what_fails_in_the_middle_is_told_by_recipient(void **state) {
    (void)state;
    static const char *const offers[] = {"PIPELINING,LIMITS RCPTMAX=3", "PIPELINING"};
    for (size_t o = 0; o < 2; o++) {
        bool passed = false;
        bool was_partial = false;
        bool was_unknown = false;
        bool was_sent_in_three = false;
        for (long n = 1; !passed; n++) {
            struct many m;
            begin_many(&m, offers[o], 1, 8);
            m.model.recipients_most = 3;
            m.model.piece = 1;
            m.model.dies_at = n;
            (void)send_one(&m);
            passed = m.model.connections == 1 && m.model.mail_count == 3 && !m.model.is_lost;
            is_told_as_taken(&m);
            int32_t outcome = smtp_report_outcome(report(&m));
            was_partial = was_partial || outcome == SMTP_OUTCOME_PARTIAL;
            was_unknown = was_unknown || outcome == SMTP_OUTCOME_UNKNOWN;
            was_sent_in_three = was_sent_in_three || (outcome == SMTP_OUTCOME_SENT && m.model.connections == 3);
            if (outcome == SMTP_OUTCOME_PARTIAL) {
                assert_int_equal(smtp_report_recipient_accepted(report(&m), 0), 1);
                assert_int_equal(smtp_report_recipient_accepted(report(&m), 7), 0);
                assert_non_null(strstr(smtp_report_message(report(&m)), " of 8 recipients"));
            }
            end_many(&m);
        }
        assert_true(was_partial && was_unknown && (was_sent_in_three || o == 1));
    }
}

/* The next transaction of a mail goes out over another connection if this one turns out dead. */
static void a_dead_connection_between_two_transactions(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "LIMITS RCPTMAX=3", 1, 8);
    m.model.closes_at = "MAIL FROM:<m1@x.test>";
    assert_int_equal(send_one(&m), SMTP_E_SERVICE_CLOSING);
    assert_int_equal(m.model.connections, 1);
    end_many(&m);
    begin_many(&m, "LIMITS RCPTMAX=3", 1, 8);
    m.model.closes_at = "RCPT TO:<r3@";
    m.model.dies_on = 1;
    assert_int_equal(send_one(&m), SMTP_E_SERVICE_CLOSING);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_PARTIAL);
    is_told_as_taken(&m);
    end_many(&m);
    begin_many(&m, "LIMITS RCPTMAX=3", 1, 8);
    m.model.breaks_at = "RCPT TO:<r3@";
    m.model.dies_on = 1;
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(m.model.connections, 2);
    is_told_as_taken(&m);
    end_many(&m);
}

/* Several mails, each in several transactions. */
static void split_mails_among_others(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n += 3) {
        struct many m;
        begin_many(&m, "PIPELINING,LIMITS RCPTMAX=2", 3, 5);
        m.model.piece = 3;
        m.model.dies_at = n;
        m.model.dies_on = 1;
        (void)send_many(&m);
        passed = m.model.connections == 1 && m.model.mail_count == 9;
        is_true(&m, 5);
        assert_int_equal(m.done, m.asked);
        end_many(&m);
    }
}

/* ---- MAILMAX ---- */

static void a_connection_is_renewed_when_it_is_full(void **state) {
    (void)state;
    static const char *const offers[] = {"LIMITS MAILMAX=3", "PIPELINING,LIMITS MAILMAX=3",
                                         "PIPELINING,CHUNKING,LIMITS MAILMAX=3"};
    for (size_t o = 0; o < 3; o++) {
        struct many m;
        begin_many(&m, offers[o], 10, 1);
        assert_int_equal(smtp_client_set_chunking(m.client, 1), SMTP_OK);
        assert_int_equal(send_many(&m), SMTP_OK);
        is_true(&m, 1);
        assert_int_equal(m.done, 10);
        assert_int_equal(m.model.connections, 4);
        assert_int_equal(m.model.quits, 3);
        for (size_t i = 0; i < 10; i++) {
            assert_int_equal(m.model.mails[i].connection, i / 3 + 1);
        }
        end_many(&m);
    }
}

/* Also between two calls, and between two transactions of one mail. */
static void a_full_connection_does_not_stop_a_single_mail(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "LIMITS MAILMAX=1", 1, 1);
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(send_one(&m), SMTP_OK);
        assert_int_equal(m.model.connections, i);
    }
    end_many(&m);
    begin_many(&m, "LIMITS MAILMAX=1 RCPTMAX=2", 1, 5);
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(m.model.connections, 3);
    is_told_as_taken(&m);
    end_many(&m);
}

/* A server that does not answer to QUIT costs two seconds each time, and the deadline counts meanwhile. */
static void a_renewal_keeps_to_the_time(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "LIMITS MAILMAX=1", 3, 1);
    m.model.hangs_at = "QUIT";
    uint64_t begin = m.model.fake.now_ms;
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_in_range(m.model.fake.now_ms - begin, 4000, 5000);
    assert_int_equal(m.model.connections, 3);
    end_many(&m);
    begin_many(&m, "LIMITS MAILMAX=1", 3, 1);
    m.model.hangs_at = "QUIT";
    assert_int_equal(smtp_client_set_deadline(m.client, 3000), SMTP_OK);
    begin = m.model.fake.now_ms;
    assert_int_equal(send_many(&m), SMTP_E_DEADLINE);
    assert_in_range(m.model.fake.now_ms - begin, 3000, 4000);
    is_true(&m, 1);
    assert_int_equal(m.done, 3);
    assert_int_equal(m.mails[1].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.mails[2].result, SMTP_E_DEADLINE);
    end_many(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_recipients_than_the_server_takes_at_once),
        cmocka_unit_test(a_limit_that_was_found_out_is_minded),
        cmocka_unit_test(more_domains_than_the_server_takes_at_once),
        cmocka_unit_test(absurd_limits_split_nothing),
        cmocka_unit_test(what_can_be_read_once_is_not_split),
        cmocka_unit_test(refusals_are_told_over_all_transactions),
        cmocka_unit_test(what_fails_in_the_middle_is_told_by_recipient),
        cmocka_unit_test(a_dead_connection_between_two_transactions),
        cmocka_unit_test(split_mails_among_others),
        cmocka_unit_test(a_connection_is_renewed_when_it_is_full),
        cmocka_unit_test(a_full_connection_does_not_stop_a_single_mail),
        cmocka_unit_test(a_renewal_keeps_to_the_time),
    };
    return cmocka_run_group_tests_name("client/split", tests, NULL, NULL);
}
