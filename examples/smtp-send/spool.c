/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "spool.h"

#include "common/deadline.h"
#include "common/exit_status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, LINE_LENGTH_MAX = 998 }; /* RFC 5321 s4.5.3.1.6: 1000 with CRLF */

/* A file of its own, open and without a name: nobody else sees it, and it goes when the program ends. */
static int nameless_file(void) {
    const char *directory = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): there is one thread */
    char path[4096];
    if (directory == NULL || directory[0] == '\0') {
        directory = "/tmp";
    }
    int n = snprintf(path, sizeof path, "%s/smtp-send.XXXXXX", directory);
    if (n < 0 || (size_t)n >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int descriptor = mkstemp(path); /* readable and writable by the user alone */
    if (descriptor >= 0) {
        (void)unlink(path);
        (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    return descriptor;
}

static bool write_all(int descriptor, const char *data, size_t length) {
    while (length > 0) {
        ssize_t n = write(descriptor, data, length);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        data += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Can this be sent? CRLF, CR and LF all end a line. *line: the length of the line so far. */
static smtp_result check(const char *data, size_t length, size_t *line) {
    for (size_t i = 0; i < length; i++) {
        *line = data[i] == '\r' || data[i] == '\n' ? 0 : *line + 1;
        if (data[i] == '\0') {
            return SMTP_E_NUL_IN_CONTENT;
        }
        if (*line > LINE_LENGTH_MAX) {
            return SMTP_E_LINE_TOO_LONG;
        }
    }
    return SMTP_OK;
}

static bool copy(const struct options *options, int from, int to, char buffer[CHUNK], const char *what,
                 struct problem *problem) {
    size_t line = 0;
    ssize_t n = 0;
    while ((n = deadline_read(options, from, buffer, CHUNK)) > 0) {
        smtp_result result = check(buffer, (size_t)n, &line);
        if (result != SMTP_OK) {
            return problem_set(problem, EXIT_INPUT, result, what, NULL);
        }
        if (!write_all(to, buffer, (size_t)n)) {
            return problem_errno(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, "copying the message to a temporary file",
                                 errno);
        }
    }
    return n == 0 || deadline_problem(options, problem, EXIT_NO_INPUT, SMTP_E_NO_FILE, what, errno);
}

int spool(const struct options *options, int from, const char *what, struct problem *problem) {
    int file = nameless_file();
    if (file < 0) {
        (void)problem_errno(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, "making a temporary file", errno);
        return -1;
    }
    char *buffer = malloc(CHUNK);
    bool done = buffer != NULL ? copy(options, from, file, buffer, what, problem)
                               : problem_set(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, what, NULL);
    free(buffer);
    (void)lseek(file, 0, SEEK_SET);
    if (!done) {
        (void)close(file);
    }
    return done ? file : -1;
}
