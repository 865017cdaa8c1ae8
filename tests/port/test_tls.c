/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/compat.h"
#include "support/server.h"
#include <signal.h>
#include <sys/socket.h>

/* A handshake with a server that has `certificate`; the problem must have `words`. */
static void expect(const char *certificate, const smtp_tls_settings *settings, smtp_result wanted, const char *words) {
    struct server server = server_start(certificate, NULL, MANNER_ECHO);
    struct peer peer;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    smtp_result result = peer_start_tls(&peer, settings);
    if (result != wanted || strstr(peer_problem(&peer), words) == NULL) {
        fail_msg("%s as %s: %s, not %s: \"%s\" (\"%s\")", certificate, settings->server_name, smtp_result_name(result),
                 smtp_result_name(wanted), peer_problem(&peer), words);
    }
    if (wanted == SMTP_OK) {
        assert_string_equal(peer_problem(&peer), "");
    } else {
        assert_string_equal(peer.transport.ops->tls_version(peer.transport.context), "");
        assert_int_equal(peer_send(&peer, "x", 1), SMTP_E_STATE);
    }
    peer_end(&peer);
    server_stop(&server);
}

static void expect_name(const char *certificate, const char *name, smtp_result wanted, const char *words) {
    smtp_tls_settings settings = settings_for(name);
    expect(certificate, &settings, wanted, words);
}

static void expect_from(struct server server, smtp_result wanted, const char *words) {
    struct peer peer;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    smtp_result result = peer_start_tls(&peer, &settings);
    if (result != wanted || strstr(peer_problem(&peer), words) == NULL) {
        fail_msg("%s, not %s: \"%s\" (\"%s\")", smtp_result_name(result), smtp_result_name(wanted), peer_problem(&peer),
                 words);
    }
    assert_int_equal(peer_start_tls(&peer, &settings), wanted == SMTP_OK ? SMTP_E_STATE : wanted);
    peer_end(&peer);
    server_stop(&server);
}

static void a_good_certificate_has_the_name_in_any_case(void **state) {
    (void)state;
    expect_name("good", "mail.test", SMTP_OK, "");
    expect_name("good", "LOCALHOST", SMTP_OK, "");
    expect_name("good", "mail.test.", SMTP_OK, "");
    expect_name("rsa", "mail.test", SMTP_OK, "");
    expect_name("chained", "mail.test", SMTP_OK, "");
}

static void addresses_are_looked_for_among_addresses_alone(void **state) {
    (void)state;
    expect_name("good", "127.0.0.1", SMTP_OK, "");
    expect_name("good", "::1", SMTP_OK, "");
    expect_name("good", "::1%lo", SMTP_OK, "");
    expect_name("good", "127.0.0.2", SMTP_E_CERTIFICATE_NAME, "wanted 127.0.0.2");
    expect_name("good", "::2", SMTP_E_CERTIFICATE_NAME, "mail.test, 127.0.0.1, an IPv6 address; wanted ::2");
    expect_name("ip-as-dns", "127.0.0.1", SMTP_E_CERTIFICATE_NAME, "wanted 127.0.0.1");
}

static void another_name_is_refused_though_the_issuer_is_trusted(void **state) {
    (void)state;
    expect_name("wrong-name", "mail.test", SMTP_E_CERTIFICATE_NAME,
                "the certificate is for elsewhere.test, 192.0.2.7; wanted mail.test");
    expect_name("wrong-name", "127.0.0.1", SMTP_E_CERTIFICATE_NAME, "wanted 127.0.0.1");
    expect_name("common-name", "mail.test", SMTP_E_CERTIFICATE_NAME, "subject CN=mail.test does not count");
}

static void a_wildcard_is_one_whole_label(void **state) {
    (void)state;
    expect_name("wildcard", "a.wild.test", SMTP_OK, "");
    expect_name("wildcard", "wild.test", SMTP_E_CERTIFICATE_NAME, "*.wild.test");
    expect_name("wildcard", "a.b.wild.test", SMTP_E_CERTIFICATE_NAME, "*.wild.test");
    expect_name("partial", "mail.test", SMTP_E_CERTIFICATE_NAME, "m*.test");
}

