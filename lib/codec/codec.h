/* SPDX-License-Identifier: MIT */
/*
 * codec.h - the one shape of all streaming codecs:
 *
 *     smtp_result smtp__NAME_step(struct smtp__NAME *codec, struct smtp__input *in, struct smtp__output *out);
 *
 * A step takes bytes off the front of `in` and puts bytes at the front of `out`, moving both forward, until
 *   SMTP_OK       all input was taken and, if in->is_last, everything that was kept back was put out,
 *   SMTP_PENDING  the output is full: call again with more room, or
 *   an error      the input cannot be coded; the codec must be initialised anew.
 * Any split of input and output gives the same bytes. An output of at least SMTP__CODEC_ROOM bytes always makes
 * progress.
 */
#ifndef SMTP__CODEC_H
#define SMTP__CODEC_H

#include <smtp/result.h>
#include <stdbool.h>

enum { SMTP__CODEC_ROOM = 16 };

struct smtp__input {
    const uint8_t *data;
    size_t length;
    bool is_last; /* nothing comes after this */
};

struct smtp__output {
    uint8_t *data;
    size_t length; /* room that is left */
};

#endif
