/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/capabilities.h"
#include <smtp/mechanism.h>
#include <smtp/session.h>

enum {
    PIPE = SMTP_EXT_PIPELINING,
    SIZE = SMTP_EXT_SIZE,
    MIME = SMTP_EXT_8BITMIME,
    UTF8 = SMTP_EXT_SMTPUTF8,
    STLS = SMTP_EXT_STARTTLS,
    AUTH = SMTP_EXT_AUTH,
    CODE = SMTP_EXT_ENHANCEDSTATUSCODES,
    CHUNK = SMTP_EXT_CHUNKING,
    BIN = SMTP_EXT_BINARYMIME,
    DSN = SMTP_EXT_DSN,
    BY = SMTP_EXT_DELIVERBY,
    LIMITS = SMTP_EXT_LIMITS,
    VRFY = SMTP_EXT_VRFY,
    HELP = SMTP_EXT_HELP,
    ETRN = SMTP_EXT_ETRN,
    PLAIN = SMTP_MECHANISM_PLAIN,
    LOGIN = SMTP_MECHANISM_LOGIN,
    CRAM = SMTP_MECHANISM_CRAM_MD5,
    SHA1 = SMTP_MECHANISM_SCRAM_SHA_1,
    TOKEN = SMTP_MECHANISM_OAUTHBEARER | SMTP_MECHANISM_XOAUTH2
};

/* lines joined by LF */
struct row {
    const char *lines;
    uint32_t extensions;
    uint32_t mechanisms;
    uint64_t size_limit;
};