static void dates_are_checked(void **state) {
    (void)state;
    expect_name("expired", "mail.test", SMTP_E_CERTIFICATE_EXPIRED, "the certificate expired on 2021-01-02");
    expect_name("future", "mail.test", SMTP_E_CERTIFICATE_NOT_YET_VALID, "valid from 2090-01-01");
}

static void the_issuer_must_be_trusted(void **state) {
    (void)state;
    expect_name("untrusted", "mail.test", SMTP_E_CERTIFICATE_UNTRUSTED, "the issuer CN=Other CA");
    expect_name("self-signed", "mail.test", SMTP_E_CERTIFICATE_UNTRUSTED, "self-signed");
    expect_name("not-a-ca", "mail.test", SMTP_E_CERTIFICATE_UNTRUSTED, "CN=localhost");
}

static void a_certificate_for_clients_is_no_server_s(void **state) {
    (void)state;
    static const char *const options[4] = {NULL, NULL, NULL, NULL};
    expect_from(server_openssl("client-only", options), SMTP_E_CERTIFICATE_REFUSED, "not for servers");
}

static void text_of_a_certificate_cannot_forge_a_line(void **state) {
    (void)state;
    struct server server = server_start("control", NULL, MANNER_ECHO);
    struct peer peer;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_CERTIFICATE_NAME);
    for (const char *c = peer_problem(&peer); *c != '\0'; c++) {
        assert_in_range(*c, 0x20, 0x7e);
    }
    peer_end(&peer);
    server_stop(&server);
}

static void digest_of(const char *certificate, uint8_t pin[32]) {
    mbedtls_x509_crt parsed;
    mbedtls_x509_crt_init(&parsed);
    assert_int_equal(mbedtls_x509_crt_parse_file(&parsed, certificate_path(certificate, "pem")), 0);
    assert_int_equal(mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), parsed.raw.p, parsed.raw.len, pin), 0);
    mbedtls_x509_crt_free(&parsed);
}

static void a_pin_replaces_chain_and_name(void **state) {
    (void)state;
    uint8_t pin[32];
    smtp_tls_settings settings = settings_for("nowhere.test");
    settings.ca_file = NULL;
    settings.pin = pin;
    static const char *const pinned[] = {"good", "self-signed", "expired", "untrusted", "rsa"};
    for (size_t i = 0; i < sizeof pinned / sizeof pinned[0]; i++) {
        digest_of(pinned[i], pin);
        expect(pinned[i], &settings, SMTP_OK, "");
    }
    digest_of("good", pin);
    settings.server_name = "mail.test";
    expect("rsa", &settings, SMTP_E_CERTIFICATE_PIN, "CN=localhost, not the pinned one");
    settings.ca_file = certificate_path("ca", "pem");
    pin[31] ^= 1;
    expect("good", &settings, SMTP_E_CERTIFICATE_PIN, "not the pinned one");
}

static void without_verify_nothing_is_checked_but_a_pin(void **state) {
    (void)state;
    smtp_tls_settings settings = settings_for("nowhere.test");
    settings.ca_file = NULL;
    settings.verify = 0;
    expect("expired", &settings, SMTP_OK, "");
    expect("self-signed", &settings, SMTP_OK, "");
    expect("untrusted", &settings, SMTP_OK, "");
    uint8_t pin[32];
    digest_of("expired", pin);
    settings.pin = pin;
    expect("expired", &settings, SMTP_OK, "");
    expect("good", &settings, SMTP_E_CERTIFICATE_PIN, "not the pinned one");
}

static void no_handshake_without_name_or_trust_anchor(void **state) {
    (void)state;
    smtp_tls_settings settings = settings_for("mail.test");
    settings.ca_file = NULL;
    expect("good", &settings, SMTP_E_NO_TRUST_ANCHOR, "no trust anchor was set");
    expect_name("good", NULL, SMTP_E_ARGUMENT, "no server name");
    expect_name("good", "", SMTP_E_ARGUMENT, "no server name");
    settings = settings_for("mail.test");
    settings.struct_size--;
    expect("good", &settings, SMTP_E_ARGUMENT, "");
}

