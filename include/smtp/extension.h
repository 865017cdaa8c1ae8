/* SPDX-License-Identifier: MIT */
/*
 * extension.h - the extensions of SMTP that a server can offer and this library knows.
 */
#ifndef LIBSMTP_EXTENSION_H
#define LIBSMTP_EXTENSION_H

#include "api.h"

SMTP_BEGIN_DECLS

/* One bit each, in the order in which they came to this library; the numbers are ABI. */
enum {
    SMTP_EXT_PIPELINING = 1,           /* RFC 2920 */
    SMTP_EXT_SIZE = 2,                 /* RFC 1870 */
    SMTP_EXT_8BITMIME = 4,             /* RFC 6152 */
    SMTP_EXT_SMTPUTF8 = 8,             /* RFC 6531 */
    SMTP_EXT_STARTTLS = 16,            /* RFC 3207 */
    SMTP_EXT_AUTH = 32,                /* RFC 4954 */
    SMTP_EXT_ENHANCEDSTATUSCODES = 64, /* RFC 2034 */
    SMTP_EXT_CHUNKING = 128,           /* RFC 3030: BDAT */
    SMTP_EXT_BINARYMIME = 256,         /* RFC 3030 */
    SMTP_EXT_DSN = 512,                /* RFC 3461 */
    SMTP_EXT_DELIVERBY = 1024,         /* RFC 2852 */
    SMTP_EXT_FUTURERELEASE = 2048,     /* RFC 4865 */
    SMTP_EXT_MT_PRIORITY = 4096,       /* RFC 6710 */
    SMTP_EXT_REQUIRETLS = 8192,        /* RFC 8689 */
    SMTP_EXT_LIMITS = 16384,           /* RFC 9422 */
    SMTP_EXT_VRFY = 32768,             /* RFC 5321 s4.1.1.6 */
    SMTP_EXT_EXPN = 65536,             /* RFC 5321 s4.1.1.7 */
    SMTP_EXT_HELP = 131072,            /* RFC 5321 s4.1.1.8 */
    SMTP_EXT_ETRN = 262144             /* RFC 1985 */
};

/* All that this library knows. */
SMTP_API uint32_t smtp_extensions(void);

/* The EHLO keyword of one bit, "8BITMIME"; NULL if it is not exactly one known bit. Static. */
SMTP_API const char *smtp_extension_name(uint32_t extension);

SMTP_END_DECLS

#endif
