/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "tls.h"

#include "versions.h"

#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tls {
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_x509_crt chain;
    mbedtls_pk_context key;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
};

static bool succeeded(const char *what, int result) {
    if (result != 0) {
        char text[128];
        mbedtls_strerror(result, text, sizeof text);
        fprintf(stderr, "smarthost: %s: %s (-0x%04x)\n", what, text, (unsigned)-result);
    }
    return result == 0;
}

static void release(struct tls *tls) {
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->config);
    mbedtls_pk_free(&tls->key);
    mbedtls_x509_crt_free(&tls->chain);
    mbedtls_ctr_drbg_free(&tls->random);
    mbedtls_entropy_free(&tls->entropy);
    free(tls);
}

static struct tls *new_tls(void) {
    struct tls *tls = calloc(1, sizeof *tls);
    if (tls != NULL) {
        mbedtls_entropy_init(&tls->entropy);
        mbedtls_ctr_drbg_init(&tls->random);
        mbedtls_x509_crt_init(&tls->chain);
        mbedtls_pk_init(&tls->key);
        mbedtls_ssl_config_init(&tls->config);
        mbedtls_ssl_init(&tls->ssl);
    }
    return tls;
}

/* PSA's generator is shared by the process: a forked child must not go on with its parent's. */
static bool start_random(struct tls *tls) {
    mbedtls_psa_crypto_free();
    return psa_crypto_init() == PSA_SUCCESS &&
           succeeded("randomness", mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, NULL, 0));
}

static bool configure(struct tls *tls, const char *certificate, const char *key) {
    if (!start_random(tls) || !succeeded(certificate, mbedtls_x509_crt_parse_file(&tls->chain, certificate)) ||
        !succeeded(key, read_key(&tls->key, key, &tls->random)) ||
        !succeeded("TLS", mbedtls_ssl_config_defaults(&tls->config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                                      MBEDTLS_SSL_PRESET_DEFAULT))) {
        return false;
    }
    mbedtls_ssl_conf_rng(&tls->config, mbedtls_ctr_drbg_random, &tls->random);
    require_tls_1_2(&tls->config);
    return succeeded("certificate", mbedtls_ssl_conf_own_cert(&tls->config, &tls->chain, &tls->key)) &&
           succeeded("TLS", mbedtls_ssl_setup(&tls->ssl, &tls->config));
}

static struct tls *configured(const char *certificate, const char *key) {
    struct tls *tls = new_tls();
    if (tls != NULL && !configure(tls, certificate, key)) {
        release(tls);
        return NULL;
    }
    return tls;
}

bool tls_check(const char *certificate, const char *key) {
    struct tls *tls = configured(certificate, key);
    if (tls == NULL) {
        return false;
    }
    release(tls);
    return true;
}

static int send_record(void *context, const unsigned char *data, size_t length) {
    ssize_t count = socket_send(context, data, length);
    return count < 0 ? MBEDTLS_ERR_SSL_CONN_EOF : (int)count;
}

static int receive_record(void *context, unsigned char *buffer, size_t size) {
    ssize_t count = socket_receive(context, buffer, size);
    return count < 0 ? MBEDTLS_ERR_SSL_CONN_EOF : (int)count;
}

/* The socket waits by itself, so a wish to read or write is never about waiting: call again. */
static bool is_wish(int result) {
    return result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE;
}

static bool shake_hands(struct tls *tls, const struct peer_socket *peer) {
    mbedtls_ssl_set_bio(&tls->ssl, (void *)peer, send_record, receive_record, NULL);
    int result;
    do {
        result = mbedtls_ssl_handshake(&tls->ssl);
    } while (is_wish(result));
    return succeeded("TLS handshake", result);
}

struct tls *tls_accept(const struct peer_socket *peer, const char *certificate, const char *key) {
    struct tls *tls = configured(certificate, key);
    if (tls != NULL && !shake_hands(tls, peer)) {
        release(tls);
        return NULL;
    }
    return tls;
}

ssize_t tls_receive(struct tls *tls, void *buffer, size_t size) {
    int count;
    do {
        count = mbedtls_ssl_read(&tls->ssl, buffer, size);
    } while (is_wish(count));
    if (count == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        return 0;
    }
    return count < 0 ? -1 : count;
}

ssize_t tls_send(struct tls *tls, const void *data, size_t length) {
    int count;
    do {
        count = mbedtls_ssl_write(&tls->ssl, data, length);
    } while (is_wish(count));
    return count <= 0 ? -1 : count;
}

const char *tls_version(const struct tls *tls) {
    return mbedtls_ssl_get_version(&tls->ssl);
}

void tls_close(struct tls *tls) {
    if (tls != NULL) {
        mbedtls_ssl_close_notify(&tls->ssl);
        release(tls);
    }
}
