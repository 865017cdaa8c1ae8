/* SPDX-License-Identifier: MIT */
/* domain_ascii.h - internationalised domain names as A-labels (RFC 5890 s2.3.2.1, RFC 5891 s4, RFC 3492). */
#ifndef SMTP__DOMAIN_ASCII_H
#define SMTP__DOMAIN_ASCII_H

#include "base/text.h"
#include <smtp/result.h>

enum { SMTP__DOMAIN_MAX = 255 }; /* octets (RFC 5321 s4.5.3.1.2) */

/*
 * Writes the domain with each label that has octets above 127 as an A-label, "xn--…"; labels of ASCII alone are written
 * as they are. Whatever is given, what comes out is in the grammar of smtp__domain_is_valid, in ASCII. No NUL is added.
 *   out  SMTP__DOMAIN_MAX octets are always enough
 * SMTP_OK; SMTP_E_UTF8; SMTP_E_IDN (a label cannot be one, or has a character that is not known to stand in one:
 * smtp/mailbox.h says which are); SMTP_E_ADDRESS (no domain, or a label is above 63 octets or the domain above 255 when
 * encoded); SMTP_E_BUFFER_TOO_SMALL; with libidn2 SMTP_E_NO_MEMORY. After an error nothing in `out` has a meaning and
 * *length is unchanged.
 */
smtp_result smtp__domain_to_ascii(struct smtp__text domain, char *out, size_t size, size_t *length);

#endif
