/* SPDX-License-Identifier: MIT */
/* What a server does not offer, or has declared not to take, is refused before anything of the mail is sent. */
#include "fixture.h"

/* Greeted by a server that offers these, a blank line between two of them. */
static smtp_session *greeted(struct setup *setup, const char *const *offered, size_t count, const char *but) {
    char script[1024] = "S:220 hi\nC:EHLO me.test\nS:250-x.test\n";
    char events[256];
    smtp_session *session = new_session(setup);
    for (size_t i = 0; i < count; i++) {
        if (but == NULL || strcmp(but, offered[i]) != 0) {
            strcat(strcat(strcat(script, "S:250-"), offered[i]), "\n");
        }
    }
    dialogue_run(session, NULL, strcat(script, "S:250 OK\n"), 0, events, sizeof events);
    return session;
}

static const char *const all[] = {"8BITMIME",    "SMTPUTF8",  "DSN",        "AUTH PLAIN",
                                  "DELIVERBY",   "CHUNKING",  "BINARYMIME", "FUTURERELEASE 600 9999-01-01T00:00:00Z",
                                  "MT-PRIORITY", "REQUIRETLS"};
enum { ALL = sizeof all / sizeof all[0] };

static smtp_result ask_for_dsn(smtp_envelope *envelope) {
    return smtp_envelope_set_ret(envelope, SMTP_RET_HDRS);
}

static smtp_result ask_for_original(smtp_envelope *envelope) {
    return smtp_envelope_set_recipient_original(envelope, 0, "a", 1);
}

static smtp_result ask_for_auth(smtp_envelope *envelope) {
    return smtp_envelope_set_auth(envelope, "", 0);
}

static smtp_result ask_for_time(smtp_envelope *envelope) {
    return smtp_envelope_set_deliver_by(envelope, -1, SMTP_BY_NOTIFY, 0);
}

static smtp_result ask_for_hold(smtp_envelope *envelope) {
    return smtp_envelope_set_hold_for(envelope, 600);
}

static smtp_result ask_for_priority(smtp_envelope *envelope) {
    return smtp_envelope_set_priority(envelope, -1);
}

static smtp_result ask_for_tls(smtp_envelope *envelope) {
    return smtp_envelope_set_require_tls(envelope, 1);
}

static smtp_result ask_for_utf8(smtp_envelope *envelope) {
    return smtp_envelope_add_recipient(envelope, "\xc3\xa4@x.test", SMTP_Z);
}

static const struct {
    const char *keyword;
    uint32_t extension;
    smtp_result missing;
    smtp_result (*ask)(smtp_envelope *envelope); /* NULL: it is the content that needs it */
    bool is_binary;
} rows[] = {
    {"8BITMIME", SMTP_EXT_8BITMIME, SMTP_E_NEEDS_8BITMIME, NULL, false},
    {"SMTPUTF8", SMTP_EXT_SMTPUTF8, SMTP_E_NEEDS_SMTPUTF8, ask_for_utf8, false},
    {"CHUNKING", SMTP_EXT_CHUNKING, SMTP_E_NEEDS_BINARYMIME, NULL, true},
    {"BINARYMIME", SMTP_EXT_BINARYMIME, SMTP_E_NEEDS_BINARYMIME, NULL, true},
    {"DSN", SMTP_EXT_DSN, SMTP_E_NEEDS_DSN, ask_for_dsn, false},
    {"DSN", SMTP_EXT_DSN, SMTP_E_NEEDS_DSN, ask_for_original, false},
    {"AUTH PLAIN", SMTP_EXT_AUTH, SMTP_E_NEEDS_AUTH, ask_for_auth, false},
    {"DELIVERBY", SMTP_EXT_DELIVERBY, SMTP_E_NEEDS_DELIVERBY, ask_for_time, false},
    {"FUTURERELEASE 600 9999-01-01T00:00:00Z", SMTP_EXT_FUTURERELEASE, SMTP_E_NEEDS_FUTURERELEASE, ask_for_hold, false},
    {"MT-PRIORITY", SMTP_EXT_MT_PRIORITY, SMTP_E_NEEDS_MT_PRIORITY, ask_for_priority, false},
    {"REQUIRETLS", SMTP_EXT_REQUIRETLS, SMTP_E_NEEDS_REQUIRETLS, ask_for_tls, false},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* The mail that needs what the row is about. */
static void make_needy(struct fixture_mail *fixture, size_t row) {
    make_mail(fixture, 1, rows[row].ask == NULL ? "\xc3\xa4" : "a");
    assert_int_equal(smtp_source_set_binary(fixture->mail.source, rows[row].is_binary), SMTP_OK);
    assert_int_equal(smtp_source_measure(fixture->mail.source), SMTP_OK);
    if (rows[row].ask != NULL) {
        assert_int_equal(rows[row].ask(fixture->envelope), SMTP_OK);
    }
}

/* Refused without an octet of it: the session is as idle as it was, and another mail goes. */
static void is_refused(smtp_session *session, struct fixture_mail *fixture, smtp_result wanted) {
    struct fixture_mail plain;
    assert_int_equal(smtp_session_submit(session, fixture->envelope, fixture->mail.source), wanted);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_MAIL | SMTP_WANT_RECEIVE);
    make_mail(&plain, 1, "a");
    assert_int_equal(smtp_session_submit(session, plain.envelope, plain.mail.source), SMTP_OK);
    assert_true((smtp_session_wants(session) & SMTP_WANT_SEND) != 0);
    smtp_session_free(session);
    end_mail(&plain);
}

