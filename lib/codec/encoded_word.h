/* SPDX-License-Identifier: MIT */
/* encoded_word.h - writes the encoded-words of RFC 2047 s2, charset utf-8, one at a time. */
#ifndef SMTP__ENCODED_WORD_H
#define SMTP__ENCODED_WORD_H

#include <stddef.h>

enum {
    SMTP__ENCODED_WORD_MAX = 75,  /* octets, RFC 2047 s2 */
    SMTP__ENCODED_WORD_LEAST = 24 /* room in which any one character fits: =?utf-8?Q?=F0=9F=98=80?= */
};

/* 'Q' or 'B': the encoding that makes the whole text shorter; 'Q' if both do. */
char smtp__encoded_word_form(const char *data, size_t length);

/*
 * Writes one encoded-word with as many whole characters from the front of the text as fit.
 *   form        'Q' or 'B'; what Q leaves plain may stand in a phrase, too (RFC 2047 s5 (3))
 *   data        valid UTF-8, not empty
 *   out, room   SMTP__ENCODED_WORD_LEAST octets at least; beyond SMTP__ENCODED_WORD_MAX none is used
 *   used        how much of the text went into it
 * Returns the octets written.
 */
size_t smtp__encoded_word_write(char form, const char *data, size_t length, char *out, size_t room, size_t *used);

#endif
