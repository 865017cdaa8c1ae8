/* SPDX-License-Identifier: MIT */
/* dkim_key.c - an RSA key that mbedTLS holds, as a signer. */
#include <smtp/dkim.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wipe.h"
#include "compat.h"
#include <string.h>

enum { LEAST_BITS = 1024 /* RFC 8301 s3.2 */, MOST_BITS = 8 * SMTP_DKIM_SIGNATURE_BYTES };

struct key {
    const smtp_platform *platform;
    mbedtls_pk_context pk;
    bool lacks_random; /* the platform had none when it was asked last */
};

static int random_of(void *context, unsigned char *buffer, size_t length) {
    struct key *key = context;
    const smtp_platform *platform = key->platform;
    key->lacks_random = platform->random(platform->context, buffer, length) != SMTP_OK;
    return key->lacks_random ? -1 : 0;
}

/* A key of mbedTLS that began to sign and got no randomness never signs again: that there is some is seen to before. */
static smtp_result sign(void *context, const uint8_t *hash, size_t hash_length, uint8_t *signature, size_t size,
                        size_t *length) {
    struct key *key = context;
    unsigned char octet;
    if (random_of(key, &octet, sizeof octet) != 0) {
        return SMTP_E_RANDOM;
    }
    int error = smtp__compat_sign(&key->pk, hash, hash_length, signature, size, length, random_of, key);
    if (error != 0) {
        return key->lacks_random ? SMTP_E_RANDOM : SMTP_E_DKIM_KEY;
    }
    return SMTP_OK;
}

/* mbedtls_pk_free wipes the key. */
static void release(void *context) {
    struct key *key = context;
    const smtp_allocator *allocator = key->platform->allocator;
    mbedtls_pk_free(&key->pk);
    allocator->release(allocator->context, key);
}

/* `pem` ends with a NUL, which mbedTLS wants to see. */
static smtp_result parse(struct key *key, const char *pem, size_t length, struct smtp__text password) {
    if (strstr(pem, "-----BEGIN ") == NULL || smtp__compat_begin() != 0) {
        return SMTP_E_DKIM_KEY;
    }
    int error = smtp__compat_parse_key(&key->pk, (const unsigned char *)pem, length + 1,
                                       (const unsigned char *)password.data, password.length, random_of, key);
    if (error != 0) {
        return error == MBEDTLS_ERR_PK_ALLOC_FAILED ? SMTP_E_NO_MEMORY : SMTP_E_DKIM_KEY;
    }
    size_t bits = mbedtls_pk_get_bitlen(&key->pk);
    bool is_long_enough = bits >= LEAST_BITS && bits <= MOST_BITS;
    return is_long_enough && smtp__compat_is_rsa(&key->pk) ? SMTP_OK : SMTP_E_DKIM_KEY;
}

static smtp_result load(struct key *key, struct smtp__text pem, struct smtp__text password) {
    const smtp_allocator *allocator = key->platform->allocator;
    char *copy = allocator->allocate(allocator->context, pem.length + 1);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memcpy(copy, pem.data, pem.length);
    copy[pem.length] = '\0';
    smtp_result result = parse(key, copy, pem.length, password);
    smtp__wipe(copy, pem.length);
    allocator->release(allocator->context, copy);
    return result;
}

static smtp_result new_key(const smtp_platform *platform, struct smtp__text pem, struct smtp__text password,
                           struct key **key) {
    const smtp_allocator *allocator = platform->allocator;
    struct key *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    made->platform = platform;
    mbedtls_pk_init(&made->pk);
    smtp_result result = load(made, pem, password);
    if (result != SMTP_OK) {
        release(made);
        return result;
    }
    *key = made;
    return SMTP_OK;
}

static bool is_fit(const smtp_platform *platform) {
    return platform != NULL && platform->struct_size >= offsetof(smtp_platform, digests) &&
           smtp__allocator_is_whole(platform->allocator) && platform->random != NULL;
}

smtp_result smtp_dkim_add_key(smtp_dkim *dkim, const smtp_platform *platform, const char *domain, size_t domain_length,
                              const char *selector, size_t selector_length, const char *pem, size_t pem_length,
                              const char *password, size_t password_length) {
    struct key *key;
    if (dkim == NULL || !is_fit(platform) || pem == NULL || (password == NULL && password_length != 0)) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result =
        new_key(platform, smtp__text_from(pem, pem_length), smtp__text_from(password, password_length), &key);
    if (result != SMTP_OK) {
        return result;
    }
    result = smtp_dkim_add_signer(dkim, domain, domain_length, selector, selector_length, SMTP_DKIM_RSA_SHA256, sign,
                                  release, key);
    if (result != SMTP_OK) {
        release(key);
    }
    return result;
}
