/* SPDX-License-Identifier: MIT */
/* random.h - the same numbers in every run. */
#ifndef TESTS_CODEC_RANDOM_H
#define TESTS_CODEC_RANDOM_H

#include "support/test.h"

static inline uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Octets of the given letters. */
static inline void fill_random(uint8_t *data, size_t length, const char *letters, size_t n, uint32_t seed) {
    for (size_t i = 0; i < length; i++) {
        data[i] = (uint8_t)letters[next_random(&seed) % n];
    }
}

/* Octets of all values. */
static inline void fill_octets(uint8_t *data, size_t length, uint32_t seed) {
    for (size_t i = 0; i < length; i++) {
        data[i] = (uint8_t)next_random(&seed);
    }
}

#endif
