/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/random.h>
#include <unistd.h>

enum { GETENTROPY_MOST = 256 };

static bool fill_by_call(uint8_t *at, size_t length) {
    while (length > 0) {
        size_t n = length < GETENTROPY_MOST ? length : GETENTROPY_MOST;
        if (getentropy(at, n) != 0) {
            return false;
        }
        at += n;
        length -= n;
    }
    return true;
}

static bool fill_from(int descriptor, uint8_t *at, size_t length) {
    while (length > 0) {
        ssize_t n = read(descriptor, at, length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        at += n;
        length -= (size_t)n;
    }
    return true;
}

/* Kernels before Linux 3.17 have the device alone. */
static bool fill_by_device(uint8_t *at, size_t length) {
    int descriptor = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    bool filled = fill_from(descriptor, at, length);
    close(descriptor);
    return filled;
}

smtp_result smtp__random_fill(void *buffer, size_t length) {
    return fill_by_call(buffer, length) || fill_by_device(buffer, length) ? SMTP_OK : SMTP_E_RANDOM;
}
