/* SPDX-License-Identifier: MIT */
/*
 * seed.h - the caller's random bytes, and what is made from them: the same seed gives the same message.
 *
 * A mail that is attached as it is may be one of our own, made from the same seed: a digest of what the message takes
 * in like that is mixed in, so that no boundary of the outer mail is one of the inner.
 */
#ifndef SMTP__SEED_H
#define SMTP__SEED_H

#include <smtp/api.h>
#include <stdbool.h>

enum {
    SMTP__SEED_LEAST = 16,
    SMTP__SEED_MOST = 32,  /* bytes that count */
    SMTP__SEED_DIGITS = 32 /* hexadecimal digits of a value made from it */
};

/* What a value is for; a boundary's purpose is SMTP__SEED_BOUNDARY and the number of its multipart, and the seed of a
   mail of a merge has SMTP__SEED_MAIL and the number of the mail. */
enum { SMTP__SEED_MESSAGE_ID = 0, SMTP__SEED_BOUNDARY = 1 };
#define SMTP__SEED_MAIL UINT32_C(0x80000000)

struct smtp__seed {
    uint8_t bytes[SMTP__SEED_MOST];
    uint64_t salt; /* the digest; 0: nothing is attached as it is */
    bool is_set;
};

/* The digest of contents, one after the other, each by its own. */
uint64_t smtp__seed_digest(uint64_t before, uint64_t content);

void smtp__seed_set(struct smtp__seed *seed, const void *random, size_t length);

/* 128 bits that depend on all of the seed, on the salt and on the purpose. Not a secret. */
void smtp__seed_digits(const struct smtp__seed *seed, uint32_t purpose, char out[SMTP__SEED_DIGITS]);

/* A seed made from another one: such a value, as its digits. */
void smtp__seed_derive(const struct smtp__seed *seed, uint32_t purpose, struct smtp__seed *derived);

#endif