/* ---- what the server is ---- */

static void a_server_that_speaks_no_tls_is_told_apart(void **state) {
    (void)state;
    expect_from(server_start(NULL, NULL, MANNER_PLAIN_220), SMTP_E_NOT_TLS,
                "plain text here (\"220 m...\"): is this a STARTTLS port?");
}

static void a_connection_that_ends_in_the_handshake_is_no_certificate_s_fault(void **state) {
    (void)state;
    expect_from(server_start(NULL, NULL, MANNER_RESET), SMTP_E_CONNECTION_LOST, "ended in the TLS handshake");
}

static void old_versions_of_tls_are_refused(void **state) {
    (void)state;
    static const char *const options[4] = {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", NULL};
    expect_from(server_openssl("rsa", options), SMTP_E_TLS_VERSION, "");
}

static void tls_1_2_with_rsa_is_spoken(void **state) {
    (void)state;
    static const char *const options[4] = {"-tls1_2", NULL, NULL, NULL};
    expect_from(server_openssl("rsa", options), SMTP_OK, "");
}

static void no_common_cipher_is_an_alert(void **state) {
    (void)state;
    static const char *const options[4] = {"-tls1_2", "-cipher", "PSK", NULL};
    expect_from(server_openssl("rsa", options), SMTP_E_TLS_HANDSHAKE, "TLS alert 40: no common cipher");
}

/* OpenSSL sends two tickets after a handshake of TLS 1.3: they stand before the answer. */
static void tickets_do_not_hold_up_the_answer(void **state) {
    (void)state;
    static const char *const options[4] = {NULL, NULL, NULL, NULL};
    struct server server = server_openssl("good", options);
    struct peer peer;
    smtp_tls_settings settings = settings_for("mail.test");
    char answer[16];
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    assert_int_equal(peer_send(&peer, "hello\n", 6), 6);
    assert_int_equal(peer_recv(&peer, answer, sizeof answer), 6);
    assert_memory_equal(answer, "olleh\n", 6);
    peer_end(&peer);
    server_stop(&server);
}

/* ---- what goes over the connection ---- */

static void greeting(struct peer *peer, const char *name, const char *wanted) {
    char line[64];
    smtp_tls_settings settings = settings_for(name);
    assert_int_equal(peer_start_tls(peer, &settings), SMTP_OK);
    ptrdiff_t n = peer_recv(peer, line, sizeof line);
    assert_int_equal(n, strlen(wanted));
    assert_memory_equal(line, wanted, strlen(wanted));
}

static void the_name_is_sent_and_an_address_is_not(void **state) {
    (void)state;
    struct server server = server_start("good", NULL, MANNER_ECHO);
    struct peer peer;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    greeting(&peer, "mail.test", "220 mail.test\r\n");
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    greeting(&peer, "127.0.0.1", "220 -\r\n");
    assert_string_not_equal(peer.transport.ops->tls_version(peer.transport.context), "");
    peer_end(&peer);
    server_stop(&server);
}

static void small_buffers(const struct peer *peer) {
    int descriptor = (int)peer->transport.ops->descriptor(peer->transport.context);
    int size = 4096;
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), 0);
}

