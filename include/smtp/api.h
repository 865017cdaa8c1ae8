/* SPDX-License-Identifier: MIT */
/*
 * api.h - what every public header of libsmtp needs first.
 *
 * Only <stddef.h> and <stdint.h> are included, and no compiler extension stands outside SMTP_API, so that
 * `cc -E -P` of <smtp/smtp.h> gives plain C99 that FFI generators (cffi, LuaJIT, koffi) read as it is.
 */
#ifndef LIBSMTP_API_H
#define LIBSMTP_API_H

#include <stddef.h>
#include <stdint.h>

#if defined(SMTP_API)
/* set by the builder */
#elif defined(__GNUC__) && !defined(SMTP_HEADERS_ONLY)
#define SMTP_API __attribute__((visibility("default")))
#else
#define SMTP_API
#endif

#ifdef __cplusplus
#define SMTP_BEGIN_DECLS extern "C" {
#define SMTP_END_DECLS }
#else
#define SMTP_BEGIN_DECLS
#define SMTP_END_DECLS
#endif

/*
 * Strings
 * -------
 * A string argument is a pointer and a length in bytes, UTF-8 unless said otherwise. SMTP_Z as the length says
 * that the string ends with a NUL byte. A NULL pointer is allowed only where the function says so.
 */
#define SMTP_Z ((size_t)-1)

SMTP_BEGIN_DECLS

/* The same for callers that cannot read a macro. */
SMTP_API size_t smtp_z(void);

SMTP_END_DECLS

#endif
