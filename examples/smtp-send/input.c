/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "input.h"

#include "exit_status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 64 * 1024 * 1024, CHUNK = 64 * 1024 };

static bool no_input(struct problem *problem, const char *what) {
    return problem_errno(problem, EXIT_NO_INPUT, SMTP_E_NO_FILE, what, errno);
}

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

static ssize_t read_some(int descriptor, void *buffer, size_t size) {
    ssize_t n = 0;
    do {
        n = read(descriptor, buffer, size);
    } while (n < 0 && errno == EINTR);
    return n;
}

static bool copy(int from, int to, const char *what, struct problem *problem) {
    char *buffer = malloc(CHUNK);
    if (buffer == NULL) {
        return problem_set(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, what, NULL);
    }
    ssize_t n = 0;
    bool written = true;
    while (written && (n = read_some(from, buffer, CHUNK)) > 0) {
        written = write_all(to, buffer, (size_t)n);
    }
    int reason = errno;
    free(buffer);
    errno = reason;
    if (!written) {
        return problem_errno(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, "copying the message to a temporary file",
                             errno);
    }
    return n == 0 || no_input(problem, what);
}

/* Puts a nameless copy in the place of an input that cannot be read twice. */
static bool spool(struct input *input, const char *what, struct problem *problem) {
    int file = nameless_file();
    if (file < 0) {
        return problem_errno(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, "making a temporary file", errno);
    }
    bool done = copy(input->descriptor, file, what, problem);
    input_close(input);
    *input = (struct input){.descriptor = file, .start = 0, .owned = true};
    return done;
}

bool input_open(struct input *input, const char *path, struct problem *problem) {
    const char *what = path != NULL ? path : "standard input";
    struct stat status;
    *input = (struct input){.descriptor = STDIN_FILENO, .start = 0, .owned = false};
    if (path != NULL) {
        input->descriptor = open(path, O_RDONLY | O_CLOEXEC);
        input->owned = true;
    }
    if (input->descriptor < 0 || fstat(input->descriptor, &status) != 0) {
        return no_input(problem, what);
    }
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return no_input(problem, what);
    }
    if (!S_ISREG(status.st_mode)) {
        return spool(input, what, problem);
    }
    input->start = lseek(input->descriptor, 0, SEEK_CUR);
    return input->start >= 0 || no_input(problem, what);
}

void input_close(struct input *input) {
    if (input->owned && input->descriptor >= 0) {
        (void)close(input->descriptor);
    }
    input->descriptor = -1;
    input->owned = false;
}

ssize_t input_read(const struct input *input, void *buffer, size_t size, off_t offset) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = pread(input->descriptor, (char *)buffer + got, size - got, input->start + offset + (off_t)got);
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        if (n == 0) {
            break;
        }
        got += n > 0 ? (size_t)n : 0;
    }
    return (ssize_t)got;
}

/* Reads until the end; false: errno is set, EFBIG above TEXT_MAX. */
static bool read_growing(int descriptor, char **text, size_t *length) {
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
        ssize_t n = read_some(descriptor, *text + *length, size - *length);
        if (n <= 0) {
            return n == 0;
        }
        *length += (size_t)n;
    }
}

bool input_whole(const char *path, const char *what, char **text, size_t *length, struct problem *problem) {
    *text = NULL;
    *length = 0;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool done = descriptor >= 0 && read_growing(descriptor, text, length);
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
        return no_input(problem, subject);
    }
    return true;
}
