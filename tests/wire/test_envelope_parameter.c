/* SPDX-License-Identifier: MIT */
/* What can be asked for, as it stands in MAIL and RCPT, and what is refused at the door. */
#include "support/test.h"

#include "support/allocator.h"
#include "support/guard.h"
#include "wire/command.h"
#include "wire/envelope_part.h"
#include <smtp/extension.h>
#include <stdio.h>

static struct test_allocator a;
static smtp_envelope *envelope;

static int make(void **state) {
    (void)state;
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "me@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z), SMTP_OK);
    return 0;
}

static int end(void **state) {
    (void)state;
    smtp_envelope_free(envelope);
    assert_int_equal(a.live, 0);
    return 0;
}

/* Both lines, in a room that fits. */
static void has_line(const char *wanted, smtp_result (*write)(struct smtp__buffer *, const smtp_envelope *, size_t),
                     const smtp_envelope *of, size_t index) {
    char line[SMTP__COMMAND_MAX + 1];
    uint8_t *memory = guard_room(strlen(wanted) + 2);
    struct smtp__buffer buffer = {memory, strlen(wanted) + 2, 0};
    assert_int_equal(write(&buffer, of, index), SMTP_OK);
    memcpy(line, memory, buffer.length);
    line[buffer.length - 2] = '\0';
    assert_string_equal(line, wanted);
    guard_free(memory, strlen(wanted) + 2);
}

static smtp_result write_mail(struct smtp__buffer *buffer, const smtp_envelope *of, size_t index) {
    static const struct smtp__mail_parameters none = {-1, SMTP__BODY_NONE, false};
    (void)index;
    return smtp__command_mail(buffer, of, &none);
}

#define MAIL "MAIL FROM:<me@x.test>"
#define RCPT_A "RCPT TO:<a@x.test>"
#define RCPT_B "RCPT TO:<b@x.test>"

static void mail_is(const char *wanted) {
    has_line(wanted, write_mail, envelope, 0);
}

static void recipient_is(size_t index, const char *wanted) {
    has_line(wanted, smtp__command_rcpt, envelope, index);
}

static void needs(uint32_t extensions) {
    assert_int_equal(smtp_envelope_extensions(envelope), extensions);
}

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

static smtp_result add(const char *keyword, const char *value) {
    smtp_result result = smtp_envelope_add_parameter(envelope, keyword, SMTP_Z, value, SMTP_Z);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 1, keyword, SMTP_Z, value, SMTP_Z), result);
    return result;
}

