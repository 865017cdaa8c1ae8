/* SPDX-License-Identifier: MIT */
/*
 * hmac.h - HMAC (RFC 2104) and Hi (RFC 5802 s2.2, which is PBKDF2 of RFC 8018 with one block) over a table of hash
 * functions. The first thing that fails sticks in `result`; what is written after it means nothing.
 *
 *     smtp__hmac_init(&hmac, digests, SMTP_DIGEST_SHA256);
 *     smtp__hmac_key(&hmac, key, length);
 *     smtp__hmac_begin(&hmac); smtp__hmac_add(&hmac, …); … smtp__hmac_end(&hmac, out);
 */
#ifndef SMTP__HMAC_H
#define SMTP__HMAC_H

#include <smtp/digest.h>
#include <stdalign.h>
#include <stdbool.h>

struct smtp__hmac {
    const smtp_digest_ops *ops;
    int32_t digest;
    size_t size; /* octets of a digest */
    const uint8_t *key;
    size_t key_length;
    smtp_result result;
    bool is_open; /* the state is to be ended */
    uint8_t short_key[SMTP_DIGEST_SIZE];
    alignas(max_align_t) uint8_t state[SMTP_DIGEST_STATE_BYTES];
};

void smtp__hmac_init(struct smtp__hmac *hmac, const smtp_digest_ops *ops, int32_t digest);

/* The digest of some octets. out: `size` octets, as everywhere here; may be the data. */
void smtp__hmac_hash(struct smtp__hmac *hmac, const void *data, size_t length, uint8_t *out);

/* The key for what follows; borrowed if it is no longer than a block, else its digest is taken. */
void smtp__hmac_key(struct smtp__hmac *hmac, const void *key, size_t length);

void smtp__hmac_begin(struct smtp__hmac *hmac);
void smtp__hmac_add(struct smtp__hmac *hmac, const void *data, size_t length);
void smtp__hmac_end(struct smtp__hmac *hmac, uint8_t *out); /* not the key */

/* Hi(key, salt, iterations). u: room for a digest beside that of the result. */
void smtp__hmac_hi(struct smtp__hmac *hmac, const void *salt, size_t length, uint32_t iterations, uint8_t *u,
                   uint8_t *out);

#endif
