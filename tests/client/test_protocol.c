/* SPDX-License-Identifier: MIT */
/* How mails are handed over, as a client is set: LMTP, all or nothing, extensions, single commands. */
#include "many.h"

static smtp_result send_one(struct many *m) {
    return smtp_client_send(m->client, m->mails[0].envelope, m->mails[0].source);
}

static const smtp_report *report(const struct many *m) {
    return smtp_client_report(m->client);
}

static void begin_lmtp(struct many *m, const char *offers, size_t mails, size_t recipients) {
    begin_many(m, offers, mails, recipients);
    m->model.is_lmtp = true;
    assert_int_equal(smtp_client_set_url(m->client, "lmtp://x.test", SMTP_Z), SMTP_OK);
}

/* ---- LMTP ---- */

static void lmtp_has_a_verdict_for_each_recipient(void **state) {
    (void)state;
    for (int chunking = 0; chunking < 2; chunking++) {
        struct many m;
        begin_lmtp(&m, "PIPELINING,CHUNKING", 1, 2);
        assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
        assert_int_equal(smtp_envelope_add_recipient(m.mails[0].envelope, "full@x.test", SMTP_Z), SMTP_OK);
        assert_int_equal(send_one(&m), SMTP_E_TRANSIENT);
        assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_PARTIAL);
        for (size_t r = 0; r < 3; r++) {
            assert_int_equal(smtp_report_recipient_accepted(report(&m), r), r < 2);
            assert_int_equal(smtp_report_recipient_code(report(&m), r), r < 2 ? 250 : 452);
        }
        assert_string_equal(smtp_report_recipient_text(report(&m), 0), "2.0.0 delivered");
        assert_int_equal(smtp_report_recipient_enhanced(report(&m), 2), 4005003);
        assert_int_equal(m.model.mail_count, 1);
        end_many(&m);
        /* nobody got it */
        begin_lmtp(&m, "PIPELINING,CHUNKING", 1, 0);
        assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
        assert_int_equal(smtp_envelope_add_recipient(m.mails[0].envelope, "full@x.test", SMTP_Z), SMTP_OK);
        assert_int_equal(send_one(&m), SMTP_E_TRANSIENT);
        assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_DEFERRED);
        assert_int_equal(smtp_report_phase(report(&m)), SMTP_PHASE_END);
        assert_int_equal(smtp_report_code(report(&m)), 452);
        end_many(&m);
    }
}

/* The link dies at every octet: who was told has it, who was not may have it, and nobody else. */
static void lmtp_verdicts_that_are_lost_are_unknown(void **state) {
    (void)state;
    bool passed = false;
    bool was_between = false;
    for (long n = 1; !passed; n++) {
        struct many m;
        begin_lmtp(&m, "PIPELINING", 2, 3);
        m.model.piece = 1;
        m.model.dies_at = n;
        m.model.dies_on = 1;
        (void)send_many(&m);
        passed = m.model.connections == 1 && m.model.mail_count == 2;
        is_true(&m, 3);
        const struct one *first = &m.mails[0];
        if (first->accepted[0] == 1 && first->accepted[2] == -1) {
            was_between = true;
            assert_int_equal(first->outcome, SMTP_OUTCOME_UNKNOWN);
        }
        end_many(&m);
    }
    assert_true(was_between);
}

/* The URL says what is spoken, until another does, or the setter. */
static void the_server_says_what_is_spoken(void **state) {
    (void)state;
    struct many m;
    begin_lmtp(&m, "", 1, 1);
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(smtp_client_set_url(m.client, "smtp+plain://x.test", SMTP_Z), SMTP_OK);
    m.model.is_lmtp = false;
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(smtp_client_set_protocol(m.client, SMTP_PROTOCOL_LMTP), SMTP_OK);
    m.model.is_lmtp = true;
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(smtp_client_set_server(m.client, "x.test", SMTP_Z, 0, SMTP_SECURITY_CLEAR), SMTP_OK);
    m.model.is_lmtp = false;
    assert_int_equal(send_one(&m), SMTP_OK);
    end_many(&m);
}

/* ---- all or nothing ---- */

static void all_recipients_or_none(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct many m;
        begin_many(&m, i == 0 ? "PIPELINING" : "PIPELINING,CHUNKING", 2, 3);
        assert_int_equal(smtp_client_set_all_or_nothing(m.client, 1), SMTP_OK);
        assert_int_equal(smtp_client_set_chunking(m.client, 1), SMTP_OK);
        assert_int_equal(smtp_envelope_add_recipient(m.mails[0].envelope, "nobody@x.test", SMTP_Z), SMTP_OK);
        m.model.refuses = "nobody";
        assert_int_equal(send_many(&m), SMTP_E_PERMANENT);
        is_true(&m, 3);
        assert_int_equal(m.mails[0].outcome, SMTP_OUTCOME_REFUSED);
        assert_int_equal(m.mails[0].phase, SMTP_PHASE_RCPT);
        assert_int_equal(m.mails[0].code, 550);
        assert_int_equal(m.mails[1].outcome, SMTP_OUTCOME_SENT);
        assert_int_equal(m.model.mail_count, 1);
        end_many(&m);
    }
}

