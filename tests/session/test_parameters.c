/* SPDX-License-Identifier: MIT */
/* What an envelope asks for, on the wire. */
#include "fixture.h"

#define OFFERED                                                                                                        \
    "S:250-x.test\nS:250-PIPELINING\nS:250-SIZE 1000\nS:250-8BITMIME\nS:250-SMTPUTF8\nS:250-DSN\nS:250-AUTH PLAIN\n"   \
    "S:250-DELIVERBY\nS:250-FUTURERELEASE 604800 9999-12-31T23:59:59Z\nS:250-MT-PRIORITY\nS:250 REQUIRETLS\n"

#define FLIGHT_END "C:DATA\nS:250 ok\nS:250 ok\nS:250 ok\nS:354 go\nC:a\nC:.\nS:250 done\n"
#define EVENTS "tls\ngreeting\ncapabilities\nready\nsender 250\nrecipient 0 250\nrecipient 1 250\nmail OK 250\n"

/* Over TLS, to a server that offers all of it. */
static void sends(struct fixture_mail *fixture, const char *mail, const char *first, const char *second) {
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS};
    char script[4096];
    assert_int_equal(smtp_source_measure(fixture->mail.source), SMTP_OK);
    int length =
        snprintf(script, sizeof script,
                 "T\nS:220 hi\nC:EHLO me.test\n" OFFERED
                 "M\nC:MAIL FROM:<me@x.test> SIZE=3%s\nC:RCPT TO:<a@x.test>%s\nC:RCPT TO:<b@x.test>%s\n" FLIGHT_END,
                 mail, first, second);
    assert_in_range(length, 1, sizeof script - 1);
    dialogue_check(new_session, &setup, &fixture->mail, script, EVENTS);
    end_mail(fixture);
}

static void each_of_the_mail(void **state) {
    (void)state;
    struct fixture_mail f;
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_ret(f.envelope, SMTP_RET_FULL), SMTP_OK);
    sends(&f, " RET=FULL", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_envid(f.envelope, "a=b", SMTP_Z), SMTP_OK);
    sends(&f, " ENVID=a+3Db", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_auth(f.envelope, "", SMTP_Z), SMTP_OK);
    sends(&f, " AUTH=<>", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_require_tls(f.envelope, 1), SMTP_OK);
    sends(&f, " REQUIRETLS", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_deliver_by(f.envelope, 120, SMTP_BY_RETURN, 1), SMTP_OK);
    sends(&f, " BY=120;RT", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_hold_for(f.envelope, 60), SMTP_OK);
    sends(&f, " HOLDFOR=60", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_hold_until(f.envelope, 1795314707), SMTP_OK);
    sends(&f, " HOLDUNTIL=2026-11-22T02:31:47Z", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_priority(f.envelope, 4), SMTP_OK);
    sends(&f, " MT-PRIORITY=4", "", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_add_parameter(f.envelope, "X-OWN", SMTP_Z, "5", SMTP_Z), SMTP_OK);
    sends(&f, " X-OWN=5", "", "");
}

static void each_of_a_recipient(void **state) {
    (void)state;
    struct fixture_mail f;
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_notify(f.envelope, SMTP_NOTIFY_NEVER), SMTP_OK);
    sends(&f, "", " NOTIFY=NEVER", " NOTIFY=NEVER");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_recipient_notify(f.envelope, 1, SMTP_NOTIFY_SUCCESS | SMTP_NOTIFY_DELAY),
                     SMTP_OK);
    sends(&f, "", "", " NOTIFY=SUCCESS,DELAY");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_recipient_original(f.envelope, 0, "list+x@y.test", SMTP_Z), SMTP_OK);
    sends(&f, "", " ORCPT=rfc822;list+2Bx@y.test", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_recipient_original(f.envelope, 0, "\xc3\xa4@y.test", SMTP_Z), SMTP_OK);
    sends(&f, "", " ORCPT=utf-8;\\x{E4}@y.test", "");
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_add_recipient_parameter(f.envelope, 1, "X-OWN", SMTP_Z, NULL, 0), SMTP_OK);
    sends(&f, "", "", " X-OWN");
}

static void all_of_them_together(void **state) {
    (void)state;
    struct fixture_mail f;
    make_mail(&f, 2, "a");
    assert_int_equal(smtp_envelope_set_ret(f.envelope, SMTP_RET_HDRS), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(f.envelope, "id", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_auth(f.envelope, "j\xc3\xbc@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_require_tls(f.envelope, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_deliver_by(f.envelope, 86400, SMTP_BY_NOTIFY, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_for(f.envelope, 60), SMTP_OK);
    assert_int_equal(smtp_envelope_set_priority(f.envelope, -4), SMTP_OK);
    assert_int_equal(smtp_envelope_add_parameter(f.envelope, "X-A", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_parameter(f.envelope, "X-B", SMTP_Z, NULL, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_notify(f.envelope, SMTP_NOTIFY_FAILURE), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_notify(f.envelope, 0, SMTP_NOTIFY_NEVER), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(f.envelope, 0, "o@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient_parameter(f.envelope, 0, "X-C", SMTP_Z, "2", SMTP_Z), SMTP_OK);
    sends(&f,
          " SMTPUTF8 RET=HDRS ENVID=id AUTH=j+C3+BC@x.test REQUIRETLS BY=86400;N HOLDFOR=60 MT-PRIORITY=-4 X-A=1 "
          "X-B",
          " NOTIFY=NEVER ORCPT=rfc822;o@x.test X-C=2", " NOTIFY=FAILURE");
}

/* The longest lines go out from a buffer that has room for little more than one of them. */
static void the_longest_from_a_small_buffer(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .send_bytes = 1024};
    struct fixture_mail f;
    char longest[512];
    char script[4096];
    memset(longest, 'x', sizeof longest);
    make_mail(&f, 1, "a");
    assert_int_equal(smtp_envelope_add_parameter(f.envelope, "K", SMTP_Z, longest, 509), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(f.envelope, 0, longest, 487), SMTP_OK);
    longest[509] = '\0';
    int length = snprintf(script, sizeof script,
                          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250 DSN\nM\n"
                          "C:MAIL FROM:<me@x.test> K=%s\nC:RCPT TO:<a@x.test> ORCPT=rfc822;%.487s\nC:DATA\nS:250 ok\n"
                          "S:250 ok\nS:354 go\nC:a\nC:.\nS:250 done\n",
                          longest, longest);
    assert_in_range(length, 1, sizeof script - 1);
    dialogue_check(new_session, &setup, &f.mail, script, GREETED_EVENTS "sender 250\nrecipient 0 250\nmail OK 250\n");
    end_mail(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_of_the_mail),
        cmocka_unit_test(each_of_a_recipient),
        cmocka_unit_test(all_of_them_together),
        cmocka_unit_test(the_longest_from_a_small_buffer),
    };
    return cmocka_run_group_tests_name("session/parameters", tests, NULL, NULL);
}
