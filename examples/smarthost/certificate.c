/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "certificate.h"

#include "versions.h"

#include <fcntl.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PEM_MAX = 4096, SERIAL_OCTETS = 16, DAY = 86400 };

static const char ca_name[] = "CN=smarthost test CA";
static const char server_name[] = "CN=localhost";

/* RFC 5280 s4.2.1.6, GeneralNames: dNSName localhost, iPAddress 127.0.0.1, iPAddress ::1 */
static const unsigned char alternative_names[] = {0x30, 35, 0x82, 9, 'l', 'o', 'c',  'a', 'l', 'h', 'o', 's', 't',
                                                  0x87, 4,  127,  0, 0,   1,   0x87, 16,  0,   0,   0,   0,   0,
                                                  0,    0,  0,    0, 0,   0,   0,    0,   0,   0,   1};

/* RFC 5280 s4.2.1.12: id-kp-serverAuth */
static const unsigned char server_usage[] = {0x30, 10, 0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1};

struct maker {
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_pk_context ca_key;
    mbedtls_pk_context server_key;
    mbedtls_x509write_cert ca;
    mbedtls_x509write_cert server;
};

static void maker_init(struct maker *maker) {
    mbedtls_entropy_init(&maker->entropy);
    mbedtls_ctr_drbg_init(&maker->random);
    mbedtls_pk_init(&maker->ca_key);
    mbedtls_pk_init(&maker->server_key);
    mbedtls_x509write_crt_init(&maker->ca);
    mbedtls_x509write_crt_init(&maker->server);
}

static void maker_free(struct maker *maker) {
    mbedtls_x509write_crt_free(&maker->server);
    mbedtls_x509write_crt_free(&maker->ca);
    mbedtls_pk_free(&maker->server_key);
    mbedtls_pk_free(&maker->ca_key);
    mbedtls_ctr_drbg_free(&maker->random);
    mbedtls_entropy_free(&maker->entropy);
}

static int start_random(struct maker *maker) {
    if (psa_crypto_init() != PSA_SUCCESS) {
        return MBEDTLS_ERR_CTR_DRBG_ENTROPY_SOURCE_FAILED;
    }
    return mbedtls_ctr_drbg_seed(&maker->random, mbedtls_entropy_func, &maker->entropy, NULL, 0);
}

static int make_key(struct maker *maker, mbedtls_pk_context *key) {
    int result = mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
    if (result != 0) {
        return result;
    }
    return mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key), mbedtls_ctr_drbg_random, &maker->random);
}

/* Positive, not zero, without a leading zero octet (RFC 5280 s4.1.2.2). */
static int set_random_serial(struct maker *maker, mbedtls_x509write_cert *writer) {
    unsigned char serial[SERIAL_OCTETS];
    int result = mbedtls_ctr_drbg_random(&maker->random, serial, sizeof serial);
    serial[0] = (unsigned char)((serial[0] & 0x3f) | 0x40);
    return result != 0 ? result : set_serial(writer, serial, sizeof serial);
}

static int set_validity(mbedtls_x509write_cert *writer) {
    char from[16] = "";
    char until[16] = "";
    time_t yesterday = time(NULL) - DAY;
    time_t next_year = yesterday + 366 * (time_t)DAY;
    struct tm broken_down;
    if (gmtime_r(&yesterday, &broken_down) == NULL || strftime(from, sizeof from, "%Y%m%d%H%M%S", &broken_down) == 0 ||
        gmtime_r(&next_year, &broken_down) == NULL ||
        strftime(until, sizeof until, "%Y%m%d%H%M%S", &broken_down) == 0) {
        return MBEDTLS_ERR_X509_INVALID_DATE;
    }
    return mbedtls_x509write_crt_set_validity(writer, from, until);
}

