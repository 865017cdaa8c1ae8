/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/base64.h"
#include "port/mbedtls/compat.h"
#include "support/allocator.h"
#include "support/guard.h"
#include <smtp/dkim.h>
#include <smtp/posix.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT "From: ann@example.org\r\n\r\nhello\r\n"

static smtp_platform platform;
static struct test_allocator allocator;
static bool random_fails;
static char pem[8192];

static smtp_result fill(void *context, void *buffer, size_t length) {
    const smtp_platform *posix = smtp_platform_posix();
    (void)context;
    return random_fails ? SMTP_E_RANDOM : posix->random(posix->context, buffer, length);
}

static smtp_dkim *begin(const smtp_digest_ops *digests) {
    smtp_dkim *dkim;
    test_allocator_init(&allocator);
    random_fails = false;
    platform = *smtp_platform_posix();
    platform.allocator = &allocator.table;
    platform.random = fill;
    assert_int_equal(smtp_dkim_new(&allocator.table, digests, &dkim), SMTP_OK);
    return dkim;
}

static void end(smtp_dkim *dkim) {
    smtp_dkim_free(dkim);
    assert_int_equal(allocator.live, 0);
}

static size_t read_pem(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("SMTP_TEST_CERTIFICATES"), name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("no %s", path);
    }
    size_t length = fread(pem, 1, sizeof pem - 1, file);
    pem[length] = '\0';
    fclose(file);
    return length;
}

/* From memory that ends with the key. */
static smtp_result add(smtp_dkim *dkim, const char *name, const char *password) {
    size_t length = read_pem(name);
    char *copy = guard_copy(pem, length);
    smtp_result result = smtp_dkim_add_key(dkim, &platform, "example.org", SMTP_Z, "s1", SMTP_Z, copy, length, password,
                                           password == NULL ? 0 : SMTP_Z);
    guard_free(copy, length);
    return result;
}

static smtp_result sign(smtp_dkim *dkim, char *text, size_t size) {
    smtp_source *message;
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&allocator.table, TEXT, sizeof TEXT - 1, &message), SMTP_OK);
    smtp_result result = smtp_dkim_sign(dkim, message, &source);
    if (result == SMTP_OK) {
        ptrdiff_t length = smtp_source_read(source, text, size - 1);
        assert_true(length > 0);
        text[length] = '\0';
    }
    smtp_source_free(message);
    return result;
}

/* Every hash of these is 32 times 7. */
static smtp_result seven_begin(void *context, void *state, int32_t digest) {
    (void)context;
    (void)state;
    (void)digest;
    return SMTP_OK;
}

static smtp_result seven_update(void *state, const void *data, size_t length) {
    (void)state;
    (void)data;
    (void)length;
    return SMTP_OK;
}

static smtp_result seven_finish(void *state, uint8_t *out) {
    (void)state;
    memset(out, 7, 32);
    return SMTP_OK;
}

static void seven_end(void *state) {
    (void)state;
}

static const smtp_digest_ops sevens = {sizeof sevens, NULL, seven_begin, seven_update, seven_finish, seven_end};

/* The signature in a field, without its folding. */
static size_t signature_of(const char *field, uint8_t *out, size_t size) {
    char text[2048];
    size_t n = 0;
    size_t length;
    for (const char *at = strstr(field, " b=") + 3; at[0] != '\r' || at[2] == '\t'; at++) {
        if (strchr("\r\n\t", *at) == NULL) {
            text[n++] = *at;
        }
    }
    assert_int_equal(smtp__base64_decode(text, n, out, size, &length), SMTP_OK);
    return length;
}

static int random_of_test(void *context, unsigned char *buffer, size_t length) {
    return fill(context, buffer, length) == SMTP_OK ? 0 : -1;
}

static void the_signature_is_that_of_the_hash(void **state) {
    (void)state;
    char field[4096];
    uint8_t hash[32];
    uint8_t signature[1024];
    mbedtls_pk_context key;
    smtp_dkim *dkim = begin(&sevens);
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_OK);
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_OK);
    size_t length = signature_of(field, signature, sizeof signature);
    assert_int_equal(length, 256);
    memset(hash, 7, sizeof hash);
    mbedtls_pk_init(&key);
    assert_int_equal(smtp__compat_begin(), 0);
    assert_int_equal(
        smtp__compat_parse_key(&key, (const unsigned char *)pem, strlen(pem) + 1, NULL, 0, random_of_test, NULL), 0);
    assert_int_equal(mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256, hash, sizeof hash, signature, length), 0);
    hash[0] ^= 1;
    assert_int_not_equal(mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256, hash, sizeof hash, signature, length), 0);
    mbedtls_pk_free(&key);
    end(dkim);
}

