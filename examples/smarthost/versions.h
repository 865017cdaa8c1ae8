/* SPDX-License-Identifier: MIT */
/* versions.h - what mbedTLS 2.28 and 3.6 call differently. */
#ifndef SMARTHOST_VERSIONS_H
#define SMARTHOST_VERSIONS_H

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#if MBEDTLS_VERSION_NUMBER >= 0x03000000

static inline int read_key(mbedtls_pk_context *key, const char *path, mbedtls_ctr_drbg_context *random) {
    return mbedtls_pk_parse_keyfile(key, path, NULL, mbedtls_ctr_drbg_random, random);
}

static inline int set_serial(mbedtls_x509write_cert *writer, unsigned char *serial, size_t length) {
    return mbedtls_x509write_crt_set_serial_raw(writer, serial, length);
}

/* 3.x knows nothing older. */
static inline void require_tls_1_2(mbedtls_ssl_config *config) {
    (void)config;
}

#else

static inline int read_key(mbedtls_pk_context *key, const char *path, mbedtls_ctr_drbg_context *random) {
    (void)random;
    return mbedtls_pk_parse_keyfile(key, path, NULL);
}

static inline int set_serial(mbedtls_x509write_cert *writer, const unsigned char *serial, size_t length) {
    mbedtls_mpi number;
    mbedtls_mpi_init(&number);
    int result = mbedtls_mpi_read_binary(&number, serial, length);
    if (result == 0) {
        result = mbedtls_x509write_crt_set_serial(writer, &number);
    }
    mbedtls_mpi_free(&number);
    return result;
}

static inline void require_tls_1_2(mbedtls_ssl_config *config) {
    mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
}

#endif

#endif
