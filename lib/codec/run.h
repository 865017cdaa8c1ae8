/* SPDX-License-Identifier: MIT */
/*
 * run.h - what all codecs of lines share: the octets up to the next CR or LF are handled as one run, found a machine
 * word at a time, and a line end in any of its three forms becomes CRLF (RFC 5321 s2.3.8).
 */
#ifndef SMTP__RUN_H
#define SMTP__RUN_H

#include "step.h"

static inline bool smtp__run_is_break(uint8_t octet) {
    return octet == '\r' || octet == '\n';
}

/* True if an octet of the word is below 14, as CR, LF and NUL are. */
static inline bool smtp__run_may_break(smtp__word word) {
    return ((word - SMTP__WORD_ONES * ('\r' + 1)) & ~word & SMTP__WORD_HIGH) != 0;
}

/* How many octets stand before the first CR or LF. */
size_t smtp__run_length(const uint8_t *data, size_t length);

/* Moves the run at the front of the input to the output, as much as there is room for. They may overlap. */
void smtp__run_move(struct smtp__input *in, struct smtp__output *out);

/*
 * Takes the CR or LF at the front of the input and puts CRLF out; an LF after a CR belongs to it and gives nothing.
 * False, with nothing done, if there is no room.
 */
bool smtp__run_break(struct smtp__input *in, struct smtp__output *out, bool *after_cr);

#endif
