/* SPDX-License-Identifier: MIT */
/*
 * compat.h - what differs between mbedTLS 2.28, 3.x and 4.x. No other file asks for the version.
 */
#ifndef SMTP__COMPAT_H
#define SMTP__COMPAT_H

#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <string.h>

typedef int (*smtp__tls_random_fn)(void *context, unsigned char *buffer, size_t length);

/* ---- before anything else: PSA does the cryptography of TLS 1.3 in 3.x and all of it in 4.x ---- */
#if MBEDTLS_VERSION_NUMBER >= 0x04000000 || (MBEDTLS_VERSION_NUMBER >= 0x03000000 && defined(MBEDTLS_PSA_CRYPTO_C))
#include <psa/crypto.h>
static inline int smtp__compat_begin(void) {
    return psa_crypto_init() == PSA_SUCCESS ? 0 : -1;
}
#else
static inline int smtp__compat_begin(void) {
    return 0;
}
#endif

/* ---- randomness: 4.x takes it from PSA alone ---- */
#if MBEDTLS_VERSION_NUMBER >= 0x04000000
static inline void smtp__compat_random(mbedtls_ssl_config *config, smtp__tls_random_fn random) {
    (void)config;
    (void)random;
}
static inline int smtp__compat_parse_key_file(mbedtls_pk_context *key, const char *path, smtp__tls_random_fn random) {
    (void)random;
    return mbedtls_pk_parse_keyfile(key, path, NULL);
}
static inline int smtp__compat_check_pair(const mbedtls_pk_context *certificate, const mbedtls_pk_context *key,
                                          smtp__tls_random_fn random) {
    (void)random;
    return mbedtls_pk_check_pair(certificate, key);
}
#elif MBEDTLS_VERSION_NUMBER >= 0x03000000
static inline void smtp__compat_random(mbedtls_ssl_config *config, smtp__tls_random_fn random) {
    mbedtls_ssl_conf_rng(config, random, NULL);
}
static inline int smtp__compat_parse_key_file(mbedtls_pk_context *key, const char *path, smtp__tls_random_fn random) {
    return mbedtls_pk_parse_keyfile(key, path, NULL, random, NULL);
}
static inline int smtp__compat_check_pair(const mbedtls_pk_context *certificate, const mbedtls_pk_context *key,
                                          smtp__tls_random_fn random) {
    return mbedtls_pk_check_pair(certificate, key, random, NULL);
}
#else
static inline void smtp__compat_random(mbedtls_ssl_config *config, smtp__tls_random_fn random) {
    mbedtls_ssl_conf_rng(config, random, NULL);
}
static inline int smtp__compat_parse_key_file(mbedtls_pk_context *key, const char *path, smtp__tls_random_fn random) {
    (void)random;
    return mbedtls_pk_parse_keyfile(key, path, NULL);
}
static inline int smtp__compat_check_pair(const mbedtls_pk_context *certificate, const mbedtls_pk_context *key,
                                          smtp__tls_random_fn random) {
    (void)random;
    return mbedtls_pk_check_pair(certificate, key);
}
#endif

/* ---- keys in memory, and signing by one: PKCS #1 v1.5 with SHA-256 ---- */
#if MBEDTLS_VERSION_NUMBER >= 0x04000000
static inline int smtp__compat_parse_key(mbedtls_pk_context *key, const unsigned char *data, size_t length,
                                         const unsigned char *password, size_t password_length,
                                         smtp__tls_random_fn random, void *context) {
    (void)random;
    (void)context;
    return mbedtls_pk_parse_key(key, data, length, password, password_length);
}
static inline int smtp__compat_sign(mbedtls_pk_context *key, const unsigned char *hash, size_t hash_length,
                                    unsigned char *signature, size_t size, size_t *length, smtp__tls_random_fn random,
                                    void *context) {
    (void)random;
    (void)context;
    return mbedtls_pk_sign(key, MBEDTLS_MD_SHA256, hash, hash_length, signature, size, length);
}
static inline int smtp__compat_is_rsa(const mbedtls_pk_context *key) {
    return mbedtls_pk_can_do_psa(key, PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256), PSA_KEY_USAGE_SIGN_HASH);
}
#elif MBEDTLS_VERSION_NUMBER >= 0x03000000
static inline int smtp__compat_parse_key(mbedtls_pk_context *key, const unsigned char *data, size_t length,
                                         const unsigned char *password, size_t password_length,
                                         smtp__tls_random_fn random, void *context) {
    return mbedtls_pk_parse_key(key, data, length, password, password_length, random, context);
}
static inline int smtp__compat_sign(mbedtls_pk_context *key, const unsigned char *hash, size_t hash_length,
                                    unsigned char *signature, size_t size, size_t *length, smtp__tls_random_fn random,
                                    void *context) {
    return mbedtls_pk_sign(key, MBEDTLS_MD_SHA256, hash, hash_length, signature, size, length, random, context);
}
static inline int smtp__compat_is_rsa(const mbedtls_pk_context *key) {
    return mbedtls_pk_get_type(key) == MBEDTLS_PK_RSA;
}
#else
static inline int smtp__compat_parse_key(mbedtls_pk_context *key, const unsigned char *data, size_t length,
                                         const unsigned char *password, size_t password_length,
                                         smtp__tls_random_fn random, void *context) {
    (void)random;
    (void)context;
    return mbedtls_pk_parse_key(key, data, length, password, password_length);
}
static inline int smtp__compat_sign(mbedtls_pk_context *key, const unsigned char *hash, size_t hash_length,
                                    unsigned char *signature, size_t size, size_t *length, smtp__tls_random_fn random,
                                    void *context) {
    if (mbedtls_pk_get_len(key) > size) {
        return MBEDTLS_ERR_PK_BAD_INPUT_DATA;
    }
    return mbedtls_pk_sign(key, MBEDTLS_MD_SHA256, hash, hash_length, signature, length, random, context);
}
static inline int smtp__compat_is_rsa(const mbedtls_pk_context *key) {
    return mbedtls_pk_get_type(key) == MBEDTLS_PK_RSA;
}
#endif

