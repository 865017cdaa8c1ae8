/* SPDX-License-Identifier: MIT */
/* capabilities.h - what the server offered in its reply to EHLO (RFC 5321 s4.1.1.1). */
#ifndef SMTP__CAPABILITIES_H
#define SMTP__CAPABILITIES_H

#include "base/text.h"
#include <smtp/capabilities.h>

enum { SMTP__LIMITS = SMTP_LIMIT_RCPTDOMAINMAX + 1 };

/* Of all numbers 0 is: none declared. */
struct smtp_capabilities {
    uint32_t withheld;   /* SMTP_EXT_*: lines of these are passed over, as if they were unknown; set by the owner */
    uint32_t extensions; /* SMTP_EXT_* */
    uint32_t mechanisms; /* SMTP_MECHANISM_* */
    uint32_t limits[SMTP__LIMITS]; /* SMTP_LIMIT_* (RFC 9422 s4) */
    uint64_t size_limit;           /* octets (RFC 1870 s4) */
    uint32_t deliver_by_least_s;
    uint32_t hold_most_s;
    int64_t hold_until_most; /* seconds since 1970 */
};

/* Nothing is offered; what is withheld stays so. */
void smtp__capabilities_clear(struct smtp_capabilities *capabilities);

/*
 * Takes one line of the reply after its first, without the code: a keyword in any case and its parameters. Unknown ones
 * are passed over. "AUTH" and "AUTH=" add up, and "X-EXPS" is read as AUTH (Exchange).
 */
void smtp__capabilities_add(struct smtp_capabilities *capabilities, struct smtp__text line);

/* Does the line offer a mechanism of this name for AUTH? */
bool smtp__capability_offers(struct smtp__text line, const char *mechanism);

#endif
