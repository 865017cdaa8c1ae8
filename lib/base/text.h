/* SPDX-License-Identifier: MIT */
/* text.h - strings as pointer and length. */
#ifndef SMTP__TEXT_H
#define SMTP__TEXT_H

#include <smtp/api.h>
#include <stdbool.h>

struct smtp__text {
    const char *data;
    size_t length;
};

/* A string argument of the public interface: SMTP_Z is resolved; NULL becomes "". */
struct smtp__text smtp__text_from(const char *data, size_t length);

/* Without ASCII blanks and tabs at both ends. */
struct smtp__text smtp__text_trim(struct smtp__text text);

/* The same letters in any case (ASCII only). */
bool smtp__text_is(struct smtp__text text, const char *word);
bool smtp__text_equal(struct smtp__text a, struct smtp__text b);

/* True if it begins with that word, in any case. */
bool smtp__text_begins(struct smtp__text text, const char *word);

/* Where `words` stand in the text, in any case; the text's length if they do not. */
size_t smtp__text_find(struct smtp__text text, struct smtp__text words);

/* True if `part` stands in the text, in just these letters. */
bool smtp__text_has(struct smtp__text text, const char *part);

/* Takes so many octets off the front; they are there. */
void smtp__text_skip(struct smtp__text *text, size_t length);

/* Takes octets off the front into memory, as many as there are and have room. Returns how many. */
size_t smtp__text_move(struct smtp__text *text, void *memory, size_t room);

/* Takes the next word off *rest: what stands before one of the separators. False at the end. */
bool smtp__text_word(struct smtp__text *rest, const char *separators, struct smtp__text *word);

#endif
