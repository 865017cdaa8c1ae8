/* SPDX-License-Identifier: MIT */
/* certificate.h - a CA and a server certificate of its own, made anew at every start. */
#ifndef SMARTHOST_CERTIFICATE_H
#define SMARTHOST_CERTIFICATE_H

#include <stdbool.h>

enum { FILE_NAME_MAX = 4096 };

struct certificate_files {
    char ca[FILE_NAME_MAX];
    char certificate[FILE_NAME_MAX];
    char key[FILE_NAME_MAX];
};

/* The names of the files in a directory. False: the directory's name is too long. */
bool certificate_name_files(struct certificate_files *files, const char *directory);

/*
 * Writes a CA certificate, and a certificate for localhost, 127.0.0.1 and ::1 with its key. EC P-256, valid from
 * yesterday for a year; the CA's key is forgotten. After a failure the reason is on stderr.
 */
bool certificate_make(const struct certificate_files *files);

#endif