/* What would take several transactions is none. */
static void all_or_nothing_is_not_split(void **state) {
    (void)state;
    static const char *const offers[] = {"LIMITS RCPTMAX=2", ""};
    for (size_t i = 0; i < 2; i++) {
        struct many m;
        begin_many(&m, offers[i], 1, 3);
        m.model.recipients_most = 2;
        assert_int_equal(smtp_client_set_all_or_nothing(m.client, 1), SMTP_OK);
        assert_int_equal(send_one(&m), i == 0 ? SMTP_E_TOO_MANY_RECIPIENTS : SMTP_E_TRANSIENT);
        assert_int_equal(m.model.mail_count, 0);
        end_many(&m);
    }
}

/* ---- extensions ---- */

static void extensions_that_are_taken_out_are_not_used(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING,SIZE 1000,CHUNKING,LIMITS RCPTMAX=2", 1, 3);
    assert_int_equal(smtp_client_set_chunking(m.client, 1), SMTP_OK);
    assert_int_equal(smtp_client_set_extensions(m.client, 0), SMTP_OK);
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(m.model.mail_count, 1);
    assert_null(strstr(m.model.said, "SIZE="));
    assert_null(strstr(m.model.said, "BDAT"));
    assert_int_equal(smtp_capabilities_extensions(smtp_client_capabilities(m.client)), 0);
    end_many(&m);
}

/* ---- commands ---- */

static smtp_result say(struct many *m, const char *line) {
    return smtp_client_command(m->client, line, SMTP_Z);
}

static void a_command_and_its_answer(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 1, 1);
    assert_int_equal(say(&m, "VRFY smith"), SMTP_OK);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_SENT);
    assert_int_equal(smtp_report_code(report(&m)), 252);
    assert_int_equal(smtp_report_enhanced(report(&m)), 2001005);
    assert_string_equal(smtp_report_text(report(&m)), "2.1.5 maybe");
    assert_int_equal(smtp_report_recipient_count(report(&m)), 0);
    assert_int_equal(say(&m, "XFOO bar"), SMTP_E_PERMANENT);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_REFUSED);
    assert_int_equal(smtp_report_code(report(&m)), 500);
    assert_int_not_equal(*smtp_report_message(report(&m)), '\0');
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(say(&m, "VRFY smith"), SMTP_OK);
    assert_int_equal(m.model.connections, 1);
    end_many(&m);
}

static void what_is_no_command_is_refused(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 1, 1);
    assert_int_equal(smtp_client_command(NULL, "HELP", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(say(&m, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(say(&m, "MAIL FROM:<a@x.test>"), SMTP_E_COMMAND);
    assert_int_equal(say(&m, "VRFY a\r\nRSET"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(say(&m, "ETRN x.test"), SMTP_E_NEEDS_ETRN);
    assert_int_equal(smtp_report_result(report(&m)), SMTP_E_NEEDS_ETRN);
    assert_int_equal(smtp_report_outcome(report(&m)), SMTP_OUTCOME_FAILED);
    assert_null(strstr(m.model.said, "VRFY"));
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(m.model.connections, 1);
    end_many(&m);
}

/* A connection that was kept and turns out dead is replaced for a command, too. */
static void a_command_finds_a_dead_connection(void **state) {
    (void)state;
    struct many m;
    begin_many(&m, "PIPELINING", 1, 1);
    m.model.closes_at = "VRFY";
    m.model.dies_on = 1;
    assert_int_equal(send_one(&m), SMTP_OK);
    assert_int_equal(say(&m, "VRFY smith"), SMTP_OK);
    assert_int_equal(m.model.connections, 2);
    m.model.closes_at = NULL;
    m.model.hangs_at = "VRFY";
    m.model.dies_on = 0;
    assert_int_equal(say(&m, "VRFY smith"), SMTP_E_TIMEOUT);
    assert_int_equal(m.model.connections, 2);
    end_many(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lmtp_has_a_verdict_for_each_recipient),
        cmocka_unit_test(lmtp_verdicts_that_are_lost_are_unknown),
        cmocka_unit_test(the_server_says_what_is_spoken),
        cmocka_unit_test(all_recipients_or_none),
        cmocka_unit_test(all_or_nothing_is_not_split),
        cmocka_unit_test(extensions_that_are_taken_out_are_not_used),
        cmocka_unit_test(a_command_and_its_answer),
        cmocka_unit_test(what_is_no_command_is_refused),
        cmocka_unit_test(a_command_finds_a_dead_connection),
    };
    return cmocka_run_group_tests_name("client/protocol", tests, NULL, NULL);
}
