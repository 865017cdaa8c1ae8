/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/hmac.h"
#include "support/digest.h"
#include "support/guard.h"
#include <mbedtls/md.h>

static const mbedtls_md_type_t types[] = {MBEDTLS_MD_NONE, MBEDTLS_MD_MD5, MBEDTLS_MD_SHA1, MBEDTLS_MD_SHA256,
                                          MBEDTLS_MD_SHA512};

/* Beside that of mbedTLS, for keys below, at and above the size of a block. */
static void every_length_of_a_key(void **state) {
    (void)state;
    static const char message[] = "what do ya want for nothing?";
    struct test_digests digests;
    struct smtp__hmac hmac;
    test_digests_init(&digests);
    for (int32_t digest = SMTP_DIGEST_MD5; digest <= SMTP_DIGEST_SHA512; digest++) {
        for (size_t length = 0; length <= 130; length++) {
            uint8_t expected[64];
            uint8_t out[64];
            char octets[130];
            memset(octets, 'k', sizeof octets);
            char *key = guard_copy(octets, length);
            assert_int_equal(mbedtls_md_hmac(mbedtls_md_info_from_type(types[digest]), (const uint8_t *)octets, length,
                                             (const uint8_t *)message, sizeof message - 1, expected),
                             0);
            smtp__hmac_init(&hmac, &digests.table, digest);
            smtp__hmac_key(&hmac, key, length);
            smtp__hmac_begin(&hmac);
            smtp__hmac_add(&hmac, message, 4);
            smtp__hmac_add(&hmac, message + 4, sizeof message - 1 - 4);
            smtp__hmac_end(&hmac, out);
            assert_int_equal(hmac.result, SMTP_OK);
            assert_memory_equal(out, expected, smtp_digest_size(digest));
            guard_free(key, length);
        }
    }
    assert_int_equal(digests.live, 0);
}

/* RFC 6070 s2 */
static void hi_of_sha_1(void **state) {
    (void)state;
    static const struct {
        uint32_t iterations;
        uint8_t expected[20];
    } rows[] = {
        {1, {0x0c, 0x60, 0xc8, 0x0f, 0x96, 0x1f, 0x0e, 0x71, 0xf3, 0xa9,
             0xb5, 0x24, 0xaf, 0x60, 0x12, 0x06, 0x2f, 0xe0, 0x37, 0xa6}},
        {2, {0xea, 0x6c, 0x01, 0x4d, 0xc7, 0x2d, 0x6f, 0x8c, 0xcd, 0x1e,
             0xd9, 0x2a, 0xce, 0x1d, 0x41, 0xf0, 0xd8, 0xde, 0x89, 0x57}},
        {4096, {0x4b, 0x00, 0x79, 0x01, 0xb7, 0x65, 0x48, 0x9a, 0xbe, 0xad,
                0x49, 0xd9, 0x26, 0xf7, 0x21, 0xd0, 0x65, 0xa4, 0x29, 0xc1}},
    };
    struct test_digests digests;
    struct smtp__hmac hmac;
    test_digests_init(&digests);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t u[20];
        uint8_t out[20];
        smtp__hmac_init(&hmac, &digests.table, SMTP_DIGEST_SHA1);
        smtp__hmac_key(&hmac, "password", 8);
        smtp__hmac_hi(&hmac, "salt", 4, rows[i].iterations, u, out);
        assert_int_equal(hmac.result, SMTP_OK);
        assert_memory_equal(out, rows[i].expected, 20);
    }
}

/* Whatever fails, the state is ended and the error is told. */
static void every_failure(void **state) {
    (void)state;
    struct test_digests digests;
    struct smtp__hmac hmac;
    uint8_t u[64];
    uint8_t out[64];
    char key[100] = {0};
    for (long n = 1;; n++) {
        test_digests_init(&digests);
        digests.fail_at = n;
        smtp__hmac_init(&hmac, &digests.table, SMTP_DIGEST_SHA256);
        smtp__hmac_key(&hmac, key, sizeof key);
        smtp__hmac_hi(&hmac, "salt", 4, 3, u, out);
        assert_int_equal(digests.live, 0);
        if (digests.calls < n) {
            assert_int_equal(hmac.result, SMTP_OK);
            assert_in_range(n, 20, 100);
            return;
        }
        assert_int_not_equal(hmac.result, SMTP_OK);
        assert_int_equal(digests.calls, n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_of_a_key),
        cmocka_unit_test(hi_of_sha_1),
        cmocka_unit_test(every_failure),
    };
    return cmocka_run_group_tests_name("auth/hmac", tests, NULL, NULL);
}
