/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/digest.h>
#include <stdio.h>

static uint64_t memory[2][SMTP_DIGEST_STATE_BYTES / 8];

static void is(const uint8_t *digest, size_t length, const char *hex) {
    char text[2 * SMTP_DIGEST_SIZE + 1];
    for (size_t i = 0; i < length; i++) {
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    }
    assert_string_equal(text, hex);
}

/* The text in pieces of so many octets. */
static void gives(int32_t digest, const char *text, size_t piece, const char *hex) {
    const smtp_digest_ops *ops = smtp_digest_mbedtls();
    uint8_t out[SMTP_DIGEST_SIZE];
    assert_int_equal(ops->begin(ops->context, memory[0], digest), SMTP_OK);
    for (size_t at = 0; at < strlen(text); at += piece) {
        size_t left = strlen(text) - at;
        assert_int_equal(ops->update(memory[0], text + at, left < piece ? left : piece), SMTP_OK);
    }
    assert_int_equal(ops->finish(memory[0], out), SMTP_OK);
    ops->end(memory[0]);
    is(out, smtp_digest_size(digest), hex);
}

/* RFC 1321 sA.5, RFC 6234 s8.5 and FIPS 180-4: "abc", and nothing */
static void known_digests(void **state) {
    (void)state;
    for (size_t piece = 1; piece < 4; piece++) {
        gives(SMTP_DIGEST_MD5, "abc", piece, "900150983cd24fb0d6963f7d28e17f72");
        gives(SMTP_DIGEST_SHA1, "abc", piece, "a9993e364706816aba3e25717850c26c9cd0d89d");
        gives(SMTP_DIGEST_SHA256, "abc", piece, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        gives(SMTP_DIGEST_SHA512, "abc", piece,
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }
    gives(SMTP_DIGEST_SHA256, "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void what_is_not_there(void **state) {
    (void)state;
    const smtp_digest_ops *ops = smtp_digest_mbedtls();
    assert_int_equal(ops->struct_size, sizeof *ops);
    assert_int_equal(ops->begin(ops->context, memory[0], 0), SMTP_E_DIGEST);
    assert_int_equal(ops->begin(ops->context, memory[0], 5), SMTP_E_DIGEST);
}

static void two_at_once_and_one_given_up(void **state) {
    (void)state;
    const smtp_digest_ops *ops = smtp_digest_mbedtls();
    uint8_t out[SMTP_DIGEST_SIZE];
    assert_int_equal(ops->begin(ops->context, memory[0], SMTP_DIGEST_SHA256), SMTP_OK);
    assert_int_equal(ops->begin(ops->context, memory[1], SMTP_DIGEST_MD5), SMTP_OK);
    assert_int_equal(ops->update(memory[0], "x", 1), SMTP_OK);
    assert_int_equal(ops->update(memory[1], "abc", 3), SMTP_OK);
    ops->end(memory[0]);
    assert_int_equal(ops->finish(memory[1], out), SMTP_OK);
    ops->end(memory[1]);
    is(out, 16, "900150983cd24fb0d6963f7d28e17f72");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests),
        cmocka_unit_test(what_is_not_there),
        cmocka_unit_test(two_at_once_and_one_given_up),
    };
    return cmocka_run_group_tests_name("port/digest", tests, NULL, NULL);
}
