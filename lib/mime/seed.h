/* SPDX-License-Identifier: MIT */
/* seed.h - the caller's random bytes, and what is made from them: the same seed gives the same message. */
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
    bool is_set;
};

void smtp__seed_set(struct smtp__seed *seed, const void *random, size_t length);

/* 128 bits that depend on all of the seed and on the purpose. Not a secret. */
void smtp__seed_digits(const struct smtp__seed *seed, uint32_t purpose, char out[SMTP__SEED_DIGITS]);

/* A seed made from another one: such a value, as its digits. */
void smtp__seed_derive(const struct smtp__seed *seed, uint32_t purpose, struct smtp__seed *derived);

#endif
