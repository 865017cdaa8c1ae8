/* SPDX-License-Identifier: MIT */
/*
 * writer.h - writes header text with folding (RFC 5322 s2.2.3). A writer without memory only counts, so a text is made
 * in two turns of the same function: one that counts, one that writes.
 */
#ifndef SMTP__WRITER_H
#define SMTP__WRITER_H

#include "base/text.h"
#include <stdbool.h>

enum {
    SMTP__HEADER_AIM = 78,       /* octets of a line, RFC 5322 s2.1.1 */
    SMTP__HEADER_MAX = 998,      /* the same, at most */
    SMTP__ENCODED_LINE_AIM = 76, /* with an encoded-word in it, RFC 2047 s2 */
    SMTP__LIST_AIM = 77,         /* of what a comma may follow */
    SMTP__ITEM_AIM = 74          /* of what ";," may follow, on a line that may have an encoded-word */
};

struct smtp__writer {
    char *out; /* NULL: count only */
    size_t length;
    size_t column;   /* octets on the present line */
    size_t widest;   /* of the lines so far */
    bool is_first;   /* nothing stands behind the field's name yet */
    bool takes_utf8; /* text may stand as it is, RFC 6532 */
};

void smtp__writer_init(struct smtp__writer *writer, char *out, size_t column);
void smtp__writer_put(struct smtp__writer *writer, const char *data, size_t length);
void smtp__writer_string(struct smtp__writer *writer, const char *string);

/* Ends the line; what follows must begin with a blank. */
void smtp__writer_fold(struct smtp__writer *writer);

/* So many blanks and a word; a new line first if the present one would pass `aim`. */
void smtp__writer_word(struct smtp__writer *writer, size_t blanks, struct smtp__text word, size_t aim);

/*
 * The aim of an item of a list, which is so wide with the blank before it. It leaves room for what comes after it, where
 * both fit on a line; behind the field's name it is folded only where that brings both within the aim.
 */
size_t smtp__writer_aim(const struct smtp__writer *writer, size_t width, size_t after);

/*
 * The text as encoded-words (RFC 2047), each on a line of its own but the first, if that has room. UTF-8, not empty.
 *   before  what stands before the first one on the present line, " " or ""
 */
void smtp__writer_encoded(struct smtp__writer *writer, const char *before, struct smtp__text text);

#endif
