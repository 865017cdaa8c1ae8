/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/end_point.h"
#include "support/guard.h"
#include "support/server.h"

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
    assert_true(smtp__end_point(&certificate, data, &length));
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
    return smtp__end_point(&made, data, digest_length);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_point_is_a_digest_of_the_certificate),
        cmocka_unit_test(each_algorithm_has_its_hash_function),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
    };
    return cmocka_run_group_tests_name("port/end_point", tests, NULL, NULL);
}
