/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/file_kind.h"

#include <errno.h>
#include <sys/stat.h>

/* Opens nothing: that alone could wait. */
static bool has_mode(const char *path, mode_t *mode, const char *what, int status, smtp_result result,
                     struct problem *problem) {
    struct stat file;
    if (stat(path, &file) != 0) {
        return problem_errno(problem, status, result, what, errno);
    }
    *mode = file.st_mode;
    return true;
}

bool file_kind_is_regular(const char *path, const char *what, int status, smtp_result result, struct problem *problem) {
    mode_t mode = 0;
    return has_mode(path, &mode, what, status, result, problem) &&
           (S_ISREG(mode) || problem_set(problem, status, result, what, "not a regular file"));
}

bool file_kind_is_directory(const char *path, const char *what, int status, smtp_result result,
                            struct problem *problem) {
    mode_t mode = 0;
    return has_mode(path, &mode, what, status, result, problem) &&
           (S_ISDIR(mode) || problem_set(problem, status, result, what, "not a directory"));
}
