/* SPDX-License-Identifier: MIT */
/* names.h - which header fields are signed (RFC 6376 s5.4). */
#ifndef SMTP__DKIM_NAMES_H
#define SMTP__DKIM_NAMES_H

#include "base/text.h"

/* Names with ":" between them; one that ends with "*" stands for all that begin so. */
struct smtp__text smtp__dkim_names_default(void);

/* The name of a field (RFC 5322 s3.6.8), "*" included. */
bool smtp__dkim_name_is_valid(struct smtp__text name);

/* Is it to be signed by this list? From always is; what changes on the way, other signatures (s5.4.1) and a name with
   ";" in it never are. */
bool smtp__dkim_name_is_signed(struct smtp__text names, struct smtp__text name);

/* May a message have one of it at most (RFC 5322 s3.6, RFC 2045 s3, RFC 2369 s3, RFC 3834 s5)? */
bool smtp__dkim_name_is_single(struct smtp__text name);

#endif
