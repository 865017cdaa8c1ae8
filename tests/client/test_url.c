/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "client/url.h"
#include "support/guard.h"
#include <smtp/session.h>

#define L10 "aaaaaaaaaa"
#define L60 L10 L10 L10 L10 L10 L10
#define L63 L60 "aaa"
#define N253 L63 "." L63 "." L63 "." L60 "a"

static smtp_result read(const char *text, size_t length, struct smtp__url *url) {
    char *copy = guard_copy(text, length);
    struct smtp__text t = {copy, length};
    smtp_result result = smtp__url_read(t, url);
    url->host.data = result == SMTP_OK ? text + (url->host.data - copy) : NULL;
    guard_free(copy, length);
    return result;
}

static void good_urls(void **state) {
    (void)state;
    static const struct {
        const char *url;
        const char *host;
        uint16_t port;
        int32_t security;
        int32_t protocol;
    } rows[] = {
        {"lmtp://unit", "unit", 24, SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_LMTP},
        {"lmtps://unit:2424/", "unit", 2424, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_LMTP},
        {"smtps://mail.test", "mail.test", 465, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtp://mail.test", "mail.test", 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp+plain://mail.test", "mail.test", 25, SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_SMTP},
        {"SMTPS://Mail.Test/", "Mail.Test", 465, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtp://h:1", "h", 1, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp://h:65535/", "h", 65535, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp://192.0.2.1:2525", "192.0.2.1", 2525, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtps://[2001:db8::1]", "2001:db8::1", 465, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtps://[::1]:4650", "::1", 4650, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtps://[fe80::1%eth0]:25", "fe80::1%eth0", 25, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtps://[::ffff:192.0.2.1]", "::ffff:192.0.2.1", 465, SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
        {"smtp://localhost", "localhost", 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp://mail.test.", "mail.test.", 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtps://mail.m\xc3\xbcnchen.de:4650/", "mail.m\xc3\xbcnchen.de", 4650, SMTP_SECURITY_IMPLICIT_TLS,
         SMTP_PROTOCOL_SMTP},
        {"smtp://my_relay-1.test", "my_relay-1.test", 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp://" N253, N253, 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
        {"smtp://" N253 ".", N253 ".", 587, SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct smtp__url url;
        assert_int_equal(read(rows[i].url, strlen(rows[i].url), &url), SMTP_OK);
        assert_int_equal(url.host.length, strlen(rows[i].host));
        assert_memory_equal(url.host.data, rows[i].host, url.host.length);
        assert_int_equal(url.port, rows[i].port);
        assert_int_equal(url.security, rows[i].security);
        assert_int_equal(url.protocol, rows[i].protocol);
    }
}

static const struct {
    const char *url;
    smtp_result result;
} refused[] = {
    {"", SMTP_E_URL},
    {"mail.test", SMTP_E_URL},
    {"://mail.test", SMTP_E_URL},
    {"smtp:mail.test", SMTP_E_URL},
    {"smtp:/mail.test", SMTP_E_URL},
    {"mail.test:25", SMTP_E_URL},
    {"smtp:", SMTP_E_URL},
    {"smtp://user@mail.test", SMTP_E_URL},
    {"smtp://user:pass@mail.test", SMTP_E_URL},
    {"smtp://mail.test/path", SMTP_E_URL},
    {"smtp://mail.test//", SMTP_E_URL},
    {"smtp://mail.test?x=1", SMTP_E_URL},
    {"smtp://mail.test#x", SMTP_E_URL},
    {"http://mail.test", SMTP_E_SCHEME},
    {"smtpx://mail.test", SMTP_E_SCHEME},
    {"smt://mail.test", SMTP_E_SCHEME},
    {" smtp://mail.test", SMTP_E_SCHEME},
    {"smtp+ssl://mail.test", SMTP_E_SCHEME},
    {"smtp://", SMTP_E_HOST},
    {"smtp:///", SMTP_E_HOST},
    {"smtp://:25", SMTP_E_HOST},
    {"smtp://.", SMTP_E_HOST},
    {"smtp://.mail.test", SMTP_E_HOST},
    {"smtp://mail..test", SMTP_E_HOST},
    {"smtp://mail.test..", SMTP_E_HOST},
    {"smtp://-mail.test", SMTP_E_HOST},
    {"smtp://mail-.test", SMTP_E_HOST},
    {"smtp://ma il.test", SMTP_E_HOST},
    {"smtp://mail.test ", SMTP_E_HOST},
    {"smtp://xn--m\xc3\xa4il.test", SMTP_E_HOST},
    {"smtp://m\xe4il.test", SMTP_E_HOST},
    {"smtp://mail,test", SMTP_E_HOST},
    {"smtp://" L63 "a.test", SMTP_E_HOST},
    {"smtp://" N253 "a", SMTP_E_HOST},
    {"smtp://[]", SMTP_E_HOST},
    {"smtp://[::1", SMTP_E_HOST},
    {"smtp://[mail.test]", SMTP_E_HOST},
    {"smtp://[192.0.2.1]", SMTP_E_HOST},
    {"smtp://[::g]", SMTP_E_HOST},
    {"smtp://[%eth0]", SMTP_E_HOST},
    {"smtp://[::1%]x", SMTP_E_HOST},
    {"smtp://[::1%e-0]", SMTP_E_HOST},
    {"smtp://[::1]25", SMTP_E_HOST},
    {"smtp://[" L63 ":]", SMTP_E_HOST},
    {"smtp://mail.test:", SMTP_E_PORT},
    {"smtp://mail.test:0", SMTP_E_PORT},
    {"smtp://mail.test:65536", SMTP_E_PORT},
    {"smtp://mail.test:-1", SMTP_E_PORT},
    {"smtp://mail.test:25x", SMTP_E_PORT},
    {"smtp://mail.test: 25", SMTP_E_PORT},
    {"smtp://mail.test:99999999999999999999999", SMTP_E_PORT},
    {"smtp://2001:db8::1", SMTP_E_PORT},
    {"smtp://[::1]:", SMTP_E_PORT},
    {"smtp://mail.test\r\nRSET", SMTP_E_CONTROL_CHARACTER},
    {"smtp://mail.test\t", SMTP_E_CONTROL_CHARACTER},
    {"\x7fsmtp://mail.test", SMTP_E_CONTROL_CHARACTER},
};

static void bad_urls(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct smtp__url url;
        smtp_result result = read(refused[i].url, strlen(refused[i].url), &url);
        if (result != refused[i].result) {
            fail_msg("%s: %s", refused[i].url, smtp_result_name(result));
        }
    }
    struct smtp__url url;
    assert_int_equal(read("smtp://a\0b", 10, &url), SMTP_E_CONTROL_CHARACTER);
}

/* Every beginning of a URL is read to its end and no further. */
static void every_prefix_is_safe(void **state) {
    (void)state;
    static const char whole[] = "smtps://[fe80::1%eth0]:4650/";
    struct smtp__url url;
    for (size_t n = 0; n < sizeof whole; n++) {
        smtp_result result = read(whole, n, &url);
        bool is_whole =
            n >= strlen("smtps://[fe80::1%eth0]") && n != strlen("smtps://[fe80::1%eth0]:") && n < sizeof whole;
        assert_int_equal(result == SMTP_OK, is_whole);
    }
}

/* What is read of a host; NULL: refused. */
static void check_host(const char *text, size_t length, const char *name) {
    struct smtp__host host = {0, ""};
    char *copy = guard_copy(text, length);
    struct smtp__text t = {copy, length};
    smtp_result result = smtp__host_read(t, &host);
    if (result != (name == NULL ? SMTP_E_HOST : SMTP_OK)) {
        fail_msg("%s: %s", text, smtp_result_name(result));
    }
    if (name != NULL) {
        assert_int_equal(host.length, strlen(name));
        assert_memory_equal(host.name, name, host.length);
    }
    guard_free(copy, length);
}

static void hosts(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"mail.test", "mail.test"},
        {"Mail.Test.", "Mail.Test."},
        {N253 ".", N253 "."},
        {"::1", "::1"},
        {"192.0.2.1", "192.0.2.1"},
        {"mail.m\xc3\xbcnchen.de", "mail.xn--mnchen-3ya.de"},
        {"MAIL.M\xc3\x9cNCHEN.de", "MAIL.xn--mnchen-3ya.de"},
        {"[::1]", NULL},
        {"", NULL},
        {"mail.test:25", NULL},
        {"xn--\xc3\xbc.test", NULL},
        {"\xff.test", NULL},
        {"a b.\xc3\xbc", NULL},
        {N253 "\xc3\xbc", NULL},
        {L63 "." L63 "." L63 "." L10 L10 L10 L10 L10 "aaa.\xc3\xbc",
         L63 "." L63 "." L63 "." L10 L10 L10 L10 L10 "aaa.xn--tda"},
        {L63 "." L63 "." L63 "." L10 L10 L10 L10 L10 "aaaa.\xc3\xbc", NULL}, /* 254 octets */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_host(rows[i][0], strlen(rows[i][0]), rows[i][1]);
    }
    check_host("a\0b", 3, NULL);
    check_host("\xc3\xbc\0b", 4, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_urls),
        cmocka_unit_test(bad_urls),
        cmocka_unit_test(every_prefix_is_safe),
        cmocka_unit_test(hosts),
    };
    return cmocka_run_group_tests_name("client/url", tests, NULL, NULL);
}