static const struct row rows[] = {
    /* captures from servers */
    {"SIZE 35882577\n8BITMIME\nAUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH\nENHANCEDSTATUSCODES\n"
     "PIPELINING\nCHUNKING\nSMTPUTF8",
     SIZE | MIME | AUTH | CODE | PIPE | UTF8 | CHUNK, LOGIN | PLAIN | TOKEN, 35882577},
    {"SIZE 157286400\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\nSTARTTLS\n8BITMIME\nBINARYMIME\nCHUNKING\nSMTPUTF8",
     SIZE | PIPE | CODE | STLS | MIME | UTF8 | DSN | BIN | CHUNK, 0, 157286400},
    {"ENHANCEDSTATUSCODES\nPIPELINING\n8BITMIME\nDELIVERBY\nSIZE 104857600\nLIMITS RCPTMAX=1000 MAILMAX=1000\n"
     "AUTH SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN\nSTARTTLS\nHELP",
     CODE | PIPE | MIME | SIZE | AUTH | STLS | BY | LIMITS | HELP, LOGIN | PLAIN | CRAM | SHA1, 104857600},
    {"8BITMIME\nPIPELINING\nSIZE 31457280\nSTARTTLS\nAUTH PLAIN LOGIN\nAUTH=PLAIN LOGIN",
     MIME | PIPE | SIZE | STLS | AUTH, PLAIN | LOGIN, 31457280},
    {"PIPELINING\nSIZE 73400320\nSTARTTLS\nAUTH LOGIN PLAIN\nAUTH=LOGIN\nMAILCOMPRESS\n8BITMIME",
     PIPE | SIZE | STLS | AUTH | MIME, LOGIN | PLAIN, 73400320},
    {"mail\nPIPELINING\nAUTH LOGIN PLAIN\nAUTH=LOGIN PLAIN\ncoremail 1Uxr2xKj7kG0xkI17xGrU7I0s8FY2U3Uj8Cz28x1UUUUU\n"
     "STARTTLS\n8BITMIME",
     PIPE | AUTH | STLS | MIME, LOGIN | PLAIN, 0},
    {"SIZE 20971520\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\nAUTH\nX-EXPS NTLM\n8BITMIME\nBINARYMIME\nCHUNKING\nXEXCH50\n"
     "XSHADOW",
     SIZE | PIPE | CODE | AUTH | MIME | DSN | BIN | CHUNK, 0, 20971520},
    {"TURN\nSIZE\nETRN\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\n8bitmime\nBINARYMIME\nCHUNKING\nVRFY\nOK",
     SIZE | PIPE | CODE | MIME | ETRN | DSN | BIN | CHUNK | VRFY, 0, 0},
    {"AUTH LOGIN PLAIN CRAM-MD5\nAUTH=LOGIN PLAIN CRAM-MD5\nENHANCEDSTATUSCODES\nSIZE\nDSN\nSTARTTLS\nPIPELINING\nHELP",
     AUTH | CODE | SIZE | STLS | PIPE | DSN | HELP, LOGIN | PLAIN | CRAM, 0},
    {"SIZE 157286400\n8BITMIME\nPIPELINING\nSTARTTLS", SIZE | MIME | PIPE | STLS, 0, 157286400},
    {"DSN\n8BITMIME\nPIPELINING\nHELP\nAUTH=LOGIN\nAUTH LOGIN CRAM-MD5 DIGEST-MD5 PLAIN\nDELIVERBY 300\nSIZE 31457280",
     MIME | PIPE | AUTH | SIZE | DSN | HELP | BY, LOGIN | PLAIN | CRAM, 31457280},
    /* AUTH */
    {"auth login", AUTH, LOGIN, 0},
    {"Auth Plain", AUTH, PLAIN, 0},
    {"AUTH=PLAIN", AUTH, PLAIN, 0},
    {"AUTH= LOGIN", AUTH, LOGIN, 0},
    {"AUTH\tLOGIN\t\tPLAIN ", AUTH, LOGIN | PLAIN, 0},
    {"AUTH  LOGIN  PLAIN  ", AUTH, LOGIN | PLAIN, 0},
    {"X-EXPS LOGIN", AUTH, LOGIN, 0},
    {"X-EXPS=LOGIN", AUTH, LOGIN, 0},
    {"x-exps gssapi ntlm", AUTH, 0, 0},
    {"AUTH LOGINX XPLAIN PLAIN-X", AUTH, 0, 0},
    {"AUTH PLAIN\nAUTH LOGIN", AUTH, PLAIN | LOGIN, 0},
    {"AUTHX PLAIN", 0, 0, 0},
    {"XAUTH PLAIN", 0, 0, 0},
    {"AUT PLAIN", 0, 0, 0},
    /* SIZE */
    {"SIZE 0", SIZE, 0, 0},
    {"SIZE 1", SIZE, 0, 1},
    {"size  42 ", SIZE, 0, 42},
    {"SIZE 18446744073709551615", SIZE, 0, UINT64_MAX},
    {"SIZE 18446744073709551616", SIZE, 0, 0},
    {"SIZE 99999999999999999999", SIZE, 0, 0},
    {"SIZE 000000000000000000001", SIZE, 0, 0},
    {"SIZE 00000000000000000001", SIZE, 0, 1},
    {"SIZE -1", SIZE, 0, 0},
    {"SIZE 10MB", SIZE, 0, 0},
    {"SIZE 0x10", SIZE, 0, 0},
    {"SIZE ", SIZE, 0, 0},
    {"SIZE1000", 0, 0, 0},
    /* the rest */
    {"", 0, 0, 0},
    {" ", 0, 0, 0},
    {"=", 0, 0, 0},
    {"smtpUTF8 ", UTF8, 0, 0},
    {"StartTLS\t", STLS, 0, 0},
    {"STARTTLS REQUIRED", STLS, 0, 0},
    {"Pipelining", PIPE, 0, 0},
    {"enhancedStatusCodes", CODE, 0, 0},
    {"\xff\xfe 8BITMIME", 0, 0, 0},
};

static void add_lines(struct smtp_capabilities *capabilities, const char *lines) {
    for (;;) {
        size_t n = strcspn(lines, "\n");
        char *line = guard_copy(lines, n);
        struct smtp__text text = {line, n};
        smtp__capabilities_add(capabilities, text);
        guard_free(line, n);
        if (lines[n] == '\0') {
            return;
        }
        lines += n + 1;
    }
}

