/* SPDX-License-Identifier: MIT */
#include "seed.h"

#include <string.h>

enum { LANE = 8 };

void smtp__seed_set(struct smtp__seed *seed, const void *random, size_t length) {
    memset(seed->bytes, 0, sizeof seed->bytes);
    memcpy(seed->bytes, random, length < sizeof seed->bytes ? length : sizeof seed->bytes);
    seed->salt = 0;
    seed->is_set = true;
}

/* Spreads each bit over all 64; one to one, so that nothing of the seed is lost in one lane. */
static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 32) * UINT64_C(0xd6e8feb86659fd93);
    value = (value ^ value >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return value ^ value >> 32;
}

uint64_t smtp__seed_digest(uint64_t before, uint64_t content) {
    return mix(before) + content;
}

static uint64_t load(const uint8_t *bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < LANE; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* One half: the bytes in one order for the first and in the other for the second, so that the halves are not made from
   one sum. */
static uint64_t half(const struct smtp__seed *seed, uint32_t purpose, size_t which) {
    uint64_t value = mix((((uint64_t)purpose << 1 | which) + 1) ^ mix(seed->salt));
    for (size_t i = 0; i < SMTP__SEED_MOST; i += LANE) {
        value = mix(value ^ load(seed->bytes + (which == 0 ? i : SMTP__SEED_MOST - LANE - i)));
    }
    return value;
}

void smtp__seed_digits(const struct smtp__seed *seed, uint32_t purpose, char out[SMTP__SEED_DIGITS]) {
    static const char hex[] = "0123456789abcdef";
    for (size_t which = 0; which < 2; which++) {
        uint64_t value = half(seed, purpose, which);
        for (size_t i = 0; i < SMTP__SEED_DIGITS / 2; i++) {
            *out++ = hex[value >> 60];
            value <<= 4;
        }
    }
}

void smtp__seed_derive(const struct smtp__seed *seed, uint32_t purpose, struct smtp__seed *derived) {
    char digits[SMTP__SEED_DIGITS];
    smtp__seed_digits(seed, purpose, digits);
    smtp__seed_set(derived, digits, sizeof digits);
}