/* The same key, so the same signature (RFC 8017 s8.2.1). */
static void every_form_of_a_key(void **state) {
    (void)state;
    static const char *const names[] = {"rsa.key", "pkcs1.key", "pkcs1-locked.key", "pkcs8-locked.key"};
    char first[4096];
    char field[4096];
    for (size_t i = 0; i < 4; i++) {
        smtp_dkim *dkim = begin(smtp_digest_mbedtls());
        assert_int_equal(add(dkim, names[i], i < 2 ? NULL : "secret"), SMTP_OK);
        assert_int_equal(sign(dkim, i == 0 ? first : field, sizeof field), SMTP_OK);
        assert_string_equal(i == 0 ? first : field, first);
        end(dkim);
    }
}

static void keys_that_are_not_taken(void **state) {
    (void)state;
    char field[4096];
    smtp_dkim *dkim = begin(smtp_digest_mbedtls());
    assert_int_equal(add(dkim, "small.key", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "good.key", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "ed25519.key", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "good.pem", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "ca.der", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "pkcs1-locked.key", NULL), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "pkcs1-locked.key", "Secret"), SMTP_E_DKIM_KEY);
    assert_int_equal(add(dkim, "pkcs8-locked.key", ""), SMTP_E_DKIM_KEY);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, "s", 1, "", 0, NULL, 0), SMTP_E_DKIM_KEY);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, "s", 1, "-----BEGIN ", 11, NULL, 0), SMTP_E_DKIM_KEY);
    size_t length = read_pem("rsa.key");
    for (size_t n = 0; n < length - 2; n += 100) { /* without its end */
        assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, "s", 1, pem, n, NULL, 0), SMTP_E_DKIM_KEY);
    }
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_E_STATE);
    assert_int_equal(add(dkim, "least.key", NULL), SMTP_OK);
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_OK);
    end(dkim);
}

static void arguments(void **state) {
    (void)state;
    smtp_dkim *dkim = begin(smtp_digest_mbedtls());
    read_pem("rsa.key");
    assert_int_equal(smtp_dkim_add_key(NULL, &platform, "a", 1, "s", 1, pem, SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, NULL, "a", 1, "s", 1, pem, SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, NULL, 0, "s", 1, pem, SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, NULL, 0, pem, SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, "s", 1, NULL, 0, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a", 1, "s", 1, pem, SMTP_Z, NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_key(dkim, &platform, "a;", 2, "s", 1, pem, SMTP_Z, NULL, 0), SMTP_E_DKIM);
    platform.random = NULL;
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_E_ARGUMENT);
    end(dkim);
}

static void each_allocation_fails_once(void **state) {
    (void)state;
    smtp_result result = SMTP_E_NO_MEMORY;
    long at = 0;
    while (result == SMTP_E_NO_MEMORY) {
        smtp_dkim *dkim = begin(smtp_digest_mbedtls());
        allocator.fail_at = allocator.calls + ++at;
        result = add(dkim, "rsa.key", NULL);
        end(dkim);
    }
    assert_int_equal(result, SMTP_OK);
    assert_int_equal(at, 4); /* the key, the copy of the PEM, the signer */
}

static void without_randomness_nothing_is_signed(void **state) {
    (void)state;
    char field[4096];
    smtp_dkim *dkim = begin(smtp_digest_mbedtls());
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_OK);
    random_fails = true;
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_E_RANDOM);
    random_fails = false;
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_OK);
    end(dkim);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_signature_is_that_of_the_hash), cmocka_unit_test(every_form_of_a_key),
        cmocka_unit_test(keys_that_are_not_taken),           cmocka_unit_test(arguments),
        cmocka_unit_test(each_allocation_fails_once),        cmocka_unit_test(without_randomness_nothing_is_signed),
    };
    return cmocka_run_group_tests_name("port/dkim_key", tests, NULL, NULL);
}
