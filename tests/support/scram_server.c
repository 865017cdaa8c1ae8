/* SPDX-License-Identifier: MIT */
#include "support/scram_server.h"

#include "support/test.h"

#include <mbedtls/base64.h>
#include <mbedtls/md.h>
#include <mbedtls/pkcs5.h>
#include <smtp/digest.h>
#include <stdio.h>
#include <stdlib.h>

const char *test_base64(const char *text) {
    static char ring[8][16384];
    static unsigned next;
    char *out = ring[next++ % 8];
    size_t length;
    assert_int_equal(
        mbedtls_base64_encode((uint8_t *)out, sizeof ring[0], &length, (const uint8_t *)text, strlen(text)), 0);
    return out;
}

static const mbedtls_md_info_t *info_of(int32_t digest) {
    static const mbedtls_md_type_t types[] = {MBEDTLS_MD_NONE, MBEDTLS_MD_MD5, MBEDTLS_MD_SHA1, MBEDTLS_MD_SHA256,
                                              MBEDTLS_MD_SHA512};
    return mbedtls_md_info_from_type(types[digest]);
}

static void hmac(const struct scram_server *server, const uint8_t *key, const char *text, uint8_t *out) {
    size_t size = smtp_digest_size(server->digest);
    assert_int_equal(mbedtls_md_hmac(info_of(server->digest), key, size, (const uint8_t *)text, strlen(text), out), 0);
}

static void salt_password(const struct scram_server *server, uint8_t *out) {
    uint8_t salt[256];
    size_t length;
    mbedtls_md_context_t md;
    assert_int_equal(
        mbedtls_base64_decode(salt, sizeof salt, &length, (const uint8_t *)server->salt, strlen(server->salt)), 0);
    mbedtls_md_init(&md);
    assert_int_equal(mbedtls_md_setup(&md, info_of(server->digest), 1), 0);
    assert_int_equal(mbedtls_pkcs5_pbkdf2_hmac(&md, (const uint8_t *)server->password, strlen(server->password), salt,
                                               length, (unsigned)strtoul(server->iterations, NULL, 10),
                                               (uint32_t)smtp_digest_size(server->digest), out),
                     0);
    mbedtls_md_free(&md);
}

/* c= */
static void put_binding(struct scram_server *s) {
    uint8_t binding[128];
    size_t length = strlen(s->header);
    assert_true(length + s->data_length <= sizeof binding);
    memcpy(binding, s->header, length);
    if (s->data != NULL) {
        memcpy(binding + length, s->data, s->data_length);
        length += s->data_length;
    }
    assert_int_equal(
        mbedtls_base64_encode((uint8_t *)s->client_final + 2, sizeof s->client_final - 2, &length, binding, length), 0);
    memcpy(s->client_final, "c=", 2);
}

static void base64(const struct scram_server *server, const uint8_t *bytes, char *text, size_t size) {
    size_t length;
    assert_int_equal(mbedtls_base64_encode((uint8_t *)text, size, &length, bytes, smtp_digest_size(server->digest)), 0);
}

void scram_server_play(struct scram_server *s) {
    uint8_t client_key[64], server_key[64], stored[64], signature[64];
    char message[1536], text[128];
    size_t size = smtp_digest_size(s->digest);
    snprintf(s->client_first, sizeof s->client_first, "%sn=%s,r=%s", s->header, s->user, s->client_nonce);
    snprintf(s->server_first, sizeof s->server_first, "r=%s%s,s=%s,i=%s%s", s->client_nonce, s->server_nonce, s->salt,
             s->iterations, s->extensions);
    put_binding(s);
    strcat(strcat(strcat(s->client_final, ",r="), s->client_nonce), s->server_nonce);
    snprintf(message, sizeof message, "%s,%s,%s", s->client_first + strlen(s->header), s->server_first,
             s->client_final);
    salt_password(s, s->salted);
    hmac(s, s->salted, "Client Key", client_key);
    hmac(s, s->salted, "Server Key", server_key);
    assert_int_equal(mbedtls_md(info_of(s->digest), client_key, size, stored), 0);
    hmac(s, stored, message, signature);
    for (size_t i = 0; i < size; i++) {
        client_key[i] ^= signature[i];
    }
    base64(s, client_key, text, sizeof text);
    strcat(strcat(s->client_final, ",p="), text);
    hmac(s, server_key, message, signature);
    base64(s, signature, text, sizeof text);
    snprintf(s->server_final, sizeof s->server_final, "v=%s", text);
}
