/* SPDX-License-Identifier: MIT */
/* What can be asked for, as it stands in MAIL and RCPT, and what is refused at the door. */
#include "asking.h"

static void nothing_is_asked_for_at_first(void **state) {
    (void)state;
    mail_is(MAIL);
    recipient_is(0, RCPT_A);
    recipient_is(1, RCPT_B);
    needs(0);
    assert_int_equal(smtp_envelope_extensions(NULL), 0);
    assert_int_equal(smtp_envelope_recipient_count(NULL), 0);
    assert_null(smtp_envelope_recipient(NULL, 0, NULL));
    assert_string_equal(smtp_envelope_mail_from(NULL, NULL), "");
    assert_int_equal(smtp_envelope_needs_smtputf8(NULL), 0);
}

static void ret(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_ret(envelope, SMTP_RET_FULL), SMTP_OK);
    mail_is(MAIL " RET=FULL");
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_ret(envelope, SMTP_RET_HDRS), SMTP_OK);
    mail_is(MAIL " RET=HDRS");
    assert_int_equal(smtp_envelope_set_ret(envelope, 3), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_ret(envelope, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_ret(NULL, 1), SMTP_E_ARGUMENT);
    mail_is(MAIL " RET=HDRS");
    assert_int_equal(smtp_envelope_set_ret(envelope, 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
}

static void envid(void **state) {
    (void)state;
    char longest[102];
    char line[200];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(smtp_envelope_set_envid(envelope, "QQ314159", SMTP_Z), SMTP_OK);
    mail_is(MAIL " ENVID=QQ314159");
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_envid(envelope, " a+b=c~", SMTP_Z), SMTP_OK);
    mail_is(MAIL " ENVID=+20a+2Bb+3Dc~");
    static const char *const bad[] = {"a\rb", "a\nb", "a\tb", "\x7f", "\x01", "j\xc3\xbc", "\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_envelope_set_envid(envelope, bad[i], SMTP_Z), SMTP_E_ENVELOPE_ID);
    }
    assert_int_equal(smtp_envelope_set_envid(envelope, "a\0b", 3), SMTP_E_ENVELOPE_ID);
    assert_int_equal(smtp_envelope_set_envid(envelope, longest, 101), SMTP_E_ENVELOPE_ID);
    longest[99] = '=';
    assert_int_equal(smtp_envelope_set_envid(envelope, longest, 100), SMTP_E_ENVELOPE_ID);
    mail_is(MAIL " ENVID=+20a+2Bb+3Dc~");
    longest[97] = '=';
    assert_int_equal(smtp_envelope_set_envid(envelope, longest, 98), SMTP_OK);
    snprintf(line, sizeof line, MAIL " ENVID=%.97s+3D", longest);
    mail_is(line);
    assert_int_equal(smtp_envelope_set_envid(envelope, "", 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
    assert_int_equal(smtp_envelope_set_envid(envelope, "1", 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(envelope, NULL, 0), SMTP_OK);
    mail_is(MAIL);
    assert_int_equal(smtp_envelope_set_envid(NULL, "1", 1), SMTP_E_ARGUMENT);
}

static void auth(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_auth(envelope, "<e=mc2@example.com>", SMTP_Z), SMTP_OK);
    mail_is(MAIL " AUTH=e+3Dmc2@example.com");
    needs(SMTP_EXT_AUTH);
    assert_int_equal(smtp_envelope_set_auth(envelope, "", SMTP_Z), SMTP_OK);
    mail_is(MAIL " AUTH=<>");
    assert_int_equal(smtp_envelope_set_auth(envelope, "a@b\xc3\xbc.test", SMTP_Z), SMTP_OK);
    mail_is(MAIL " AUTH=a@xn--b-eha.test");
    needs(SMTP_EXT_AUTH);
    assert_int_equal(smtp_envelope_set_auth(envelope, "j\xc3\xbc@x.test", SMTP_Z), SMTP_OK);
    mail_is(MAIL " AUTH=j+C3+BC@x.test");
    needs(SMTP_EXT_AUTH | SMTP_EXT_SMTPUTF8);
    assert_int_equal(smtp_envelope_set_auth(envelope, "a@b c", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_auth(envelope, "a\r\n@b", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_envelope_set_auth(NULL, "a@b", SMTP_Z), SMTP_E_ARGUMENT);
    mail_is(MAIL " AUTH=j+C3+BC@x.test");
    assert_int_equal(smtp_envelope_set_auth(envelope, "<>", SMTP_Z), SMTP_OK);
    mail_is(MAIL " AUTH=<>");
    needs(SMTP_EXT_AUTH);
    assert_int_equal(smtp_envelope_set_auth(envelope, NULL, 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
}

/* Only a local part can have octets that take three: the longest address still fits. */
static void the_longest_auth(void **state) {
    (void)state;
    char address[255];
    char line[700] = MAIL " AUTH=";
    memset(address, '=', 64);
    for (int i = 0; i < 64; i++) {
        strcat(line, "+3D");
    }
    memset(address + 64, 'd', 190);
    for (size_t i = 64; i < 254; i += 60) {
        address[i] = i == 64 ? '@' : '.';
    }
    address[254] = '\0';
    strcat(line, address + 64);
    assert_int_equal(smtp_envelope_set_auth(envelope, address, 254), SMTP_OK);
    mail_is(line);
}

static void require_tls(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_require_tls(envelope, 7), SMTP_OK);
    mail_is(MAIL " REQUIRETLS");
    needs(SMTP_EXT_REQUIRETLS);
    assert_int_equal(smtp_envelope_set_require_tls(envelope, 0), SMTP_OK);
    mail_is(MAIL);
    assert_int_equal(smtp_envelope_set_require_tls(NULL, 1), SMTP_E_ARGUMENT);
}

static void deliver_by(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 120, SMTP_BY_RETURN, 0), SMTP_OK);
    mail_is(MAIL " BY=120;R");
    needs(SMTP_EXT_DELIVERBY);
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, -999999999, SMTP_BY_NOTIFY, 1), SMTP_OK);
    mail_is(MAIL " BY=-999999999;NT");
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 999999999, SMTP_BY_RETURN, 1), SMTP_OK);
    mail_is(MAIL " BY=999999999;RT");
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 0, SMTP_BY_NOTIFY, 0), SMTP_OK);
    mail_is(MAIL " BY=0;N");
    static const int32_t bad[][2] = {{0, 2}, {-1, 2}, {1000000000, 1}, {-1000000000, 1},
                                     {5, 3}, {5, -1}, {INT32_MIN, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_envelope_set_deliver_by(envelope, bad[i][0], bad[i][1], 0), SMTP_E_ARGUMENT);
    }
    assert_int_equal(smtp_envelope_set_deliver_by(NULL, 5, 1, 0), SMTP_E_ARGUMENT);
    mail_is(MAIL " BY=0;N");
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 0, 0, 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
}