static void every_row(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct smtp_capabilities capabilities;
        memset(&capabilities, 0xa5, sizeof capabilities);
        capabilities.withheld = 0;
        smtp__capabilities_clear(&capabilities);
        add_lines(&capabilities, rows[i].lines);
        assert_int_equal(capabilities.extensions, rows[i].extensions);
        assert_int_equal(capabilities.mechanisms, rows[i].mechanisms);
        assert_int_equal(capabilities.size_limit, rows[i].size_limit);
    }
}

/* What is cut anywhere never offers more than the whole does. */
static void every_beginning_of_a_line(void **state) {
    (void)state;
    static const char line[] = "AUTH=PLAIN LOGIN";
    for (size_t n = 0; n < sizeof line; n++) {
        char *copy = guard_copy(line, n);
        struct smtp__text text = {copy, n};
        struct smtp_capabilities capabilities = {0};
        smtp__capabilities_add(&capabilities, text);
        assert_int_equal(capabilities.extensions, n >= 4 ? AUTH : 0);
        assert_int_equal(capabilities.mechanisms, (n >= 10 ? PLAIN : 0) | (n >= 16 ? LOGIN : 0));
        guard_free(copy, n);
    }
}

/* The numbers: of LIMITS, DELIVERBY and FUTURERELEASE. */
struct numbers {
    const char *lines;
    uint32_t recipients;
    uint32_t mails;
    uint32_t domains;
    uint32_t least;
    uint32_t most;
    int64_t until;
};

static const struct numbers numbers[] = {
    {"LIMITS RCPTMAX=1000 MAILMAX=1000", 1000, 1000, 0, 0, 0, 0},
    {"limits rcptdomainmax=1 Mailmax=2 RCPTMAX=3", 3, 2, 1, 0, 0, 0},
    {"LIMITS\tRCPTMAX=5\t", 5, 0, 0, 0, 0, 0},
    {"LIMITS MAILMAX=7 SOMETHING RCPTMAX=5 OTHER=9 =6", 5, 7, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=10\nLIMITS MAILMAX=20", 10, 20, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=10 RCPTMAX=9\nLIMITS RCPTMAX=20", 9, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=10 RCPTMAX=0 RCPTMAX=x RCPTMAX", 10, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=999999 MAILMAX=1", 999999, 1, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=1000000 MAILMAX=4294967297 RCPTDOMAINMAX=99999999999999999999999", 0, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=0 MAILMAX=00 RCPTDOMAINMAX=000000", 0, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX=-1 MAILMAX=+1 RCPTDOMAINMAX=0x1", 0, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX= MAILMAX=1,2 RCPTDOMAINMAX==3", 0, 0, 0, 0, 0, 0},
    {"LIMITS RCPTMAX 5 MAILMAX = 6 RCPTMAXX=7 XRCPTMAX=8", 0, 0, 0, 0, 0, 0},
    {"LIMITS", 0, 0, 0, 0, 0, 0},
    {"RCPTMAX=5", 0, 0, 0, 0, 0, 0},
    {"DELIVERBY 300", 0, 0, 0, 300, 0, 0},
    {"DELIVERBY 999999999,X-OTHER,5", 0, 0, 0, 999999999, 0, 0},
    {"deliverby  0030 7", 0, 0, 0, 30, 0, 0},
    {"DELIVERBY ,5", 0, 0, 0, 0, 0, 0},
    {"DELIVERBY 1000000000", 0, 0, 0, 0, 0, 0},
    {"DELIVERBY -5", 0, 0, 0, 0, 0, 0},
    {"DELIVERBY 5s", 0, 0, 0, 0, 0, 0},
    {"DELIVERBY", 0, 0, 0, 0, 0, 0},
    {"FUTURERELEASE 604800 2026-11-22T02:31:47Z", 0, 0, 0, 0, 604800, 1795314707},
    {"futurerelease 999999999\t9999-12-31T23:59:59z", 0, 0, 0, 0, 999999999, 253402300799},
    {"FUTURERELEASE 1000000000 2026-11-22T02:31:47", 0, 0, 0, 0, 0, 0},
    {"FUTURERELEASE 5", 0, 0, 0, 0, 5, 0},
    {"FUTURERELEASE 2026-11-22T02:31:47Z 5", 0, 0, 0, 0, 0, 0},
    {"FUTURERELEASE", 0, 0, 0, 0, 0, 0},
};

