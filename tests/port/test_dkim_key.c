/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/base64.h"
#include "dkim/canonical.h"
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
static long random_calls; /* how many come before it fails once; below 0: it does not */
static char pem[8192];

static smtp_result fill(void *context, void *buffer, size_t length) {
    const smtp_platform *posix = smtp_platform_posix();
    (void)context;
    bool fails = random_fails || random_calls-- == 0;
    return fails ? SMTP_E_RANDOM : posix->random(posix->context, buffer, length);
}

static smtp_dkim *begin(const smtp_digest_ops *digests) {
    smtp_dkim *dkim;
    test_allocator_init(&allocator);
    random_fails = false;
    random_calls = -1;
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

/* Every hash of these is this one. */
static uint8_t the_hash[32];

static smtp_result fixed_begin(void *context, void *state, int32_t digest) {
    (void)context;
    (void)state;
    (void)digest;
    return SMTP_OK;
}

static smtp_result fixed_update(void *state, const void *data, size_t length) {
    (void)state;
    (void)data;
    (void)length;
    return SMTP_OK;
}

static smtp_result fixed_finish(void *state, uint8_t *out) {
    (void)state;
    memcpy(out, the_hash, sizeof the_hash);
    return SMTP_OK;
}

static void fixed_end(void *state) {
    (void)state;
}

static const smtp_digest_ops fixed = {sizeof fixed, NULL, fixed_begin, fixed_update, fixed_finish, fixed_end};

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
    uint8_t signature[1024];
    mbedtls_pk_context key;
    memset(the_hash, 7, sizeof the_hash);
    smtp_dkim *dkim = begin(&fixed);
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_OK);
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_OK);
    size_t length = signature_of(field, signature, sizeof signature);
    assert_int_equal(length, 256);
    mbedtls_pk_init(&key);
    assert_int_equal(smtp__compat_begin(), 0);
    assert_int_equal(
        smtp__compat_parse_key(&key, (const unsigned char *)pem, strlen(pem) + 1, NULL, 0, random_of_test, NULL), 0);
    assert_int_equal(mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256, the_hash, sizeof the_hash, signature, length), 0);
    the_hash[0] ^= 1;
    assert_int_not_equal(mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256, the_hash, sizeof the_hash, signature, length), 0);
    mbedtls_pk_free(&key);
    end(dkim);
}

/* RFC 8463 sA.1 */
static const char rfc_key[] = "-----BEGIN RSA PRIVATE KEY-----\n"
                              "MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi\n"
                              "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM\n"
                              "KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB\n"
                              "AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm\n"
                              "6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe\n"
                              "zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy\n"
                              "6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc\n"
                              "uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy\n"
                              "WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd\n"
                              "WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a\n"
                              "licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst\n"
                              "o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe\n"
                              "uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL\n"
                              "-----END RSA PRIVATE KEY-----\n";

/* RFC 8463 sA.3: the fields in the order of h=, then the second signature's own up to its b= */
static const char *const rfc_fields[] = {
    "From: Joe SixPack <joe@football.example.com>",
    "To: Suzie Q <suzie@shopping.example.net>",
    "Subject: Is dinner ready?",
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>",
};
static const char rfc_signature[] = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
                                    " d=football.example.com; i=@football.example.com;\r\n"
                                    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
                                    " date : message-id : from : subject : date;\r\n"
                                    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
                                    " b=";
static const char rfc_b[] = "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"
                            "DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"
                            "dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=";

static void add_field(struct smtp__dkim_hash *hash, const char *field) {
    smtp__dkim_hash_field(hash, SMTP_DKIM_RELAXED, smtp__text_from(field, SMTP_Z));
}

static void the_signature_of_the_rfc(void **state) {
    (void)state;
    char field[4096];
    uint8_t signature[1024];
    uint8_t wanted[1024];
    size_t wanted_length;
    uint64_t memory[SMTP_DIGEST_STATE_BYTES / 8];
    struct smtp__dkim_hash hash;
    smtp__dkim_hash_begin(&hash, smtp_digest_mbedtls(), memory);
    for (size_t i = 0; i < sizeof rfc_fields / sizeof rfc_fields[0]; i++) {
        add_field(&hash, rfc_fields[i]);
        smtp__dkim_hash_add(&hash, "\r\n", 2);
    }
    add_field(&hash, rfc_signature);
    assert_int_equal(smtp__dkim_hash_end(&hash, the_hash), SMTP_OK);
    smtp_dkim *dkim = begin(&fixed);
    assert_int_equal(
        smtp_dkim_add_key(dkim, &platform, "football.example.com", SMTP_Z, "test", SMTP_Z, rfc_key, SMTP_Z, NULL, 0),
        SMTP_OK);
    assert_int_equal(sign(dkim, field, sizeof field), SMTP_OK);
    assert_int_equal(smtp__base64_decode(rfc_b, strlen(rfc_b), wanted, sizeof wanted, &wanted_length), SMTP_OK);
    assert_int_equal(signature_of(field, signature, sizeof signature), wanted_length);
    assert_memory_equal(signature, wanted, wanted_length);
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
    platform.struct_size = offsetof(smtp_platform, digests);
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_OK);
    platform.struct_size--;
    assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_E_ARGUMENT);
    platform.struct_size = sizeof platform;
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

/* Blinding wants some more than once. */
static void randomness_that_fails_midway(void **state) {
    (void)state;
    char field[4096];
    smtp_result result = SMTP_E_RANDOM;
    for (long at = 0; result != SMTP_OK; at++) {
        smtp_dkim *dkim = begin(smtp_digest_mbedtls());
        assert_int_equal(add(dkim, "rsa.key", NULL), SMTP_OK);
        random_calls = at;
        result = sign(dkim, field, sizeof field);
        assert_true(result == SMTP_E_RANDOM || (result == SMTP_OK && at > 0));
        end(dkim);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_signature_is_that_of_the_hash),
        cmocka_unit_test(the_signature_of_the_rfc),
        cmocka_unit_test(every_form_of_a_key),
        cmocka_unit_test(keys_that_are_not_taken),
        cmocka_unit_test(arguments),
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test(without_randomness_nothing_is_signed),
        cmocka_unit_test(randomness_that_fails_midway),
    };
    return cmocka_run_group_tests_name("port/dkim_key", tests, NULL, NULL);
}
