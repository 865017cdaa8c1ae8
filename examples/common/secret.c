/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/secret.h"

#include "common/deadline.h"
#include "common/exit_status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void wipe(char *bytes, size_t length) {
    for (volatile char *p = bytes; length > 0; length--) {
        *p++ = 0;
    }
}

static bool unfit(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_CONFIG, SMTP_E_SECRET, what, detail);
}

/* Reads up to the whole buffer; -1: see errno. Not by stdio, whose buffers would keep the secret. */
static ssize_t read_all(const struct options *options, int descriptor, char *buffer, size_t size) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = deadline_read(options, descriptor, buffer + got, size - got);
        if (n < 0) {
            return -1;
        }
        if (n == 0) {
            break;
        }
        got += (size_t)n;
    }
    return (ssize_t)got;
}

/* Cuts what was read to its first line. */
static bool first_line(struct secret *secret, size_t length, const char *option, struct problem *problem) {
    const char *end = memchr(secret->bytes, '\n', length);
    secret->length = end != NULL ? (size_t)(end - secret->bytes) : length;
    if (end != NULL && secret->length > 0 && secret->bytes[secret->length - 1] == '\r') {
        secret->length--;
    }
    if (secret->length > SECRET_MAX) {
        return unfit(problem, option, NULL);
    }
    return secret->length > 0 || unfit(problem, option, "the first line of the file is empty");
}

/* Reads what there is room for into the secret. */
static bool read_file(struct secret *secret, const char *path, const char *option, const struct options *options,
                      struct problem *problem) {
    int descriptor = deadline_open(path);
    ssize_t n = descriptor >= 0 ? read_all(options, descriptor, secret->bytes, sizeof secret->bytes) : -1;
    int reason = errno;
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    if (n < 0) {
        return deadline_problem(options, problem, EXIT_CONFIG, SMTP_E_NO_FILE, option, reason);
    }
    secret->length = (size_t)n;
    return true;
}

bool secret_from_file(struct secret *secret, const char *path, const char *option, const struct options *options,
                      struct problem *problem) {
    return read_file(secret, path, option, options, problem) && first_line(secret, secret->length, option, problem);
}

bool secret_whole_file(struct secret *secret, const char *path, const char *option, const struct options *options,
                       struct problem *problem) {
    return read_file(secret, path, option, options, problem) &&
           (secret->length <= SECRET_MAX || unfit(problem, option, "the file is too long"));
}

bool secret_from_environment(struct secret *secret, struct problem *problem) {
    char *value = getenv("SMTP_PASSWORD"); /* NOLINT(concurrency-mt-unsafe): there is one thread */
    if (value == NULL || value[0] == '\0') {
        return unfit(problem, "--user", "no password: give --password-file or $SMTP_PASSWORD");
    }
    secret->length = strlen(value);
    if (secret->length > SECRET_MAX) {
        return unfit(problem, "$SMTP_PASSWORD", NULL);
    }
    memcpy(secret->bytes, value, secret->length);
    wipe(value, secret->length);
    return true;
}

void secret_wipe(struct secret *secret) {
    wipe(secret->bytes, sizeof secret->bytes);
    secret->length = 0;
}