/* ---- TLS 1.2 at least (RFC 8996): 2.28 would take 1.0 ---- */
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
static inline void smtp__compat_least_version(mbedtls_ssl_config *config) {
    mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
}
#else
static inline void smtp__compat_least_version(mbedtls_ssl_config *config) {
    mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
}
#endif

/* ---- 3.6.6 and 4.1.0 refuse a TLS 1.2 server that signs with RSA-PSS (Mbed-TLS/mbedtls#10668): offer PKCS#1 first;
   TLS 1.3 still takes PSS ---- */
#if MBEDTLS_VERSION_NUMBER == 0x03060600 || MBEDTLS_VERSION_NUMBER == 0x04010000
static inline void smtp__compat_signatures(mbedtls_ssl_config *config) {
    static const uint16_t algorithms[] = {
        MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256, MBEDTLS_TLS1_3_SIG_ECDSA_SECP384R1_SHA384,
        MBEDTLS_TLS1_3_SIG_ECDSA_SECP521R1_SHA512, MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA256,
        MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA384,       MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA512,
        MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA256,    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA384,
        MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA512,    MBEDTLS_TLS1_3_SIG_NONE,
    };
    mbedtls_ssl_conf_sig_algs(config, algorithms);
}
#else
static inline void smtp__compat_signatures(mbedtls_ssl_config *config) {
    (void)config;
}
#endif

/* ---- keying material (RFC 5705, RFC 8446 s7.5) with an empty context: since 3.6.4 ---- */
#if defined(MBEDTLS_SSL_KEYING_MATERIAL_EXPORT)
static inline int smtp__compat_export(mbedtls_ssl_context *ssl, const char *label, unsigned char *out, size_t length) {
    return mbedtls_ssl_export_keying_material(ssl, out, length, label, strlen(label), NULL, 0, 1);
}
#else
static inline int smtp__compat_export(mbedtls_ssl_context *ssl, const char *label, unsigned char *out, size_t length) {
    (void)ssl;
    (void)label;
    (void)out;
    (void)length;
    return -1;
}
#endif

/* ---- the client's Finished message of TLS 1.2, kept for renegotiation, and its length. 3.x calls the members private
   and has no function for them ---- */
#if !defined(MBEDTLS_SSL_RENEGOTIATION) || MBEDTLS_VERSION_NUMBER >= 0x04000000
static inline size_t smtp__compat_finished(const mbedtls_ssl_context *ssl, unsigned char *out) {
    (void)ssl;
    (void)out;
    return 0;
}
#elif MBEDTLS_VERSION_NUMBER >= 0x03000000
static inline size_t smtp__compat_finished(const mbedtls_ssl_context *ssl, unsigned char *out) {
    memcpy(out, ssl->MBEDTLS_PRIVATE(own_verify_data), ssl->MBEDTLS_PRIVATE(verify_data_len));
    return ssl->MBEDTLS_PRIVATE(verify_data_len);
}
#else
static inline size_t smtp__compat_finished(const mbedtls_ssl_context *ssl, unsigned char *out) {
    memcpy(out, ssl->own_verify_data, ssl->verify_data_len);
    return ssl->verify_data_len;
}
#endif

/* ---- the server chose a version that is not allowed ---- */
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
#define SMTP__COMPAT_BAD_VERSION MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION
#else
#define SMTP__COMPAT_BAD_VERSION MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION
#endif

/* ---- not an error: a TLS 1.3 ticket came; the number is of no use to 2.28 and never seen there ---- */
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
#define SMTP__COMPAT_TICKET MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET
#else
#define SMTP__COMPAT_TICKET (-0x7B00)
#endif

#endif
