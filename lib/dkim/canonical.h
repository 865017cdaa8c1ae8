/* SPDX-License-Identifier: MIT */
/* canonical.h - header fields and body in the form in which they are hashed (RFC 6376 s3.4). */
#ifndef SMTP__DKIM_CANONICAL_H
#define SMTP__DKIM_CANONICAL_H

#include "base/text.h"
#include "hash.h"

/*
 * A field in the form `form` (SMTP_DKIM_SIMPLE, SMTP_DKIM_RELAXED; s3.4.1, s3.4.2), given and hashed without the CRLF
 * at its end. It has a colon.
 */
void smtp__dkim_hash_field(struct smtp__dkim_hash *hash, int32_t form, struct smtp__text field);

/* The body, in any pieces (s3.4.3, s3.4.4). */
struct smtp__dkim_body {
    struct smtp__dkim_hash *hash;
    uint64_t breaks; /* line ends that count only if something follows */
    bool is_relaxed;
    bool has_blank; /* so does white space of a relaxed body */
    bool has_text;
};

void smtp__dkim_body_init(struct smtp__dkim_body *body, struct smtp__dkim_hash *hash, int32_t form);

/* The next octets, in which every line end is a CRLF. */
void smtp__dkim_body_feed(struct smtp__dkim_body *body, const uint8_t *data, size_t length);

/* There is no more. */
void smtp__dkim_body_end(struct smtp__dkim_body *body);

#endif
