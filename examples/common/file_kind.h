/* SPDX-License-Identifier: MIT */
/* file_kind.h - what a file is that an option names. */
#ifndef FILE_KIND_H
#define FILE_KIND_H

#include "common/problem.h"

/*
 * A file that the library will read must be a regular one, or a directory where that is meant: for a pipe it would wait
 * for ever. false: the problem is set, with that status and result.
 */
bool file_kind_is_regular(const char *path, const char *what, int status, smtp_result result, struct problem *problem);
bool file_kind_is_directory(const char *path, const char *what, int status, smtp_result result,
                            struct problem *problem);

#endif