/* Each send offers more than the one before: what blocked must still go out as it was. */
static void much_goes_through_in_parts(void **state) {
    (void)state;
    enum { TOTAL = 1000000, PART = 5000 };
    static uint8_t out[TOTAL];
    static uint8_t in[TOTAL];
    struct server server = server_start("good", NULL, MANNER_ECHO);
    struct peer peer;
    const smtp_transport *t = &peer.transport;
    size_t sent = 0;
    size_t received = 0;
    size_t more = 0;
    bool blocked = false;
    for (size_t i = 0; i < TOTAL; i++) {
        out[i] = (uint8_t)(i * 7 + i / 251);
    }
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    small_buffers(&peer);
    greeting(&peer, "mail.test", "220 mail.test\r\n");
    while (received < TOTAL) {
        more = more < PART ? more + 1 : 0;
        size_t offered = TOTAL - sent < PART + more ? TOTAL - sent : PART + more;
        ptrdiff_t n = sent == TOTAL ? SMTP_E_WANT_READ : t->ops->send(t->context, out + sent, offered);
        if (n > 0) {
            sent += (size_t)n;
            continue;
        }
        assert_true(n == SMTP_E_WANT_WRITE || n == SMTP_E_WANT_READ);
        blocked = blocked || n == SMTP_E_WANT_WRITE;
        ptrdiff_t m = t->ops->recv(t->context, in + received, TOTAL - received);
        received += m > 0 ? (size_t)m : 0;
        assert_true(m > 0 || m == SMTP_E_WANT_READ);
        if (m < 0) {
            uint32_t events = n == SMTP_E_WANT_WRITE ? SMTP_WAIT_READ | SMTP_WAIT_WRITE : SMTP_WAIT_READ;
            assert_int_equal(t->ops->wait(t->context, events, 10000), SMTP_OK);
        }
    }
    assert_true(blocked);
    assert_memory_equal(in, out, TOTAL);
    peer_end(&peer);
    server_stop(&server);
}

/* Bytes that TLS holds already do not make the socket readable. */
static void wait_does_not_wait_for_what_is_there(void **state) {
    (void)state;
    struct server server = server_start("good", NULL, MANNER_ECHO);
    struct peer peer;
    char byte;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    assert_int_equal(peer_recv(&peer, &byte, 1), 1);
    uint64_t before = smtp_platform_posix()->monotonic_ms(NULL);
    assert_int_equal(peer.transport.ops->wait(peer.transport.context, SMTP_WAIT_READ, 5000), SMTP_OK);
    assert_true(smtp_platform_posix()->monotonic_ms(NULL) - before < 4000);
    peer_end(&peer);
    server_stop(&server);
}

static void expect_end(enum manner manner, const char *words, smtp_result wanted) {
    struct server server = server_start("good", NULL, manner);
    struct peer peer;
    char bytes[16];
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    if (*words != '\0') {
        assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), strlen(words));
        assert_memory_equal(bytes, words, strlen(words));
    }
    assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), wanted);
    assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), wanted);
    peer_end(&peer);
    server_stop(&server);
}

static void the_end_is_the_end_with_and_without_a_notice(void **state) {
    (void)state;
    expect_end(MANNER_NOTIFY, "bye", SMTP_E_END_OF_STREAM);
    expect_end(MANNER_CUT, "bye", SMTP_E_END_OF_STREAM);
    expect_end(MANNER_GARBAGE, "", SMTP_E_TLS_RECORD);
}

/* Field: the reply that explains the hang-up stands in the socket when the write fails. No SIGPIPE comes. */
static void what_the_server_said_can_be_read_after_a_write_failed(void **state) {
    (void)state;
    struct server server = server_start("good", NULL, MANNER_SAY_AND_CUT);
    struct peer peer;
    char bytes[16];
    smtp_tls_settings settings = settings_for("mail.test");
    signal(SIGPIPE, SIG_DFL);
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    ptrdiff_t n;
    do {
        n = peer_send(&peer, "MAIL FROM:<>\r\n", 14);
    } while (n > 0);
    assert_int_equal(n, SMTP_E_CONNECTION_LOST);
    assert_string_not_equal(peer_problem(&peer), "");
    assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), 7);
    assert_memory_equal(bytes, "550 why", 7);
    assert_int_equal(peer_send(&peer, "x", 1), SMTP_E_CONNECTION_LOST);
    peer_end(&peer);
    server_stop(&server);
}

/* ---- the client's certificate ---- */

