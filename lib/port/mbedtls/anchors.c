/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "anchors.h"

#include <dirent.h>
#include <mbedtls/error.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_MOST = 1024, DER_SEQUENCE = 0x30 };

/* "FILE: no certificate could be read: …" */
static smtp_result nothing_in(struct smtp__problem *problem, const char *place, int error) {
    char words[128];
    if (error == MBEDTLS_ERR_X509_ALLOC_FAILED) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__problem_quote(problem, place, strlen(place));
    smtp__problem_add(problem, ": no trust anchor could be read");
    if (error < 0) {
        mbedtls_strerror(error, words, sizeof words);
        smtp__problem_add(problem, ": ");
        smtp__problem_add(problem, words);
    }
    return SMTP_E_CA;
}

/* A positive answer of mbedTLS says how many could not be read beside the others. */
static smtp_result from_file(mbedtls_x509_crt *anchors, const char *path, struct smtp__problem *problem) {
    int error = mbedtls_x509_crt_parse_file(anchors, path);
    return error >= 0 ? SMTP_OK : nothing_in(problem, path, error);
}

/* Only regular files: opening a pipe would block. */
static bool add_entry(mbedtls_x509_crt *anchors, const char *directory, const char *name) {
    char path[PATH_MOST];
    struct stat status;
    int length = snprintf(path, sizeof path, "%s/%s", directory, name);
    if (length < 0 || (size_t)length >= sizeof path || stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
        return false;
    }
    return mbedtls_x509_crt_parse_file(anchors, path) >= 0;
}

/* Not mbedtls_x509_crt_parse_path: 2.28 stops at a dangling link. */
static smtp_result from_directory(mbedtls_x509_crt *anchors, const char *path, struct smtp__problem *problem) {
    const struct dirent *entry;
    bool found = false;
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return nothing_in(problem, path, 0);
    }
    while ((entry = readdir(directory)) != NULL) {
        found = add_entry(anchors, path, entry->d_name) || found;
    }
    closedir(directory);
    return found ? SMTP_OK : nothing_in(problem, path, 0);
}

/* mbedTLS wants PEM with its NUL. */
static int parse_pem(mbedtls_x509_crt *anchors, const uint8_t *data, size_t length, const smtp_allocator *allocator) {
    if (data[length - 1] == '\0') {
        return mbedtls_x509_crt_parse(anchors, data, length);
    }
    uint8_t *copy = length == SIZE_MAX ? NULL : allocator->allocate(allocator->context, length + 1);
    if (copy == NULL) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
    memcpy(copy, data, length);
    copy[length] = '\0';
    int error = mbedtls_x509_crt_parse(anchors, copy, length + 1);
    allocator->release(allocator->context, copy);
    return error;
}

static smtp_result from_memory(mbedtls_x509_crt *anchors, const uint8_t *data, size_t length,
                               const smtp_allocator *allocator, struct smtp__problem *problem) {
    if (length == 0) {
        return nothing_in(problem, "memory", 0);
    }
    if (data[0] == DER_SEQUENCE && mbedtls_x509_crt_parse_der(anchors, data, length) == 0) {
        return SMTP_OK;
    }
    int error = parse_pem(anchors, data, length, allocator);
    return error >= 0 ? SMTP_OK : nothing_in(problem, "memory", error);
}

/* Where Debian, Fedora, Alpine and the BSDs keep theirs. */
static void from_system(mbedtls_x509_crt *anchors) {
    static const char *const files[] = {
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    };
    struct smtp__problem unused = {"", 0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (mbedtls_x509_crt_parse_file(anchors, files[i]) >= 0) {
            return;
        }
    }
    (void)from_directory(anchors, "/etc/ssl/certs", &unused);
}

smtp_result smtp__anchors_load(mbedtls_x509_crt *anchors, const smtp_tls_settings *settings,
                               const smtp_allocator *allocator, struct smtp__problem *problem) {
    smtp_result result = SMTP_OK;
    if (settings->ca_file != NULL) {
        result = from_file(anchors, settings->ca_file, problem);
    }
    if (result == SMTP_OK && settings->ca_directory != NULL) {
        result = from_directory(anchors, settings->ca_directory, problem);
    }
    if (result == SMTP_OK && settings->ca_data != NULL) {
        result = from_memory(anchors, settings->ca_data, settings->ca_data_length, allocator, problem);
    }
    if (result == SMTP_OK && settings->use_system_store != 0) {
        from_system(anchors);
    }
    return result;
}
