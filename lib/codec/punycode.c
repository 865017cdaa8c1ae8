/* SPDX-License-Identifier: MIT */
#include "punycode.h"

/* RFC 3492 s5 */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128, LAST = 0x10ffff };

/* RFC 3492 s6.4: the delta is at most as many steps of the whole alphabet as there are characters and one. */
_Static_assert(SMTP__PUNYCODE_MAX + 1 < UINT32_MAX / LAST, "a delta could overflow");

struct encoder {
    struct smtp__buffer *out;
    uint32_t n;     /* characters below are coded */
    uint32_t delta; /* states passed since the last one that was coded */
    uint32_t bias;
    uint32_t coded; /* how many */
    uint32_t basic; /* how many of them are ASCII */
};

/* s6.1 */
static uint32_t adapt(uint32_t delta, uint32_t count, bool is_first) {
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / count;
    while (delta > (BASE - T_MIN) * T_MAX / 2) {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static bool put_digit(struct smtp__buffer *out, uint32_t digit) {
    return smtp__buffer_append_byte(out, (uint8_t)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

/* A generalised variable-length integer (s3.3). */
static bool put_integer(struct smtp__buffer *out, uint32_t value, uint32_t bias) {
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias + T_MIN ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (value < t) {
            return put_digit(out, value);
        }
        if (!put_digit(out, t + (value - t) % (BASE - t))) {
            return false;
        }
        value = (value - t) / (BASE - t);
    }
}

/* The smallest character that is not coded yet; there is one. */
static uint32_t next_character(const uint32_t *characters, size_t count, uint32_t n) {
    uint32_t smallest = LAST;
    for (size_t i = 0; i < count; i++) {
        if (characters[i] >= n && characters[i] < smallest) {
            smallest = characters[i];
        }
    }
    return smallest;
}

/* Codes every place where the character n stands. */
static bool put_places(struct encoder *encoder, const uint32_t *characters, size_t count) {
    for (size_t i = 0; i < count; i++) {
        encoder->delta += characters[i] < encoder->n;
        if (characters[i] == encoder->n) {
            if (!put_integer(encoder->out, encoder->delta, encoder->bias)) {
                return false;
            }
            encoder->bias = adapt(encoder->delta, encoder->coded + 1, encoder->coded == encoder->basic);
            encoder->delta = 0;
            encoder->coded++;
        }
    }
    return true;
}

/* The ASCII characters as they are, and a hyphen after them if there are any. */
static bool put_basic(struct encoder *encoder, const uint32_t *characters, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (characters[i] < INITIAL_N) {
            if (!smtp__buffer_append_byte(encoder->out, (uint8_t)characters[i])) {
                return false;
            }
            encoder->basic++;
        }
    }
    encoder->coded = encoder->basic;
    return encoder->basic == 0 || smtp__buffer_append_byte(encoder->out, '-');
}

bool smtp__punycode_encode(struct smtp__buffer *out, const uint32_t *characters, size_t count) {
    struct encoder encoder = {out, INITIAL_N, 0, INITIAL_BIAS, 0, 0};
    bool fits = put_basic(&encoder, characters, count);
    while (fits && encoder.coded < count) {
        uint32_t next = next_character(characters, count, encoder.n);
        encoder.delta += (next - encoder.n) * (encoder.coded + 1);
        encoder.n = next;
        fits = put_places(&encoder, characters, count);
        encoder.delta++;
        encoder.n++;
    }
    return fits;
}