static void what_is_needed_and_not_offered(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR};
        struct fixture_mail fixture;
        make_needy(&fixture, i);
        is_refused(greeted(&setup, all, ALL, rows[i].keyword), &fixture, rows[i].missing);
        end_mail(&fixture);
    }
}

static void what_is_offered_but_shall_not_be_used(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR, .withheld = rows[i].extension};
        struct fixture_mail fixture;
        make_needy(&fixture, i);
        is_refused(greeted(&setup, all, ALL, NULL), &fixture, rows[i].missing);
        end_mail(&fixture);
    }
}

static void what_is_needed_and_offered(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR};
        struct fixture_mail fixture;
        smtp_session *session = greeted(&setup, all, ALL, NULL);
        bool needs_tls = rows[i].extension == SMTP_EXT_REQUIRETLS;
        make_needy(&fixture, i);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source),
                         needs_tls ? SMTP_E_NEEDS_REQUIRETLS : SMTP_OK);
        smtp_session_free(session);
        end_mail(&fixture);
    }
}

/* What nobody needs may be missing. */
static void a_plain_mail_needs_nothing(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "a");
    assert_int_equal(smtp_source_measure(fixture.mail.source), SMTP_OK);
    smtp_session *session = greeted(&setup, NULL, 0, NULL);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void against_numbers(const char *offered, const struct fixture_mail *fixture, smtp_result wanted) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = greeted(&setup, &offered, 1, NULL);
    assert_int_equal(smtp_session_submit(session, fixture->envelope, fixture->mail.source), wanted);
    if (wanted != SMTP_OK) {
        assert_int_equal(smtp_session_wants(session), SMTP_WANT_MAIL | SMTP_WANT_RECEIVE);
    }
    smtp_session_free(session);
}

