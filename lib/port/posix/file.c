/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <smtp/posix.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AHEAD_BYTES = 16384 };

struct file {
    smtp_allocator allocator;
    int descriptor;
    bool owned;   /* closed with the source */
    off_t start;  /* where it stood */
    size_t ahead; /* octets read ahead, */
    size_t taken; /* and of them given out */
    uint8_t bytes[AHEAD_BYTES];
};

static ptrdiff_t read_descriptor(int descriptor, void *buffer, size_t size) {
    ssize_t n;
    do {
        n = read(descriptor, buffer, size);
    } while (n < 0 && errno == EINTR);
    return n < 0 ? SMTP_E_SOURCE : n;
}

/* Small wishes are met from what was read ahead: one system call for many of them. */
static ptrdiff_t read_file(void *context, void *buffer, size_t size) {
    struct file *file = context;
    if (file->taken == file->ahead && size >= sizeof file->bytes) {
        return read_descriptor(file->descriptor, buffer, size);
    }
    if (file->taken == file->ahead) {
        ptrdiff_t n = read_descriptor(file->descriptor, file->bytes, sizeof file->bytes);
        if (n <= 0) {
            return n;
        }
        file->ahead = (size_t)n;
        file->taken = 0;
    }
    size_t left = file->ahead - file->taken;
    size_t n = size < left ? size : left;
    memcpy(buffer, file->bytes + file->taken, n);
    file->taken += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_file(void *context) {
    struct file *file = context;
    file->ahead = 0;
    file->taken = 0;
    return lseek(file->descriptor, file->start, SEEK_SET) == file->start ? SMTP_OK : SMTP_E_SOURCE;
}

static void release_file(void *context) {
    struct file *file = context;
    smtp_allocator allocator = file->allocator;
    if (file->owned) {
        close(file->descriptor);
    }
    allocator.release(allocator.context, file);
}

/* Some regular files (those of /proc) have a size of 0 and content all the same: that is no length. */
static int64_t length_from(const struct stat *status, off_t start) {
    return status->st_size > 0 && start <= status->st_size ? (int64_t)(status->st_size - start) : -1;
}

/* A source over a file that was just filled in; the file is not released after an error. */
static smtp_result new_source(struct file *file, const struct stat *status, smtp_source **source) {
    bool regular = S_ISREG(status->st_mode);
    file->start = regular ? lseek(file->descriptor, 0, SEEK_CUR) : 0;
    if (S_ISDIR(status->st_mode) || file->start < 0) {
        return SMTP_E_NO_FILE;
    }
    smtp_result result =
        smtp_source_new_callback(&file->allocator, read_file, regular ? rewind_file : NULL, release_file, file, source);
    if (result == SMTP_OK && regular) {
        (void)smtp_source_set_length(*source, length_from(status, file->start)); /* never below -1 */
    }
    return result;
}

static smtp_result new_from(const smtp_allocator *allocator, int descriptor, bool owned, smtp_source **source) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return SMTP_E_NO_FILE;
    }
    struct file *file = allocator->allocate(allocator->context, sizeof *file);
    if (file == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    file->allocator = *allocator;
    file->descriptor = descriptor;
    file->owned = owned;
    file->ahead = 0;
    file->taken = 0;
    smtp_result result = new_source(file, &status, source);
    if (result != SMTP_OK) {
        allocator->release(allocator->context, file);
    }
    return result;
}

smtp_result smtp_source_new_descriptor(const smtp_allocator *allocator, int descriptor, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    return allocator == NULL || descriptor < 0 ? SMTP_E_ARGUMENT : new_from(allocator, descriptor, false, source);
}

smtp_result smtp_source_new_file(const smtp_allocator *allocator, const char *path, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (allocator == NULL || path == NULL) {
        return SMTP_E_ARGUMENT;
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return SMTP_E_NO_FILE;
    }
    smtp_result result = new_from(allocator, descriptor, true, source);
    if (result != SMTP_OK) {
        close(descriptor);
    }
    return result;
}
