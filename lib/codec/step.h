/* SPDX-License-Identifier: MIT */
/* step.h - the small moves of which a codec's step is made. */
#ifndef SMTP__CODEC_STEP_H
#define SMTP__CODEC_STEP_H

#include "codec.h"
#include <string.h>

/* A machine word of octets: what can be asked of all of them at once. */
typedef size_t smtp__word;

enum { SMTP__WORD = sizeof(smtp__word) };

#define SMTP__WORD_ONES ((smtp__word)-1 / 255)  /* 0x01 in each octet */
#define SMTP__WORD_HIGH (SMTP__WORD_ONES * 128) /* 0x80 in each octet */

static inline smtp__word smtp__word_load(const void *data) {
    smtp__word word;
    memcpy(&word, data, sizeof word);
    return word;
}

static inline void smtp__input_take(struct smtp__input *in, size_t n) {
    in->data += n;
    in->length -= n;
}

/* Notes that n octets were written at the front. */
static inline void smtp__output_wrote(struct smtp__output *out, size_t n) {
    out->data += n;
    out->length -= n;
}

#endif
