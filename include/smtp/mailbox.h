/* SPDX-License-Identifier: MIT */
/*
 * mailbox.h - the address of one person, local-part@domain, as it stands in an envelope.
 *
 * The grammar is RFC 5321 s4.1.2 (Mailbox), with UTF-8 as RFC 6531 s3.3 adds it: a dot-string or a quoted string
 * before the last unquoted "@", a domain of letters, digits and hyphens or an address literal after it. There are no
 * comments, no display names, no white space outside quotes and no decoding. An address that is accepted is sent as it
 * was given, but for an internationalised domain, which is sent as A-labels (smtp_mailbox_to_ascii).
 */
#ifndef LIBSMTP_MAILBOX_H
#define LIBSMTP_MAILBOX_H

#include "result.h"

SMTP_BEGIN_DECLS

/* What smtp_mailbox_check found: a mask. */
enum {
    SMTP_MAILBOX_UTF8_LOCAL = 1,  /* octets above 127 before the "@": needs SMTPUTF8 */
    SMTP_MAILBOX_UTF8_DOMAIN = 2, /* octets above 127 after it: it has A-labels */
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

/* Octets that hold the longest mailbox and the NUL after it. */
#define SMTP_MAILBOX_BYTES 255

/*
 * Writes the mailbox with its domain in A-labels, müller@münchen.example as müller@xn--mnchen-3ya.example: RFC 5890,
 * 5891, 3492. The local part, labels of ASCII and address literals are written as they were given: without octets above
 * 127 in the domain it is a copy.
 *
 * Capitals become small letters in a label with octets above 127, and every character must be known to stand in a label
 * just as it is: there are no tables of normalisation here. Known are Latin with its marks composed (Latin-1, Latin
 * Extended-A, Romanian, Vietnamese), Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters, Devanagari, Thai,
 * kana, Han of the Basic Multilingual Plane and Hangul syllables. Refused, and never guessed at, are all others:
 * combining marks ("u" U+0308), ligatures, full-width forms, the ideographic full stop, joiners and direction marks,
 * symbols, emoji, the digits of Arabic, other scripts; so is a hyphen at either end of such a label or two in its third
 * and fourth place. The direction rule (RFC 5893) is not checked. A domain that is refused can be given as A-labels.
 * A library that was built with libidn2 (make IDN2=yes) takes and maps all that IDNA2008 and UTS #46 do; one that was
 * built small (make IDN=no) refuses each domain that is not ASCII.
 *   buffer      the result and a NUL; a size of SMTP_MAILBOX_BYTES is always enough. It may be `address`
 *   out_length  octets without the NUL
 * Returns SMTP_OK; what smtp_mailbox_check says of the address, SMTP_E_ADDRESS_TOO_LONG of the result, too;
 * SMTP_E_IDN; SMTP_E_ADDRESS (an A-label over 63 octets, a domain over 255); SMTP_E_BUFFER_TOO_SMALL; SMTP_E_ARGUMENT
 * (NULL); with libidn2 SMTP_E_NO_MEMORY. After an error buffer and *out_length are unchanged.
 */
SMTP_API smtp_result smtp_mailbox_to_ascii(const char *address, size_t length, char *buffer, size_t size,
                                           size_t *out_length);

/*
 * Checks a domain or address literal, as EHLO takes it (RFC 5321 s4.1.1.1).
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_CONTROL_CHARACTER, SMTP_E_HELO_NAME.
 */
SMTP_API smtp_result smtp_helo_name_check(const char *name, size_t length);

SMTP_END_DECLS

#endif