static void parameters_of_ones_own(void **state) {
    (void)state;
    assert_int_equal(add("X-ONE", NULL), SMTP_OK);
    assert_int_equal(add("2", "!<>~,;"), SMTP_OK);
    assert_int_equal(add("x-one-more", ""), SMTP_OK);
    mail_is(MAIL " X-ONE 2=!<>~,; x-one-more");
    recipient_is(0, RCPT_A);
    recipient_is(1, RCPT_B " X-ONE 2=!<>~,; x-one-more");
    needs(0);
    static const char *const names[] = {
        "SIZE",      "body",        "SMTPUTF8",   "RET",    "ENVID", "Auth",      "BY", "HOLDFOR",
        "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS", "NOTIFY", "ORCPT", "x-One",     "2",  "",
        "-X",        "X_Y",         "X Y",        "X=Y",    "X\r\n", "X\xc3\xbc", "X:", ">"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(add(names[i], "1"), SMTP_E_PARAMETER);
    }
    static const char *const values[] = {"a b", "a=b", "a\r\nDATA", "\t", "\x7f", "\xc3\xbc", " "};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_int_equal(add("NEW", values[i]), SMTP_E_PARAMETER);
    }
    assert_int_equal(smtp_envelope_add_parameter(envelope, "X\0Y", 3, "1", 1), SMTP_E_PARAMETER);
    assert_int_equal(smtp_envelope_add_parameter(envelope, "NEW", 3, "\0", 1), SMTP_E_PARAMETER);
    assert_int_equal(add(NULL, "1"), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_parameter(NULL, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_recipient_parameter(NULL, 0, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 2, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    mail_is(MAIL " X-ONE 2=!<>~,; x-one-more");
    recipient_is(1, RCPT_B " X-ONE 2=!<>~,; x-one-more");
}

static void there_is_a_most_of_ones_own(void **state) {
    (void)state;
    static char value[600];
    memset(value, 'v', sizeof value - 1);
    assert_int_equal(add("K", value), SMTP_E_PARAMETER);
    assert_int_equal(add(value, NULL), SMTP_E_PARAMETER);
    value[510] = '\0';
    assert_int_equal(add("K", value), SMTP_E_PARAMETER);
    value[509] = '\0';
    assert_int_equal(add("K", value), SMTP_OK);
    assert_int_equal(add("L", NULL), SMTP_E_PARAMETER);
    char line[700];
    snprintf(line, sizeof line, MAIL " K=%s", value);
    mail_is(line);
    smtp_envelope_clear(envelope);
    has_line("MAIL FROM:<>", write_mail, envelope, 0);
    for (char keyword[] = "a0"; keyword[0] <= 'z'; keyword[0]++) {
        for (keyword[1] = '0'; keyword[1] <= '9'; keyword[1]++) {
            assert_int_equal(smtp_envelope_add_parameter(envelope, keyword, 2, NULL, 0),
                             keyword[0] < 'r' ? SMTP_OK : SMTP_E_PARAMETER);
        }
    }
}

/* All at once, each as long as it can be: nothing is cut. */
static void the_longest_lines(void **state) {
    (void)state;
    static char longest[600];
    char address[255];
    uint8_t memory[SMTP__COMMAND_MAX];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    struct smtp__mail_parameters all = {INT64_MAX, SMTP__BODY_BINARY, true};
    memset(longest, 'x', sizeof longest);
    memset(address, 'd', 254);
    address[64] = '@';
    for (size_t i = 120; i < 254; i += 60) {
        address[i] = '.';
    }
    smtp_envelope_clear(envelope);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, address, 254), SMTP_OK);
    memset(address, '=', 64);
    assert_int_equal(smtp_envelope_add_recipient(envelope, address, 254), SMTP_OK);
    assert_int_equal(smtp_envelope_set_ret(envelope, SMTP_RET_FULL), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(envelope, longest, 100), SMTP_OK);
    assert_int_equal(smtp_envelope_set_auth(envelope, address, 254), SMTP_OK);
    assert_int_equal(smtp_envelope_set_require_tls(envelope, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, -999999999, SMTP_BY_NOTIFY, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_priority(envelope, -9), SMTP_OK);
    assert_int_equal(smtp_envelope_add_parameter(envelope, "K", 1, longest, 509), SMTP_OK);
    assert_int_equal(smtp_envelope_set_notify(envelope, 14), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, longest, 487), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 0, "K", 1, longest, 509), SMTP_OK);
    assert_int_equal(smtp__command_mail(&buffer, envelope, &all), SMTP_OK);
    assert_memory_equal(memory + buffer.length - 10, "xxxxxxxx\r\n", 10);
    buffer.length = 0;
    assert_int_equal(smtp__command_rcpt(&buffer, envelope, 0), SMTP_OK);
    assert_memory_equal(memory + buffer.length - 10, "xxxxxxxx\r\n", 10);
    needs(SMTP_EXT_DSN | SMTP_EXT_AUTH | SMTP_EXT_REQUIRETLS | SMTP_EXT_DELIVERBY | SMTP_EXT_FUTURERELEASE |
          SMTP_EXT_MT_PRIORITY);
    smtp_envelope_clear(envelope);
    needs(0);
    has_line("MAIL FROM:<>", write_mail, envelope, 0);
}

/* Parameters of some among many recipients, and of a part of them. */
static void each_recipient_has_its_own(void **state) {
    (void)state;
    enum { MANY = 1000 };
    char text[32];
    char line[100];
    size_t indices[MANY];
    smtp_envelope *part;
    smtp_envelope_clear(envelope);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "%zu@x.test", i);
        assert_int_equal(smtp_envelope_add_recipient(envelope, text, SMTP_Z), SMTP_OK);
        indices[i] = MANY - 1 - i;
        if (i % 3 == 0) {
            snprintf(text, sizeof text, "%zu", i);
            assert_int_equal(smtp_envelope_set_recipient_original(envelope, i, text, SMTP_Z), SMTP_OK);
        }
    }
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 1, "1", 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(envelope, "id", 2), SMTP_OK);
    assert_int_equal(smtp_envelope_new(&a.table, &part), SMTP_OK);
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_OK);
    has_line("MAIL FROM:<> ENVID=id", write_mail, part, 0);
    for (size_t i = 0; i < MANY; i++) {
        bool has = i % 3 == 0 || i == 1;
        snprintf(line, sizeof line, has ? "RCPT TO:<%zu@x.test> ORCPT=rfc822;%zu" : "RCPT TO:<%zu@x.test>", i, i);
        recipient_is(i, line);
        has_line(line, smtp__command_rcpt, part, MANY - 1 - i);
    }
    smtp_envelope_set_envid(envelope, NULL, 0);
    static const size_t without[] = {2, 4, 5};
    assert_int_equal(smtp__envelope_take(part, envelope, without, 3), SMTP_OK);
    assert_int_equal(smtp_envelope_extensions(part), 0);
    needs(SMTP_EXT_DSN);
    a.fail_at = a.calls + 1; /* the recipients; then their parameters are the ones that find no room */
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_E_NO_MEMORY);
    a.fail_at = a.calls + 2;
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(part), 0);
    smtp_envelope_free(part);
}

