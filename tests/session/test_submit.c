/* SPDX-License-Identifier: MIT */
/* What is refused before anything of a mail is sent. */
#include "fixture.h"

#include "source/source.h"

static smtp_session *greeted(struct setup *setup, const char *capability) {
    char script[256];
    char events[256];
    smtp_session *session = new_session(setup);
    snprintf(script, sizeof script, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 %s\n", capability);
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_MAIL | SMTP_WANT_RECEIVE);
    return session;
}

static void check(const char *capability, const char *recipient, const char *content, smtp_result expected) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    smtp_session *session = greeted(&setup, capability);
    make_mail(&fixture, 0, content);
    if (recipient != NULL) {
        assert_int_equal(smtp_envelope_add_recipient(fixture.envelope, recipient, SMTP_Z), SMTP_OK);
    }
    assert_int_equal(smtp_source_measure(fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), expected);
    if (expected != SMTP_OK) { /* still idle, and nothing to send */
        assert_int_equal(smtp_session_wants(session), SMTP_WANT_MAIL | SMTP_WANT_RECEIVE);
    }
    smtp_session_free(session);
    end_mail(&fixture);
}

static void refusals(void **state) {
    (void)state;
    check("HELP", NULL, "x", SMTP_E_NO_RECIPIENT);
    check("SIZE 10", "a@x.test", "123456789", SMTP_E_TOO_LARGE);
    check("SIZE 10", "a@x.test", "12345678", SMTP_OK);
    check("SIZE 0", "a@x.test", "123456789", SMTP_OK);
    check("SIZE", "a@x.test", "123456789", SMTP_OK);
    check("HELP", "a@x.test", "\xc3\xa4", SMTP_E_NEEDS_8BITMIME);
    check("8BITMIME", "a@x.test", "\xc3\xa4", SMTP_OK);
    check("HELP", "\xc3\xa4@x.test", "a", SMTP_E_NEEDS_SMTPUTF8);
    check("SMTPUTF8", "\xc3\xa4@x.test", "a", SMTP_OK);
}

/* A From or Reply-To in UTF-8 needs the extension though the envelope is ASCII (RFC 6531 s3.4). */
static void a_header_in_utf8_needs_smtputf8(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "x");
    fixture.mail.source->needs_smtputf8 = true;
    smtp_session *session = greeted(&setup, "8BITMIME");
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_NEEDS_SMTPUTF8);
    smtp_session_free(session);
    char events[256];
    session = greeted(&setup, "SMTPUTF8");
    dialogue_run(session, &fixture.mail, "M\nC:MAIL FROM:<me@x.test> SMTPUTF8\n", 0, events, sizeof events);
    smtp_session_free(session);
    end_mail(&fixture);
}

static void only_while_idle(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    smtp_session *session = new_session(&setup);
    make_mail(&fixture, 1, "x");
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
    assert_int_equal(smtp_session_quit(session), SMTP_E_STATE);
    assert_int_equal(smtp_session_noop(session), SMTP_E_STATE);
    smtp_session_free(session);
    session = greeted(&setup, "HELP");
    assert_int_equal(smtp_session_submit(session, NULL, fixture.mail.source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_submit(NULL, fixture.envelope, fixture.mail.source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_quit(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_noop(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
    smtp_session_free(session);
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals),
        cmocka_unit_test(a_header_in_utf8_needs_smtputf8),
        cmocka_unit_test(only_while_idle),
    };
    return cmocka_run_group_tests_name("session/submit", tests, NULL, NULL);
}
