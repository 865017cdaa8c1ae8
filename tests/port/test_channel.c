/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/channel.h"
#include "support/guard.h"
#include "support/server.h"
#include <ctype.h>

/* What OpenSSL made of the same certificate. */
static void expect_digest_of(const char *name) {
    mbedtls_x509_crt certificate;
    uint8_t expected[SMTP_CHANNEL_BYTES + 1];
    uint8_t data[SMTP_CHANNEL_BYTES];
    size_t length = 0;
    FILE *file = fopen(certificate_path(name, "end-point"), "rb");
    assert_non_null(file);
    size_t expected_length = fread(expected, 1, sizeof expected, file);
    fclose(file);
    mbedtls_x509_crt_init(&certificate);
    assert_int_equal(mbedtls_x509_crt_parse_file(&certificate, certificate_path(name, "pem")), 0);
    assert_true(smtp__channel_end_point(&certificate, data, &length));
    assert_int_equal(length, expected_length);
    assert_memory_equal(data, expected, length);
    mbedtls_x509_crt_free(&certificate);
}

/* RFC 5929 s4.1 */
static void the_end_point_is_a_digest_of_the_certificate(void **state) {
    (void)state;
    static const char *const names[] = {"good", "rsa", "sha384", "rsa-sha1", "rsa-sha512", "pss-sha1", "pss-sha384"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        expect_digest_of(names[i]);
    }
}

/* A certificate of nothing but the algorithm of its signature. */
static size_t make_certificate(uint8_t *out, const void *algorithm, size_t length) {
    const uint8_t head[] = {0x30, (uint8_t)(length + 4), 0x30, 0x00, 0x30, (uint8_t)length};
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, algorithm, length);
    return sizeof head + length;
}

static bool has_end_point(const uint8_t *der, size_t length, size_t *digest_length) {
    mbedtls_x509_crt made;
    uint8_t data[SMTP_CHANNEL_BYTES];
    mbedtls_x509_crt_init(&made);
    made.raw.p = (unsigned char *)(uintptr_t)der;
    made.raw.len = length;
    return smtp__channel_end_point(&made, data, digest_length);
}

#define RSA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01"
#define ECDSA "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03"
#define SHA_2 "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02"
#define ROW(text, length)                                                                                              \
    { text, sizeof text - 1, length }

static const struct {
    const char *algorithm;
    size_t length;
    size_t digest; /* 0: not defined */
} rows[] = {
    ROW(RSA "\x04", 32),
    ROW(RSA "\x05\x05\x00", 32),
    ROW(RSA "\x0e", 28),
    ROW(RSA "\x0b", 32),
    ROW(RSA "\x0c", 48),
    ROW(RSA "\x0d", 64),
    ROW(RSA "\x02", 0),
    ROW("\x06\x07\x2a\x86\x48\xce\x3d\x04\x01", 32),
    ROW(ECDSA "\x01", 28),
    ROW(ECDSA "\x02", 32),
    ROW(ECDSA "\x03", 48),
    ROW(ECDSA "\x04", 64),
    ROW(RSA "\x0a\x30\x0f\xa0\x0d\x30\x0b" SHA_2 "\x04", 28),
    ROW(RSA "\x0a\x30\x0f\xa0\x0d\x30\x0b" SHA_2 "\x01", 32),
    ROW(RSA "\x0a\x30\x0f\xa0\x0d\x30\x0b" SHA_2 "\x02", 48),
    ROW(RSA "\x0a\x30\x0f\xa0\x0d\x30\x0b" SHA_2 "\x03", 64),
    ROW(RSA "\x0a\x30\x0f\xa0\x0d\x30\x0b" SHA_2 "\x09", 0),
    ROW(RSA "\x0a\x30\x0b\xa0\x09\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a", 32),
    ROW(RSA "\x0a\x30\x00", 32),
    ROW(RSA "\x0a", 0),
    ROW("\x06\x03\x2b\x65\x70", 0), /* Ed25519 */
    ROW("\x05\x00", 0),
    ROW("", 0),
};

static void each_algorithm_has_its_hash_function(void **state) {
    (void)state;
    uint8_t memory[64];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t digest = 0;
        size_t length = make_certificate(memory, rows[i].algorithm, rows[i].length);
        assert_int_equal(has_end_point(memory, length, &digest), rows[i].digest > 0);
        assert_int_equal(digest, rows[i].digest);
    }
}