/* Every setter that takes memory, with each allocation failing once: what was there stays. */
static smtp_result set_all(void) {
    smtp_result result = smtp_envelope_set_envid(envelope, "a longer identifier", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_set_auth(envelope, "someone@example.org", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_add_parameter(envelope, "X-A", SMTP_Z, "1", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_set_recipient_notify(envelope, 0, SMTP_NOTIFY_NEVER);
    result = result != SMTP_OK ? result : smtp_envelope_set_recipient_original(envelope, 1, "b", SMTP_Z);
    return result != SMTP_OK ? result : smtp_envelope_add_recipient_parameter(envelope, 1, "X-B", SMTP_Z, "2", SMTP_Z);
}

/* It can be written, whatever was set before the memory ended. */
static void recipient_begins(size_t index, const char *wanted) {
    uint8_t memory[SMTP__COMMAND_MAX];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    assert_int_equal(smtp__command_rcpt(&buffer, envelope, index), SMTP_OK);
    assert_memory_equal(memory, wanted, strlen(wanted));
}

static void in_memory_of_any_size(void **state) {
    (void)state;
    size_t enough = 0;
    smtp_envelope *of_the_heap = envelope;
    for (size_t room = smtp_envelope_bytes() + 96; enough < 20; room += sizeof(void *)) {
        void *memory = guard_room(room);
        assert_int_equal(smtp_envelope_init(memory, room, &envelope), SMTP_OK);
        if (smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z) == SMTP_OK &&
            smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z) == SMTP_OK) {
            smtp_result result = set_all();
            enough += result == SMTP_OK;
            assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
            if (result == SMTP_OK) {
                recipient_is(1, RCPT_B " ORCPT=rfc822;b X-B=2");
                recipient_is(0, RCPT_A " NOTIFY=NEVER");
            } else {
                recipient_begins(1, RCPT_B);
            }
        }
        smtp_envelope_fini(envelope);
        guard_free(memory, room);
    }
    envelope = of_the_heap;
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    long failed = 0;
    for (size_t used = 0; used < 1000; used += 8) { /* so that each of them is the one that needs a new chunk */
        end(NULL);
        make(NULL);
        for (size_t i = 0; i < used; i += 16) {
            assert_int_equal(smtp_envelope_add_recipient(envelope, "c@x", SMTP_Z), SMTP_OK);
        }
        a.fail_at = a.calls + 1;
        smtp_result result = set_all();
        if (result != SMTP_OK) {
            failed++;
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            recipient_begins(1, RCPT_B);
            smtp_envelope_clear(envelope);
            assert_int_equal(smtp_envelope_set_mail_from(envelope, "me@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(set_all(), SMTP_OK);
        }
        mail_is(MAIL " ENVID=a+20longer+20identifier AUTH=someone@example.org X-A=1");
        recipient_is(0, RCPT_A " NOTIFY=NEVER");
        recipient_is(1, RCPT_B " ORCPT=rfc822;b X-B=2");
    }
    assert_true(failed > 5);
}

/* What changes often takes no more memory than its longest. */
static void the_same_again_and_again(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_envid(envelope, "0123456789", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_auth(envelope, "someone@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, "0123456789", SMTP_Z), SMTP_OK);
    size_t bytes = a.bytes;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(smtp_envelope_set_envid(envelope, i % 2 == 0 ? NULL : "012345678", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_auth(envelope, i % 2 == 0 ? "" : "a@b", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, "9876543210" + i % 10, SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 0, (uint32_t)(i % 2)), SMTP_OK);
    }
    assert_int_equal(a.bytes, bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, end)

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
        TEST(parameters_of_ones_own),
        TEST(there_is_a_most_of_ones_own),
        TEST(the_longest_lines),
        TEST(each_recipient_has_its_own),
        TEST(in_memory_of_any_size),
        TEST(every_allocation_fails_once),
        TEST(the_same_again_and_again),
    };
    return cmocka_run_group_tests_name("wire/envelope_parameter", tests, NULL, NULL);
}
