/* SPDX-License-Identifier: MIT */
/*
 * extension.h - the extensions of SMTP that a server can offer and this library knows.
 */
#ifndef LIBSMTP_EXTENSION_H
#define LIBSMTP_EXTENSION_H

/* A mask: what the server offered in its last reply to EHLO (smtp_session_extensions). The numbers are ABI. */
enum {
    SMTP_EXT_PIPELINING = 1,          /* RFC 2920 */
    SMTP_EXT_SIZE = 2,                /* RFC 1870 */
    SMTP_EXT_8BITMIME = 4,            /* RFC 6152 */
    SMTP_EXT_SMTPUTF8 = 8,            /* RFC 6531 */
    SMTP_EXT_STARTTLS = 16,           /* RFC 3207 */
    SMTP_EXT_AUTH = 32,               /* RFC 4954 */
    SMTP_EXT_ENHANCEDSTATUSCODES = 64 /* RFC 2034 */
};

#endif