static smtp_result with_client_certificate(const char *certificate, const char *key, char *answer) {
    struct server server = server_start("good", "ca", MANNER_ECHO);
    struct peer peer;
    smtp_tls_settings settings = settings_for("mail.test");
    settings.client_certificate_file = certificate == NULL ? NULL : certificate_path(certificate, "pem");
    settings.client_key_file = key == NULL ? NULL : certificate_path(key, "key");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    smtp_result result = peer_start_tls(&peer, &settings);
    if (result == SMTP_OK) { /* TLS 1.3: the server's refusal comes after the client's end of the handshake */
        ptrdiff_t n = peer_recv(&peer, answer, 16);
        result = n > 0 ? SMTP_OK : (smtp_result)n;
    } else {
        assert_string_not_equal(peer_problem(&peer), "");
    }
    peer_end(&peer);
    server_stop(&server);
    return result;
}

static void a_client_certificate_is_shown(void **state) {
    (void)state;
    char answer[16];
    assert_int_equal(with_client_certificate("client", "client", answer), SMTP_OK);
    assert_memory_equal(answer, "220 mail.test", 13);
    assert_true(with_client_certificate(NULL, NULL, answer) < 0);
}

static void a_client_certificate_and_its_key_belong_together(void **state) {
    (void)state;
    char answer[16];
    assert_int_equal(with_client_certificate("client", "client-other", answer), SMTP_E_CLIENT_CERTIFICATE);
    assert_int_equal(with_client_certificate("client", "nowhere", answer), SMTP_E_CLIENT_CERTIFICATE);
    assert_int_equal(with_client_certificate("nowhere", "client", answer), SMTP_E_CLIENT_CERTIFICATE);
    assert_int_equal(with_client_certificate("client", NULL, answer), SMTP_E_CLIENT_CERTIFICATE);
    assert_int_equal(with_client_certificate(NULL, "client", answer), SMTP_E_CLIENT_CERTIFICATE);
}

static void no_memory_is_an_answer(void **state) {
    (void)state;
    struct server server = server_start("good", NULL, MANNER_ECHO);
    smtp_tls_settings settings = settings_for("mail.test");
    struct peer peer;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    peer.allocator.fail_from = 1;
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_NO_MEMORY);
    peer.allocator.fail_from = 0;
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    peer_end(&peer);
    server_stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_certificate_has_the_name_in_any_case),
        cmocka_unit_test(addresses_are_looked_for_among_addresses_alone),
        cmocka_unit_test(another_name_is_refused_though_the_issuer_is_trusted),
        cmocka_unit_test(a_wildcard_is_one_whole_label),
        cmocka_unit_test(dates_are_checked),
        cmocka_unit_test(the_issuer_must_be_trusted),
        cmocka_unit_test(a_certificate_for_clients_is_no_server_s),
        cmocka_unit_test(text_of_a_certificate_cannot_forge_a_line),
        cmocka_unit_test(a_pin_replaces_chain_and_name),
        cmocka_unit_test(without_verify_nothing_is_checked_but_a_pin),
        cmocka_unit_test(no_handshake_without_name_or_trust_anchor),
        cmocka_unit_test(a_server_that_speaks_no_tls_is_told_apart),
        cmocka_unit_test(a_connection_that_ends_in_the_handshake_is_no_certificate_s_fault),
        cmocka_unit_test(old_versions_of_tls_are_refused),
        cmocka_unit_test(tls_1_2_with_rsa_is_spoken),
        cmocka_unit_test(no_common_cipher_is_an_alert),
        cmocka_unit_test(tickets_do_not_hold_up_the_answer),
        cmocka_unit_test(the_name_is_sent_and_an_address_is_not),
        cmocka_unit_test(much_goes_through_in_parts),
        cmocka_unit_test(wait_does_not_wait_for_what_is_there),
        cmocka_unit_test(the_end_is_the_end_with_and_without_a_notice),
        cmocka_unit_test(what_the_server_said_can_be_read_after_a_write_failed),
        cmocka_unit_test(a_client_certificate_is_shown),
        cmocka_unit_test(a_client_certificate_and_its_key_belong_together),
        cmocka_unit_test(no_memory_is_an_answer),
    };
    return cmocka_run_group_tests_name("port/tls", tests, NULL, NULL);
}
