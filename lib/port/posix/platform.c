/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "allocator.h"
#include "port/mbedtls/digest.h"
#include "random.h"
#include "transport.h"
#include <smtp/posix.h>
#include <time.h>
#include <unistd.h>

static uint64_t monotonic_ms(void *context) {
    struct timespec now = {0, 0};
    (void)context;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static smtp_result utc(void *context, int64_t *seconds, int32_t *offset_minutes) {
    time_t now = time(NULL);
    struct tm local;
    (void)context;
    if (now == (time_t)-1 || localtime_r(&now, &local) == NULL) {
        return SMTP_E_CLOCK;
    }
    *seconds = (int64_t)now;
    *offset_minutes = (int32_t)(local.tm_gmtoff / 60);
    return SMTP_OK;
}

static smtp_result random_bytes(void *context, void *buffer, size_t length) {
    (void)context;
    return smtp__random_fill(buffer, length);
}

static smtp_result host_name(void *context, char *buffer, size_t size) {
    (void)context;
    if (size == 0) {
        return SMTP_E_ARGUMENT;
    }
    /* A name that is cut need not end with a NUL (POSIX.1-2017 gethostname). */
    buffer[size - 1] = '\0';
    if (gethostname(buffer, size) != 0 || buffer[size - 1] != '\0') {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    return SMTP_OK;
}

const smtp_platform *smtp_platform_posix(void) {
    static const smtp_platform posix = {
        .struct_size = sizeof posix,
        .allocator = &smtp__allocator_libc,
        .transport_new = smtp__transport_new,
        .monotonic_ms = monotonic_ms,
        .utc = utc,
        .random = random_bytes,
        .host_name = host_name,
        .digests = &smtp__digest_mbedtls,
    };
    return &posix;
}
