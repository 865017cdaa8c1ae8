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
     SIZE | MIME | AUTH | CODE | PIPE | UTF8, LOGIN | PLAIN | TOKEN, 35882577},
    {"SIZE 157286400\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\nSTARTTLS\n8BITMIME\nBINARYMIME\nCHUNKING\nSMTPUTF8",
     SIZE | PIPE | CODE | STLS | MIME | UTF8, 0, 157286400},
    {"ENHANCEDSTATUSCODES\nPIPELINING\n8BITMIME\nDELIVERBY\nSIZE 104857600\nLIMITS RCPTMAX=1000 MAILMAX=1000\n"
     "AUTH SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN\nSTARTTLS\nHELP",
     CODE | PIPE | MIME | SIZE | AUTH | STLS, LOGIN | PLAIN | CRAM | SHA1, 104857600},
    {"8BITMIME\nPIPELINING\nSIZE 31457280\nSTARTTLS\nAUTH PLAIN LOGIN\nAUTH=PLAIN LOGIN",
     MIME | PIPE | SIZE | STLS | AUTH, PLAIN | LOGIN, 31457280},
    {"PIPELINING\nSIZE 73400320\nSTARTTLS\nAUTH LOGIN PLAIN\nAUTH=LOGIN\nMAILCOMPRESS\n8BITMIME",
     PIPE | SIZE | STLS | AUTH | MIME, LOGIN | PLAIN, 73400320},
    {"mail\nPIPELINING\nAUTH LOGIN PLAIN\nAUTH=LOGIN PLAIN\ncoremail 1Uxr2xKj7kG0xkI17xGrU7I0s8FY2U3Uj8Cz28x1UUUUU\n"
     "STARTTLS\n8BITMIME",
     PIPE | AUTH | STLS | MIME, LOGIN | PLAIN, 0},
    {"SIZE 20971520\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\nAUTH\nX-EXPS NTLM\n8BITMIME\nBINARYMIME\nCHUNKING\nXEXCH50\n"
     "XSHADOW",
     SIZE | PIPE | CODE | AUTH | MIME, 0, 20971520},
    {"TURN\nSIZE\nETRN\nPIPELINING\nDSN\nENHANCEDSTATUSCODES\n8bitmime\nBINARYMIME\nCHUNKING\nVRFY\nOK",
     SIZE | PIPE | CODE | MIME, 0, 0},
    {"AUTH LOGIN PLAIN CRAM-MD5\nAUTH=LOGIN PLAIN CRAM-MD5\nENHANCEDSTATUSCODES\nSIZE\nDSN\nSTARTTLS\nPIPELINING\nHELP",
     AUTH | CODE | SIZE | STLS | PIPE, LOGIN | PLAIN | CRAM, 0},
    {"SIZE 157286400\n8BITMIME\nPIPELINING\nSTARTTLS", SIZE | MIME | PIPE | STLS, 0, 157286400},
    {"DSN\n8BITMIME\nPIPELINING\nHELP\nAUTH=LOGIN\nAUTH LOGIN CRAM-MD5 DIGEST-MD5 PLAIN\nDELIVERBY 300\nSIZE 31457280",
     MIME | PIPE | AUTH | SIZE, LOGIN | PLAIN | CRAM, 31457280},
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
        struct smtp_capabilities capabilities;
        smtp__capabilities_clear(&capabilities);
        smtp__capabilities_add(&capabilities, text);
        assert_int_equal(capabilities.extensions, n >= 4 ? AUTH : 0);
        assert_int_equal(capabilities.mechanisms, (n >= 10 ? PLAIN : 0) | (n >= 16 ? LOGIN : 0));
        guard_free(copy, n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(every_beginning_of_a_line),
    };
    return cmocka_run_group_tests_name("wire/capabilities", tests, NULL, NULL);
}