static void numbers_that_were_declared(void **state) {
    (void)state;
    struct fixture_mail fixture;
    make_mail(&fixture, 3, "a");
    assert_int_equal(smtp_envelope_add_recipient(fixture.envelope, "a@y.test", SMTP_Z), SMTP_OK);
    against_numbers("LIMITS RCPTMAX=3", &fixture, SMTP_E_TOO_MANY_RECIPIENTS);
    against_numbers("LIMITS RCPTMAX=4", &fixture, SMTP_OK);
    against_numbers("LIMITS RCPTDOMAINMAX=1", &fixture, SMTP_E_TOO_MANY_RECIPIENTS);
    against_numbers("LIMITS RCPTDOMAINMAX=2 MAILMAX=1", &fixture, SMTP_OK);
    against_numbers("LIMITS RCPTMAX=0 RCPTDOMAINMAX=99999999999", &fixture, SMTP_OK);
    assert_int_equal(smtp_envelope_set_deliver_by(fixture.envelope, 299, SMTP_BY_RETURN, 0), SMTP_OK);
    against_numbers("DELIVERBY 300", &fixture, SMTP_E_DELIVER_BY);
    against_numbers("DELIVERBY 299", &fixture, SMTP_OK);
    assert_int_equal(smtp_envelope_set_deliver_by(fixture.envelope, 0, 0, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_for(fixture.envelope, 601), SMTP_OK);
    against_numbers("FUTURERELEASE 600 2026-11-22T02:31:47Z", &fixture, SMTP_E_HOLD);
    against_numbers("FUTURERELEASE 601 2026-11-22T02:31:47Z", &fixture, SMTP_OK);
    /* to be delivered before it is let go */
    const char *both[] = {"DELIVERBY", "FUTURERELEASE 9999 2099-01-01T00:00:00Z"};
    for (int32_t by = 600; by <= 602; by++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR};
        assert_int_equal(smtp_envelope_set_deliver_by(fixture.envelope, by, SMTP_BY_NOTIFY, 0), SMTP_OK);
        smtp_session *session = greeted(&setup, both, 2, NULL);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source),
                         by > 601 ? SMTP_OK : SMTP_E_DELIVER_BY);
        smtp_session_free(session);
    }
    assert_int_equal(smtp_envelope_set_deliver_by(fixture.envelope, 0, 0, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_until(fixture.envelope, 1795314708), SMTP_OK);
    against_numbers("FUTURERELEASE 600 2026-11-22T02:31:47Z", &fixture, SMTP_E_HOLD);
    against_numbers("FUTURERELEASE 600 2026-11-22T02:31:48Z", &fixture, SMTP_OK);
    end_mail(&fixture);
}

/* The mail that would be one too many is refused, and one that cannot be sent anywhere is told so first. */
static void so_many_mails_and_no_more(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    char events[512];
    make_mail(&fixture, 1, "a");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail,
                 "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 LIMITS MAILMAX=2\n"
                 "M\nC:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nC:a\nC:.\n"
                 "S:250 done\nM\nC:MAIL FROM:<me@x.test>\nS:550 no\n",
                 0, events, sizeof events);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_TOO_MANY_MAILS);
    assert_int_equal(smtp_envelope_set_priority(fixture.envelope, 5), SMTP_OK);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_NEEDS_MT_PRIORITY);
    assert_int_equal(smtp_session_quit(session), SMTP_OK);
    smtp_session_free(session);
    end_mail(&fixture);
}

/* The next one may have other domains. */
static void a_mail_for_a_session_where_domains_are_limited(void **state) {
    (void)state;
    static const struct {
        const char *offered;
        smtp_result wanted;
    } limits[] = {{"LIMITS RCPTDOMAINMAX=9 MAILMAX=7", SMTP_E_TOO_MANY_MAILS}, {"LIMITS RCPTDOMAINMAX=1025", SMTP_OK}};
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "a");
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        char script[256];
        char events[512];
        (void)snprintf(script, sizeof script,
                       "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 %s\n"
                       "M\nC:MAIL FROM:<me@x.test>\nS:550 no\n",
                       limits[i].offered);
        smtp_session *session = new_session(&setup);
        dialogue_run(session, &fixture.mail, script, 0, events, sizeof events);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), limits[i].wanted);
        smtp_session_free(session);
    }
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_needed_and_not_offered),
        cmocka_unit_test(what_is_offered_but_shall_not_be_used),
        cmocka_unit_test(what_is_needed_and_offered),
        cmocka_unit_test(a_plain_mail_needs_nothing),
        cmocka_unit_test(numbers_that_were_declared),
        cmocka_unit_test(so_many_mails_and_no_more),
        cmocka_unit_test(a_mail_for_a_session_where_domains_are_limited),
    };
    return cmocka_run_group_tests_name("session/offered", tests, NULL, NULL);
}