static void hold(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_hold_for(envelope, 999999999), SMTP_OK);
    mail_is(MAIL " HOLDFOR=999999999");
    needs(SMTP_EXT_FUTURERELEASE);
    assert_int_equal(smtp_envelope_set_hold_for(envelope, 1000000000), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 1795314707), SMTP_OK);
    mail_is(MAIL " HOLDUNTIL=2026-11-22T02:31:47Z");
    needs(SMTP_EXT_FUTURERELEASE);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 253402300799), SMTP_OK);
    mail_is(MAIL " HOLDUNTIL=9999-12-31T23:59:59Z");
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 253402300800), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, -1), SMTP_E_ARGUMENT);
    mail_is(MAIL " HOLDUNTIL=9999-12-31T23:59:59Z");
    assert_int_equal(smtp_envelope_set_hold_for(envelope, 1), SMTP_OK);
    mail_is(MAIL " HOLDFOR=1");
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
    assert_int_equal(smtp_envelope_set_hold_for(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_hold_until(NULL, 1), SMTP_E_ARGUMENT);
}

static void priority(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_priority(envelope, -9), SMTP_OK);
    mail_is(MAIL " MT-PRIORITY=-9");
    needs(SMTP_EXT_MT_PRIORITY);
    assert_int_equal(smtp_envelope_set_priority(envelope, 9), SMTP_OK);
    mail_is(MAIL " MT-PRIORITY=9");
    assert_int_equal(smtp_envelope_set_priority(envelope, 10), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_priority(envelope, -10), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_priority(NULL, 1), SMTP_E_ARGUMENT);
    mail_is(MAIL " MT-PRIORITY=9");
    assert_int_equal(smtp_envelope_set_priority(envelope, 0), SMTP_OK);
    mail_is(MAIL);
    needs(0);
}

