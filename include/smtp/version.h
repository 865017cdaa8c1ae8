/* SPDX-License-Identifier: MIT */
/*
 * version.h - which libsmtp this is, when compiled and when run.
 */
#ifndef LIBSMTP_VERSION_H
#define LIBSMTP_VERSION_H

#include "api.h"

SMTP_BEGIN_DECLS

/* Semantic versioning. The Makefile reads it from here. */
#define SMTP_VERSION_MAJOR 0
#define SMTP_VERSION_MINOR 1
#define SMTP_VERSION_PATCH 0

/* The version of the library that runs: "0.1.0". Static. */
SMTP_API const char *smtp_library_version(void);

/* The same as major * 1000000 + minor * 1000 + patch. */
SMTP_API int32_t smtp_library_version_number(void);

SMTP_END_DECLS

#endif
