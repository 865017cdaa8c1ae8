/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "input.h"

#include "common/deadline.h"
#include "common/exit_status.h"
#include "spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 64 * 1024 * 1024, CHUNK = 64 * 1024 };

static bool no_input(const struct options *options, struct problem *problem, const char *what) {
    return deadline_problem(options, problem, EXIT_NO_INPUT, SMTP_E_NO_FILE, what, errno);
}

/* Puts a copy in the place of an input that cannot be read twice. */
static bool replace_by_copy(struct input *input, const char *what, const struct options *options,
                            struct problem *problem) {
    int file = spool(options, input->descriptor, what, problem);
    input_close(input);
    *input = (struct input){.descriptor = file, .owned = true};
    return file >= 0;
}

bool input_open(struct input *input, const char *path, const struct options *options, struct problem *problem) {
    const char *what = path != NULL ? path : "standard input";
    struct stat status;
    *input = (struct input){.descriptor = STDIN_FILENO, .owned = false};
    if (path != NULL) {
        input->descriptor = deadline_open(path);
        input->owned = true;
    }
    if (input->descriptor < 0 || fstat(input->descriptor, &status) != 0) {
        return no_input(options, problem, what);
    }
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return no_input(options, problem, what);
    }
    return S_ISREG(status.st_mode) || replace_by_copy(input, what, options, problem);
}

void input_close(struct input *input) {
    if (input->owned && input->descriptor >= 0) {
        (void)close(input->descriptor);
    }
    input->descriptor = -1;
    input->owned = false;
}

/* Reads until the end; false: errno is set, EFBIG above TEXT_MAX. */
static bool read_growing(const struct options *options, int descriptor, char **text, size_t *length) {
    size_t size = 0;
    for (;;) {
        if (*length == size) {
            size += size < CHUNK ? CHUNK : size;
            char *grown = size <= TEXT_MAX ? realloc(*text, size) : NULL;
            if (grown == NULL) {
                errno = size <= TEXT_MAX ? ENOMEM : EFBIG;
                return false;
            }
            *text = grown;
        }
        ssize_t n = deadline_read(options, descriptor, *text + *length, size - *length);
        if (n <= 0) {
            return n == 0;
        }
        *length += (size_t)n;
    }
}

bool input_whole(const char *path, const char *what, const struct options *options, char **text, size_t *length,
                 struct problem *problem) {
    *text = NULL;
    *length = 0;
    int descriptor = deadline_open(path);
    bool done = descriptor >= 0 && read_growing(options, descriptor, text, length);
    int reason = errno;
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    if (!done) {
        char subject[200];
        (void)snprintf(subject, sizeof subject, "%s @%.150s", what, path);
        free(*text);
        *text = NULL;
        errno = reason;
        return no_input(options, problem, subject);
    }
    return true;
}
