/* SPDX-License-Identifier: MIT */
/*
 * mailbox.h - the address of one person, local-part@domain, as it stands in an envelope.
 *
 * The grammar is RFC 5321 s4.1.2 (Mailbox), with UTF-8 as RFC 6531 s3.3 adds it: a dot-string or a quoted string
 * before the last unquoted "@", a domain of letters, digits and hyphens or an address literal after it. There are no
 * comments, no display names, no white space outside quotes and no decoding. An address that is accepted is sent
 * exactly as it was given.
 */
#ifndef LIBSMTP_MAILBOX_H
#define LIBSMTP_MAILBOX_H

#include "result.h"

SMTP_BEGIN_DECLS

/* What smtp_mailbox_check found: a mask. */
enum {
    SMTP_MAILBOX_UTF8_LOCAL = 1,  /* octets above 127 before the "@": needs SMTPUTF8 */
    SMTP_MAILBOX_UTF8_DOMAIN = 2, /* octets above 127 after it: needs SMTPUTF8, or A-labels */
    SMTP_MAILBOX_QUOTED = 4,      /* the local part is a quoted string */
    SMTP_MAILBOX_LITERAL = 8      /* the domain is an address literal, [192.0.2.1] or [IPv6:…] */
};

/*
 * Checks one mailbox without angle brackets.
 *   flags  set to SMTP_MAILBOX_* on success; NULL is allowed
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL), SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, SMTP_E_ADDRESS_TOO_LONG (local
 * part over 64 octets, domain over 255, both together over 254: RFC 5321 s4.5.3.1), SMTP_E_ADDRESS (anything else).
 */
SMTP_API smtp_result smtp_mailbox_check(const char *address, size_t length, uint32_t *flags);

/*
 * Checks a domain or address literal, as EHLO takes it (RFC 5321 s4.1.1.1).
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_CONTROL_CHARACTER, SMTP_E_HELO_NAME.
 */
SMTP_API smtp_result smtp_helo_name_check(const char *name, size_t length);

SMTP_END_DECLS

#endif
