/* SPDX-License-Identifier: MIT */
/*
 * keys.h - a set of texts, kept by whoever has them: a PATRICIA tree, which asks one bit of the text a level.
 *
 * A search takes no more levels than a text has bits, whatever texts are chosen to make it slow, and needs no hash and
 * no balance. A key is a level and a place for its own text at once: a link that does not go down names the text.
 */
#ifndef SMTP__KEYS_H
#define SMTP__KEYS_H

#include "base/text.h"

struct smtp__key {
    struct smtp__text text; /* without NUL */
    size_t exact;           /* so many octets at the front in which the case of letters counts */
    size_t position;        /* the bit that is asked here, the first is 1; 0: none, on to side[0] */
    struct smtp__key *side[2];
};

struct smtp__keys {
    struct smtp__key *root;
};

/* The key in the set with that text, of which `exact` and `text` are looked at; NULL if there is none. */
struct smtp__key *smtp__keys_find(const struct smtp__keys *keys, const struct smtp__key *wanted);

/* Links a key whose text is not in the set. */
void smtp__keys_add(struct smtp__keys *keys, struct smtp__key *key);

#endif
