/* SPDX-License-Identifier: MIT */
/*
 * mechanism.h - the SASL mechanisms that this library can use for AUTH (RFC 4954).
 */
#ifndef LIBSMTP_MECHANISM_H
#define LIBSMTP_MECHANISM_H

#include "result.h"

SMTP_BEGIN_DECLS

/* One bit each; the numbers are ABI. */
enum {
    SMTP_MECHANISM_PLAIN = 1, /* RFC 4616 */
    SMTP_MECHANISM_LOGIN = 2  /* draft-murchison-sasl-login: user name and password in two steps */
};

/* All mechanisms of this build. */
SMTP_API uint32_t smtp_mechanisms(void);

/*
 * The bit of a mechanism's name, in any case. 0 if this build does not have it.
 */
SMTP_API uint32_t smtp_mechanism_by_name(const char *name, size_t length);

/* The registered name of one bit, "PLAIN"; NULL if it is not exactly one known bit. Static. */
SMTP_API const char *smtp_mechanism_name(uint32_t mechanism);

SMTP_END_DECLS

#endif