static void are(const smtp_capabilities *capabilities, const struct numbers *wanted) {
    assert_int_equal(smtp_capabilities_limit(capabilities, SMTP_LIMIT_RCPTMAX), wanted->recipients);
    assert_int_equal(smtp_capabilities_limit(capabilities, SMTP_LIMIT_MAILMAX), wanted->mails);
    assert_int_equal(smtp_capabilities_limit(capabilities, SMTP_LIMIT_RCPTDOMAINMAX), wanted->domains);
    assert_int_equal(smtp_capabilities_deliver_by_least_s(capabilities), wanted->least);
    assert_int_equal(smtp_capabilities_hold_most_s(capabilities), wanted->most);
    assert_int_equal(smtp_capabilities_hold_until_most(capabilities), wanted->until);
}

static void every_number(void **state) {
    (void)state;
    static const struct numbers none = {"", 0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct smtp_capabilities capabilities = {0};
        add_lines(&capabilities, numbers[i].lines);
        are(&capabilities, &numbers[i]);
        assert_int_equal(smtp_capabilities_limit(&capabilities, -1), 0);
        assert_int_equal(smtp_capabilities_limit(&capabilities, 3), 0);
        smtp__capabilities_clear(&capabilities);
        are(&capabilities, &none);
    }
    are(NULL, &none);
    assert_int_equal(smtp_capabilities_extensions(NULL), 0);
    assert_int_equal(smtp_capabilities_mechanisms(NULL), 0);
    assert_int_equal(smtp_capabilities_size_limit(NULL), 0);
}

/* What was withheld does not come back by another reply. */
static void what_is_withheld_is_not_offered(void **state) {
    (void)state;
    struct smtp_capabilities capabilities = {.withheld = SMTP_EXT_SIZE | SMTP_EXT_LIMITS | SMTP_EXT_AUTH};
    for (int round = 0; round < 2; round++) {
        add_lines(&capabilities, "SIZE 5\nLIMITS RCPTMAX=5\nX-EXPS PLAIN\n8BITMIME");
        assert_int_equal(smtp_capabilities_extensions(&capabilities), MIME);
        assert_int_equal(smtp_capabilities_mechanisms(&capabilities), 0);
        assert_int_equal(smtp_capabilities_size_limit(&capabilities), 0);
        assert_int_equal(smtp_capabilities_limit(&capabilities, SMTP_LIMIT_RCPTMAX), 0);
        smtp__capabilities_clear(&capabilities);
        assert_int_equal(smtp_capabilities_extensions(&capabilities), 0);
    }
}

static void every_extension_has_its_name(void **state) {
    (void)state;
    uint32_t all = 0;
    for (int i = 0; i < 32; i++) {
        const char *name = smtp_extension_name(UINT32_C(1) << i);
        struct smtp_capabilities capabilities = {0};
        if (name != NULL) {
            add_lines(&capabilities, name);
            assert_int_equal(smtp_capabilities_extensions(&capabilities), UINT32_C(1) << i);
            all |= UINT32_C(1) << i;
        }
    }
    assert_int_equal(smtp_extensions(), all);
    assert_int_equal(all, 2 * (uint32_t)SMTP_EXT_ETRN - 1);
    assert_string_equal(smtp_extension_name(SMTP_EXT_AUTH), "AUTH");
    assert_string_equal(smtp_extension_name(SMTP_EXT_MT_PRIORITY), "MT-PRIORITY");
    assert_null(smtp_extension_name(0));
    assert_null(smtp_extension_name(SMTP_EXT_AUTH | SMTP_EXT_SIZE));
    assert_null(smtp_extension_name(2 * (uint32_t)SMTP_EXT_ETRN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(every_beginning_of_a_line),
        cmocka_unit_test(every_number),
        cmocka_unit_test(what_is_withheld_is_not_offered),
        cmocka_unit_test(every_extension_has_its_name),
    };
    return cmocka_run_group_tests_name("wire/capabilities", tests, NULL, NULL);
}
