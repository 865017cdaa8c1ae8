/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void check(const char *script, const char *events) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, events);
    end_mail(&fixture);
}

static void the_reply_is_told_and_the_session_goes_on(void **state) {
    (void)state;
    check(GREETED "V:VRFY smith\nC:VRFY smith\nS:252-perhaps\nS:252 try\nV:HELP\nC:HELP\nS:214 read\n"
                  "M\nC:MAIL FROM:<me@x.test>\n",
          GREETED_EVENTS "reply OK 252\nreply OK 214\n");
    check(GREETED "V:expn staff\nC:expn staff\nS:550 no\nV:XFOO\nC:XFOO\nS:451 no\nQ\nC:QUIT\nS:221 bye\n!\n",
          GREETED_EVENTS "reply E_PERMANENT 550\nreply E_TRANSIENT 451\nclosed\n");
}

static void the_session_ends_at_what_is_no_reply_to_it(void **state) {
    (void)state;
    check(GREETED "V:XFOO\nC:XFOO\nS:354 go\n!\n", GREETED_EVENTS "failed E_REPLY_CODE idle 354\n");
    check(GREETED "V:XFOO\nC:XFOO\nS:421 bye\n!\n", GREETED_EVENTS "failed E_SERVICE_CLOSING idle 421\n");
    check(GREETED "V:XFOO\nC:XFOO\nX\n!\n", GREETED_EVENTS "failed E_END_OF_STREAM idle 0\n");
}

static smtp_session *greeted(struct setup *setup, const char *capability) {
    char script[128];
    char events[256];
    smtp_session *session = new_session(setup);
    snprintf(script, sizeof script, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 %s\n", capability);
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    return session;
}

static void what_may_not_be_sent(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    static const struct {
        const char *line;
        size_t length;
        smtp_result expected;
    } rows[] = {
        {NULL, 0, SMTP_E_ARGUMENT},
        {"", 0, SMTP_E_COMMAND},
        {" VRFY", SMTP_Z, SMTP_E_COMMAND},
        {"VRFY-X a", SMTP_Z, SMTP_E_COMMAND},
        {"V\xc3\xa4 a", SMTP_Z, SMTP_E_COMMAND},
        {"mail FROM:<a@x.test>", SMTP_Z, SMTP_E_COMMAND},
        {"RCPT", SMTP_Z, SMTP_E_COMMAND},
        {"DATA", SMTP_Z, SMTP_E_COMMAND},
        {"Bdat 1", SMTP_Z, SMTP_E_COMMAND},
        {"RSET", SMTP_Z, SMTP_E_COMMAND},
        {"EHLO x", SMTP_Z, SMTP_E_COMMAND},
        {"HELO x", SMTP_Z, SMTP_E_COMMAND},
        {"LHLO x", SMTP_Z, SMTP_E_COMMAND},
        {"AUTH PLAIN", SMTP_Z, SMTP_E_COMMAND},
        {"STARTTLS", SMTP_Z, SMTP_E_COMMAND},
        {"QUIT", SMTP_Z, SMTP_E_COMMAND},
        {"NOOP", SMTP_Z, SMTP_E_COMMAND},
        {"VRFY a\r\nQUIT", SMTP_Z, SMTP_E_CONTROL_CHARACTER},
        {"VRFY a\n", SMTP_Z, SMTP_E_CONTROL_CHARACTER},
        {"VRFY a\0b", 8, SMTP_E_CONTROL_CHARACTER},
        {"VRFY \xff", SMTP_Z, SMTP_E_UTF8},
        {"VRFY \xc3\xa4", SMTP_Z, SMTP_E_NEEDS_SMTPUTF8},
        {"ETRN example.org", SMTP_Z, SMTP_E_NEEDS_ETRN},
        {"etrn @example.org", SMTP_Z, SMTP_E_NEEDS_ETRN},
        {"MAILX a", SMTP_Z, SMTP_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        smtp_session *session = greeted(&setup, "HELP");
        assert_int_equal(smtp_session_command(session, rows[i].line, rows[i].length), rows[i].expected);
        if (rows[i].expected != SMTP_OK) { /* still idle, and nothing to send */
            assert_int_equal(smtp_session_wants(session), SMTP_WANT_MAIL | SMTP_WANT_RECEIVE);
        }
        smtp_session_free(session);
    }
}

static void what_is_offered_may_be_sent(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = greeted(&setup, "ETRN");
    assert_int_equal(smtp_session_command(session, "ETRN example.org", SMTP_Z), SMTP_OK);
    smtp_session_free(session);
    session = greeted(&setup, "SMTPUTF8");
    assert_int_equal(smtp_session_command(session, "VRFY \xc3\xa4", SMTP_Z), SMTP_OK);
    smtp_session_free(session);
}

static void a_line_has_a_longest_length(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    char line[512];
    memset(line, 'x', sizeof line);
    smtp_session *session = greeted(&setup, "HELP");
    assert_int_equal(smtp_session_command(session, line, 511), SMTP_E_COMMAND);
    assert_int_equal(smtp_session_command(session, line, 510), SMTP_OK);
    smtp_session_free(session);
    setup.send_bytes = 64;
    session = greeted(&setup, "HELP");
    assert_int_equal(smtp_session_command(session, line, 63), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(smtp_session_command(session, line, 62), SMTP_OK);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_SEND | SMTP_WANT_RECEIVE);
    smtp_session_free(session);
}

static void only_while_idle(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    smtp_session *session = new_session(&setup);
    assert_int_equal(smtp_session_command(session, "HELP", SMTP_Z), SMTP_E_STATE);
    assert_int_equal(smtp_session_command(NULL, "HELP", SMTP_Z), SMTP_E_ARGUMENT);
    smtp_session_free(session);
    make_mail(&fixture, 1, "");
    session = greeted(&setup, "HELP");
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
    assert_int_equal(smtp_session_command(session, "HELP", SMTP_Z), SMTP_E_STATE);
    smtp_session_free(session);
    session = greeted(&setup, "HELP");
    assert_int_equal(smtp_session_command(session, "HELP", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_command(session, "HELP", SMTP_Z), SMTP_E_STATE);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
    smtp_session_free(session);
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reply_is_told_and_the_session_goes_on),
        cmocka_unit_test(the_session_ends_at_what_is_no_reply_to_it),
        cmocka_unit_test(what_may_not_be_sent),
        cmocka_unit_test(what_is_offered_may_be_sent),
        cmocka_unit_test(a_line_has_a_longest_length),
        cmocka_unit_test(only_while_idle),
    };
    return cmocka_run_group_tests_name("session/command", tests, NULL, NULL);
}
