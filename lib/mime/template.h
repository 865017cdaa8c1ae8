/* SPDX-License-Identifier: MIT */
/*
 * template.h - text in which keys stand between double braces, and the values that take their place.
 *
 *     Dear {{ name }}, this is how "{{{{" is written
 *
 * Braces that are not doubled, and "}}" without a key before it, are text like any other.
 */
#ifndef SMTP__TEMPLATE_H
#define SMTP__TEMPLATE_H

#include "base/arena.h"
#include "keys.h"
#include <smtp/result.h>

enum { SMTP__TEMPLATE_KEY_MAX = 64 };

/* A key with its value, a member of a set of keys. */
struct smtp__template_value {
    struct smtp__key key; /* its text is the key, in which the case of letters counts */
    struct smtp__template_value *next;
    struct smtp__text value;
    bool is_set;
};

/* Where values go, and what becomes of them there. */
enum smtp__template_form {
    SMTP__TEMPLATE_PLAIN,
    SMTP__TEMPLATE_MARKUP, /* what is markup in HTML is escaped */
    SMTP__TEMPLATE_URL     /* what would end a URL in angle brackets is refused */
};

/* Text to be taken as it is, or a key without its braces. */
struct smtp__template_piece {
    struct smtp__text text;
    bool is_key;
};

/* True if keys are to be looked for in the text at all. */
bool smtp__template_has_braces(struct smtp__text text);

/* True for printable ASCII without braces and blanks, 1 to 64 octets. */
bool smtp__template_is_key(struct smtp__text key);

/*
 * Takes the next piece off a text that is not empty.
 * SMTP_OK; SMTP_E_TEMPLATE: braces that are not closed, or what is between them is no key.
 */
smtp_result smtp__template_next(struct smtp__text *rest, struct smtp__template_piece *piece);

/* The place of a key in a set; NULL if it is not there. */
struct smtp__template_value *smtp__template_find(const struct smtp__keys *values, struct smtp__text key);

/*
 * Puts a text into the arena with values in place of its keys. A value is never looked at for keys.
 * SMTP_OK, SMTP_E_NO_MEMORY, SMTP_E_TEMPLATE, SMTP_E_MERGE_KEY (not in the set), SMTP_E_MERGE_VALUE (not set),
 * SMTP_E_LIST_URL.
 */
smtp_result smtp__template_expand(struct smtp__arena *arena, struct smtp__text text, const struct smtp__keys *values,
                                  enum smtp__template_form form, struct smtp__text *expanded);

#endif