/* However it is cut, at whichever byte it is broken: never a byte too far. */
static void nothing_is_read_beyond_the_end(void **state) {
    (void)state;
    uint8_t memory[64];
    size_t digest;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = make_certificate(memory, rows[i].algorithm, rows[i].length);
        for (size_t cut = 0; cut < length; cut++) {
            uint8_t *bytes = guard_copy(memory, cut);
            assert_false(has_end_point(bytes, cut, &digest));
            guard_free(bytes, cut);
        }
        uint8_t *bytes = guard_copy(memory, length);
        for (size_t at = 0; at < length * 256; at++) {
            uint8_t before = bytes[at / 256];
            bytes[at / 256] = (uint8_t)at;
            (void)has_end_point(bytes, length, &digest);
            bytes[at / 256] = before;
        }
        guard_free(bytes, length);
    }
}

/* ---- what a transport tells ---- */

struct binding {
    int32_t kind;
    uint8_t data[SMTP_CHANNEL_BYTES];
    size_t length;
};

static smtp_result ask(const struct peer *peer, struct binding *binding) {
    return peer->transport.ops->channel_binding(peer->transport.context, &binding->kind, binding->data,
                                                &binding->length);
}

/* "LABEL: HEX", somewhere in the lines to come. */
static size_t read_hex(FILE *output, const char *label, uint8_t *bytes, size_t size) {
    char line[512];
    const char *at = NULL;
    size_t n = 0;
    while (at == NULL && fgets(line, sizeof line, output) != NULL) {
        at = strstr(line, label);
    }
    assert_non_null(at);
    at += strlen(label);
    for (unsigned octet; n < size && sscanf(at, "%2x", &octet) == 1 && isxdigit(*at); at += 2) {
        bytes[n++] = (uint8_t)octet;
    }
    return n;
}

/* The client's Finished is the first of both in a full handshake. */
static struct binding as_openssl_has_it(FILE *output, bool is_1_3) {
    struct binding binding = {.kind = is_1_3 ? SMTP_CHANNEL_TLS_EXPORTER : SMTP_CHANNEL_TLS_UNIQUE};
    uint8_t exported[SMTP_CHANNEL_BYTES];
    if (!is_1_3) {
        binding.length = read_hex(output, "verify_data (len=12): ", binding.data, sizeof binding.data);
        assert_int_equal(binding.length, 12);
        (void)read_hex(output, "Keying material: ", exported, sizeof exported);
    } else {
        binding.length = read_hex(output, "Keying material: ", binding.data, sizeof binding.data);
        assert_int_equal(binding.length, 32);
    }
    return binding;
}

static struct binding expect_as_openssl(const struct server *server, FILE *output) {
    struct peer peer;
    struct binding binding = {0};
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server->port), SMTP_OK);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    assert_int_equal(ask(&peer, &binding), SMTP_OK);
    bool is_1_3 = strcmp(peer.transport.ops->tls_version(peer.transport.context), "TLSv1.3") == 0;
    struct binding other = as_openssl_has_it(output, is_1_3);
    assert_int_equal(binding.kind, other.kind);
    assert_int_equal(binding.length, other.length);
    assert_memory_equal(binding.data, other.data, other.length);
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(ask(&peer, &other), SMTP_E_STATE);
    peer_end(&peer);
    return binding;
}

static void expect_another_each_time(const char *version) {
    FILE *output;
    struct server server = server_telling("good", version, &output);
    struct binding first = expect_as_openssl(&server, output);
    struct binding second = expect_as_openssl(&server, output);
    assert_int_equal(first.kind, second.kind);
    assert_memory_not_equal(first.data, second.data, first.length);
    server_stop(&server);
    fclose(output);
}

static void both_ends_know_the_connection_by_the_same(void **state) {
    (void)state;
    expect_another_each_time("-trace");
    expect_another_each_time("-tls1_2");
}

static void what_is_no_place_for_it(void **state) {
    (void)state;
    struct peer peer;
    struct binding b;
    peer_init(&peer);
    const smtp_transport *t = &peer.transport;
    assert_int_equal(t->ops->channel_binding(t->context, NULL, b.data, &b.length), SMTP_E_ARGUMENT);
    assert_int_equal(t->ops->channel_binding(t->context, &b.kind, NULL, &b.length), SMTP_E_ARGUMENT);
    assert_int_equal(t->ops->channel_binding(t->context, &b.kind, b.data, NULL), SMTP_E_ARGUMENT);
    peer_end(&peer);
}

static void none_after_a_handshake_that_failed(void **state) {
    (void)state;
    struct server server = server_start("expired", NULL, MANNER_ECHO);
    struct peer peer;
    struct binding binding;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_CERTIFICATE_EXPIRED);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    peer_end(&peer);
    server_stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_point_is_a_digest_of_the_certificate),
        cmocka_unit_test(each_algorithm_has_its_hash_function),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
        cmocka_unit_test(both_ends_know_the_connection_by_the_same),
        cmocka_unit_test(what_is_no_place_for_it),
        cmocka_unit_test(none_after_a_handshake_that_failed),
    };
    return cmocka_run_group_tests_name("port/channel", tests, NULL, NULL);
}
