/* SPDX-License-Identifier: MIT */
#include "hmac.h"

#include "base/wipe.h"
#include <string.h>

/* RFC 2104 s2 */
enum { INNER_PAD = 0x36, OUTER_PAD = 0x5c, PIECE = 64 };

void smtp__hmac_init(struct smtp__hmac *hmac, const smtp_digest_ops *ops, int32_t digest) {
    hmac->ops = ops;
    hmac->digest = digest;
    hmac->size = smtp_digest_size(digest);
    hmac->key = NULL;
    hmac->key_length = 0;
    hmac->result = SMTP_OK;
    hmac->is_open = false;
}

/* RFC 6234: two blocks' worth of 64-bit words for SHA-512, 64 octets for the others. */
static size_t block_size(const struct smtp__hmac *hmac) {
    return hmac->digest == SMTP_DIGEST_SHA512 ? 128 : 64;
}

static void hash_begin(struct smtp__hmac *hmac) {
    if (hmac->result == SMTP_OK) {
        hmac->result = hmac->ops->begin(hmac->ops->context, hmac->state, hmac->digest);
        hmac->is_open = hmac->result == SMTP_OK;
    }
}

static void hash_end(struct smtp__hmac *hmac, uint8_t *out) {
    if (hmac->result == SMTP_OK) {
        hmac->result = hmac->ops->finish(hmac->state, out);
    }
    if (hmac->is_open) {
        hmac->ops->end(hmac->state);
        hmac->is_open = false;
    }
}

void smtp__hmac_hash(struct smtp__hmac *hmac, const void *data, size_t length, uint8_t *out) {
    hash_begin(hmac);
    smtp__hmac_add(hmac, data, length);
    hash_end(hmac, out);
}

void smtp__hmac_key(struct smtp__hmac *hmac, const void *key, size_t length) {
    hmac->key = key;
    hmac->key_length = length;
    if (length > block_size(hmac)) {
        smtp__hmac_hash(hmac, key, length, hmac->short_key);
        hmac->key = hmac->short_key;
        hmac->key_length = hmac->size;
    }
}

/* The key, filled up with zeros to a block, with each octet XORed. */
static void add_pad(struct smtp__hmac *hmac, uint8_t pad) {
    uint8_t piece[PIECE];
    for (size_t done = 0; done < block_size(hmac); done += PIECE) {
        for (size_t i = 0; i < PIECE; i++) {
            piece[i] = done + i < hmac->key_length ? hmac->key[done + i] ^ pad : pad;
        }
        smtp__hmac_add(hmac, piece, sizeof piece);
    }
    smtp__wipe(piece, sizeof piece);
}

void smtp__hmac_begin(struct smtp__hmac *hmac) {
    hash_begin(hmac);
    add_pad(hmac, INNER_PAD);
}

void smtp__hmac_add(struct smtp__hmac *hmac, const void *data, size_t length) {
    if (hmac->result == SMTP_OK && length > 0) {
        hmac->result = hmac->ops->update(hmac->state, data, length);
    }
}

void smtp__hmac_end(struct smtp__hmac *hmac, uint8_t *out) {
    hash_end(hmac, out);
    hash_begin(hmac);
    add_pad(hmac, OUTER_PAD);
    smtp__hmac_add(hmac, out, hmac->size);
    hash_end(hmac, out);
}

void smtp__hmac_hi(struct smtp__hmac *hmac, const void *salt, size_t length, uint32_t iterations, uint8_t *u,
                   uint8_t *out) {
    static const uint8_t first_block[] = {0, 0, 0, 1};
    smtp__hmac_begin(hmac);
    smtp__hmac_add(hmac, salt, length);
    smtp__hmac_add(hmac, first_block, sizeof first_block);
    smtp__hmac_end(hmac, u);
    memcpy(out, u, hmac->size);
    for (uint32_t i = 1; i < iterations && hmac->result == SMTP_OK; i++) {
        smtp__hmac_begin(hmac);
        smtp__hmac_add(hmac, u, hmac->size);
        smtp__hmac_end(hmac, u);
        for (size_t k = 0; k < hmac->size; k++) {
            out[k] ^= u[k];
        }
    }
}
