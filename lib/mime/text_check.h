/* SPDX-License-Identifier: MIT */
/* text_check.h - the one door for every string that goes into a header. */
#ifndef SMTP__TEXT_CHECK_H
#define SMTP__TEXT_CHECK_H

#include "base/text.h"
#include <smtp/result.h>
#include <stdbool.h>

/*
 * SMTP_E_CONTROL_CHARACTER for what ends a line or steers a terminal: U+0000 to U+001F, U+007F to U+009F, U+2028,
 * U+2029; SMTP_E_UTF8; else SMTP_OK.
 */
smtp_result smtp__text_check(struct smtp__text text);

/* How many octets it has in a quoted-string (RFC 5322 s3.2.4), escapes counted and the quotes not. */
size_t smtp__text_quoted_length(struct smtp__text text);

/* True if it comes through words as it is: readers collapse blanks, cut them at the ends, and decode "=?". */
bool smtp__text_is_tidy(struct smtp__text text);

/* The same in ASCII: it comes through in a quoted-string of MIME, too. */
bool smtp__text_is_quotable(struct smtp__text text);

/* True if nothing in it ends a URL that stands in angle brackets. */
bool smtp__text_is_in_url(struct smtp__text text);

#endif