static int set_common(struct maker *maker, mbedtls_x509write_cert *writer, mbedtls_pk_context *key, const char *name) {
    mbedtls_x509write_crt_set_version(writer, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(writer, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(writer, key);
    mbedtls_x509write_crt_set_issuer_key(writer, &maker->ca_key);
    int result = mbedtls_x509write_crt_set_subject_name(writer, name);
    if (result == 0) {
        result = mbedtls_x509write_crt_set_issuer_name(writer, ca_name);
    }
    if (result == 0) {
        result = set_validity(writer);
    }
    if (result == 0) {
        result = set_random_serial(maker, writer);
    }
    if (result == 0) {
        result = mbedtls_x509write_crt_set_subject_key_identifier(writer);
    }
    return result != 0 ? result : mbedtls_x509write_crt_set_authority_key_identifier(writer);
}

static int describe_ca(struct maker *maker) {
    int result = set_common(maker, &maker->ca, &maker->ca_key, ca_name);
    if (result == 0) {
        result = mbedtls_x509write_crt_set_basic_constraints(&maker->ca, 1, 0);
    }
    return result != 0 ? result : mbedtls_x509write_crt_set_key_usage(&maker->ca, MBEDTLS_X509_KU_KEY_CERT_SIGN);
}

static int describe_server(struct maker *maker) {
    int result = set_common(maker, &maker->server, &maker->server_key, server_name);
    if (result == 0) {
        result = mbedtls_x509write_crt_set_basic_constraints(&maker->server, 0, 0);
    }
    if (result == 0) {
        result = mbedtls_x509write_crt_set_key_usage(&maker->server, MBEDTLS_X509_KU_DIGITAL_SIGNATURE);
    }
    if (result == 0) {
        result = mbedtls_x509write_crt_set_extension(&maker->server, MBEDTLS_OID_SUBJECT_ALT_NAME,
                                                     MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME), 0,
                                                     alternative_names, sizeof alternative_names);
    }
    return result != 0 ? result
                       : mbedtls_x509write_crt_set_extension(&maker->server, MBEDTLS_OID_EXTENDED_KEY_USAGE,
                                                             MBEDTLS_OID_SIZE(MBEDTLS_OID_EXTENDED_KEY_USAGE), 0,
                                                             server_usage, sizeof server_usage);
}

static int make(struct maker *maker) {
    int result = start_random(maker);
    if (result == 0) {
        result = make_key(maker, &maker->ca_key);
    }
    if (result == 0) {
        result = make_key(maker, &maker->server_key);
    }
    if (result == 0) {
        result = describe_ca(maker);
    }
    return result != 0 ? result : describe_server(maker);
}

static bool write_file(const char *path, mode_t mode, const char *text) {
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    size_t length = strlen(text);
    bool written = fd >= 0 && write(fd, text, length) == (ssize_t)length;
    if ((fd >= 0 && close(fd) != 0) || !written) {
        perror(path);
        return false;
    }
    return true;
}

static bool succeeded(int result) {
    if (result != 0) {
        char text[128];
        mbedtls_strerror(result, text, sizeof text);
        fprintf(stderr, "smarthost: making a certificate: %s\n", text);
    }
    return result == 0;
}

static bool write_certificate(struct maker *maker, mbedtls_x509write_cert *writer, const char *path) {
    unsigned char pem[PEM_MAX];
    return succeeded(mbedtls_x509write_crt_pem(writer, pem, sizeof pem, mbedtls_ctr_drbg_random, &maker->random)) &&
           write_file(path, 0644, (const char *)pem);
}

static bool write_key(mbedtls_pk_context *key, const char *path) {
    unsigned char pem[PEM_MAX];
    return succeeded(mbedtls_pk_write_key_pem(key, pem, sizeof pem)) && write_file(path, 0600, (const char *)pem);
}

bool certificate_make(const struct certificate_files *files) {
    struct maker maker;
    maker_init(&maker);
    bool made = succeeded(make(&maker)) && write_certificate(&maker, &maker.ca, files->ca) &&
                write_certificate(&maker, &maker.server, files->certificate) &&
                write_key(&maker.server_key, files->key);
    maker_free(&maker);
    return made;
}

static bool name_file(char *name, const char *directory, const char *file) {
    int length = snprintf(name, FILE_NAME_MAX, "%s/%s", directory, file);
    return length > 0 && length < FILE_NAME_MAX;
}

bool certificate_name_files(struct certificate_files *files, const char *directory) {
    return name_file(files->ca, directory, "ca.pem") && name_file(files->certificate, directory, "server.pem") &&
           name_file(files->key, directory, "server-key.pem");
}
