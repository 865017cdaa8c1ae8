/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "trust.h"

#include "anchors.h"
#include "port/posix/random.h"
#include <mbedtls/error.h>
#include <string.h>

int smtp__tls_random(void *context, unsigned char *buffer, size_t length) {
    (void)context;
    return smtp__random_fill(buffer, length) == SMTP_OK ? 0 : -1;
}

void smtp__trust_init(struct smtp__trust *trust) {
    memset(trust, 0, sizeof *trust);
    mbedtls_x509_crt_init(&trust->anchors);
    mbedtls_x509_crt_init(&trust->certificate);
    mbedtls_pk_init(&trust->key);
}

static void forget_anchors(struct smtp__trust *trust) {
    mbedtls_x509_crt_free(&trust->anchors);
    mbedtls_x509_crt_init(&trust->anchors);
    trust->has_anchors = false;
}

/* mbedtls_pk_free wipes the key. */
static void forget_certificate(struct smtp__trust *trust) {
    mbedtls_x509_crt_free(&trust->certificate);
    mbedtls_x509_crt_init(&trust->certificate);
    mbedtls_pk_free(&trust->key);
    mbedtls_pk_init(&trust->key);
    trust->has_certificate = false;
}

void smtp__trust_clear(struct smtp__trust *trust) {
    forget_anchors(trust);
    forget_certificate(trust);
}

/* True if the server's certificate is to be checked against trust anchors. */
static bool is_needed(const smtp_tls_settings *settings) {
    return settings->verify != 0 && settings->pin == NULL;
}

/* What settings point to stays as it is for the life of the transport, so the same pointers are the same content. */
static bool same_anchors(const smtp_tls_settings *a, const smtp_tls_settings *b) {
    return a->ca_file == b->ca_file && a->ca_directory == b->ca_directory && a->ca_data == b->ca_data &&
           a->ca_data_length == b->ca_data_length && a->use_system_store == b->use_system_store;
}

static bool same_certificate(const smtp_tls_settings *a, const smtp_tls_settings *b) {
    return a->client_certificate_file == b->client_certificate_file && a->client_key_file == b->client_key_file;
}

static smtp_result load_anchors(struct smtp__trust *trust, const smtp_tls_settings *settings,
                                const smtp_allocator *allocator, struct smtp__problem *problem) {
    if (trust->has_anchors && same_anchors(&trust->settings, settings)) {
        return SMTP_OK;
    }
    forget_anchors(trust);
    smtp_result result = smtp__anchors_load(&trust->anchors, settings, allocator, problem);
    if (result == SMTP_OK && trust->anchors.raw.p == NULL) {
        smtp__problem_begin(problem, "no trust anchor was set, and the system has none");
        result = SMTP_E_NO_TRUST_ANCHOR;
    }
    trust->has_anchors = result == SMTP_OK;
    return result;
}

static smtp_result certificate_problem(struct smtp__problem *problem, const char *path, int error) {
    char words[128];
    mbedtls_strerror(error, words, sizeof words);
    smtp__problem_quote(problem, path, strlen(path));
    smtp__problem_add(problem, ": ");
    smtp__problem_add(problem, words);
    return SMTP_E_CLIENT_CERTIFICATE;
}

static smtp_result read_certificate(struct smtp__trust *trust, const char *certificate, const char *key,
                                    struct smtp__problem *problem) {
    int error = mbedtls_x509_crt_parse_file(&trust->certificate, certificate);
    if (error != 0) {
        return certificate_problem(problem, certificate, error);
    }
    error = smtp__compat_parse_key_file(&trust->key, key, smtp__tls_random);
    if (error != 0) {
        return certificate_problem(problem, key, error);
    }
    if (smtp__compat_check_pair(&trust->certificate.pk, &trust->key, smtp__tls_random) != 0) {
        smtp__problem_add(problem, "the key is not the client certificate's");
        return SMTP_E_CLIENT_CERTIFICATE;
    }
    return SMTP_OK;
}

static smtp_result load_certificate(struct smtp__trust *trust, const smtp_tls_settings *settings,
                                    struct smtp__problem *problem) {
    const char *certificate = settings->client_certificate_file;
    const char *key = settings->client_key_file;
    if (trust->has_certificate && same_certificate(&trust->settings, settings)) {
        return SMTP_OK;
    }
    forget_certificate(trust);
    if (certificate == NULL && key == NULL) {
        return SMTP_OK;
    }
    if (certificate == NULL || key == NULL) {
        smtp__problem_add(problem, "a client certificate needs its key, and a key its certificate");
        return SMTP_E_CLIENT_CERTIFICATE;
    }
    smtp_result result = read_certificate(trust, certificate, key, problem);
    trust->has_certificate = result == SMTP_OK;
    return result;
}

smtp_result smtp__trust_load(struct smtp__trust *trust, const smtp_tls_settings *settings,
                             const smtp_allocator *allocator, struct smtp__problem *problem) {
    smtp_result result = SMTP_OK;
    if (is_needed(settings)) {
        result = load_anchors(trust, settings, allocator, problem);
    } else {
        forget_anchors(trust);
    }
    if (result == SMTP_OK) {
        result = load_certificate(trust, settings, problem);
    }
    if (result != SMTP_OK) {
        smtp__trust_clear(trust);
    }
    trust->settings = *settings;
    return result;
}
