/* SPDX-License-Identifier: MIT */
/* der.h - reading DER (X.690 s8, s10) within bounds. */
#ifndef SMTP__DER_H
#define SMTP__DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes not yet read. */
struct smtp__der {
    const uint8_t *at;
    size_t left;
};

/*
 * Takes the next element off: its tag of one byte and its content. False at the end, and where the element does not
 * fit; nothing is taken then.
 */
bool smtp__der_next(struct smtp__der *in, uint8_t *tag, struct smtp__der *content);

/* The same where only one tag will do. */
bool smtp__der_expect(struct smtp__der *in, uint8_t tag, struct smtp__der *content);

#endif
