/* SPDX-License-Identifier: MIT */
/* hash.h - one SHA-256 that is under way; the first error sticks. */
#ifndef SMTP__DKIM_HASH_H
#define SMTP__DKIM_HASH_H

#include <smtp/digest.h>

enum { SMTP__DKIM_HASH = 32 };

struct smtp__dkim_hash {
    const smtp_digest_ops *ops;
    void *state; /* NULL: it did not begin */
    smtp_result result;
};

/* `state` is SMTP_DIGEST_STATE_BYTES of memory, in use until the end. */
void smtp__dkim_hash_begin(struct smtp__dkim_hash *hash, const smtp_digest_ops *ops, void *state);
void smtp__dkim_hash_add(struct smtp__dkim_hash *hash, const void *data, size_t length);

/* Writes the digest. Always to be called; the result is that of the whole. */
smtp_result smtp__dkim_hash_end(struct smtp__dkim_hash *hash, uint8_t digest[SMTP__DKIM_HASH]);

#endif