static void notify(void **state) {
    (void)state;
    enum { ALL = SMTP_NOTIFY_SUCCESS | SMTP_NOTIFY_FAILURE | SMTP_NOTIFY_DELAY };
    long calls = a.calls;
    assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 1, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_notify(envelope, SMTP_NOTIFY_FAILURE | SMTP_NOTIFY_DELAY), SMTP_OK);
    assert_int_equal(a.calls, calls);
    recipient_is(0, RCPT_A " NOTIFY=FAILURE,DELAY");
    recipient_is(1, RCPT_B " NOTIFY=FAILURE,DELAY");
    mail_is(MAIL);
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 1, SMTP_NOTIFY_NEVER), SMTP_OK);
    recipient_is(0, RCPT_A " NOTIFY=FAILURE,DELAY");
    recipient_is(1, RCPT_B " NOTIFY=NEVER");
    assert_int_equal(smtp_envelope_set_notify(envelope, 0), SMTP_OK);
    recipient_is(0, RCPT_A);
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 1, ALL), SMTP_OK);
    recipient_is(1, RCPT_B " NOTIFY=SUCCESS,FAILURE,DELAY");
    static const uint32_t bad[] = {3, 5, 9, 16, UINT32_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_envelope_set_notify(envelope, bad[i]), SMTP_E_ARGUMENT);
        assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 1, bad[i]), SMTP_E_ARGUMENT);
    }
    assert_int_equal(smtp_envelope_set_notify(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_recipient_notify(NULL, 0, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 2, 1), SMTP_E_ARGUMENT);
    recipient_is(1, RCPT_B " NOTIFY=SUCCESS,FAILURE,DELAY");
    assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 1, 0), SMTP_OK);
    recipient_is(1, RCPT_B);
    needs(0);
}

static void original(void **state) {
    (void)state;
    static char text[500];
    memset(text, 'x', sizeof text);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, NULL, 0), SMTP_OK);
    needs(0);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, "Carol+x@Ivory.EDU", SMTP_Z), SMTP_OK);
    recipient_is(0, RCPT_A " ORCPT=rfc822;Carol+2Bx@Ivory.EDU");
    recipient_is(1, RCPT_B);
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 1, "j\xc3\xbcrgen=\\@\xc3\xbc.test", SMTP_Z),
                     SMTP_OK);
    recipient_is(1, RCPT_B " ORCPT=utf-8;j\\x{FC}rgen\\x{3D}\\x{5C}@\\x{FC}.test");
    needs(SMTP_EXT_DSN);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, "no address at all", SMTP_Z), SMTP_OK);
    recipient_is(0, RCPT_A " ORCPT=rfc822;no+20address+20at+20all");
    static const struct {
        const char *text;
        smtp_result result;
    } bad[] = {
        {"", SMTP_E_ADDRESS},
        {"a\r\nb", SMTP_E_CONTROL_CHARACTER},
        {"a\tb", SMTP_E_CONTROL_CHARACTER},
        {"a\xc2\x85", SMTP_E_CONTROL_CHARACTER},
        {"a\xe2\x80\xa8", SMTP_E_CONTROL_CHARACTER},
        {"a\xff", SMTP_E_UTF8},
        {"a\xc3", SMTP_E_UTF8},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, bad[i].text, SMTP_Z), bad[i].result);
    }
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, text, 488), SMTP_E_ADDRESS_TOO_LONG);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, text, 65536 - 65036), SMTP_E_ADDRESS_TOO_LONG);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 2, "a", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_recipient_original(NULL, 0, "a", 1), SMTP_E_ARGUMENT);
    recipient_is(0, RCPT_A " ORCPT=rfc822;no+20address+20at+20all");
    char line[600];
    snprintf(line, sizeof line, RCPT_A " ORCPT=rfc822;%.487s", text);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, text, 487), SMTP_OK);
    recipient_is(0, line);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, NULL, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 1, NULL, 0), SMTP_OK);
    recipient_is(0, RCPT_A);
    needs(0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_asked_for_at_first),
        TEST(ret),
        TEST(envid),
        TEST(auth),
        TEST(the_longest_auth),
        TEST(require_tls),
        TEST(deliver_by),
        TEST(hold),
        TEST(priority),
        TEST(notify),
        TEST(original),
    };
    return cmocka_run_group_tests_name("wire/envelope_parameter", tests, NULL, NULL);
}
