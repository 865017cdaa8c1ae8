/* SPDX-License-Identifier: MIT */
/* phrase.h - what stands in lists: phrases, mailboxes (RFC 5322 s3.4), and what is in angle brackets. */
#ifndef SMTP__PHRASE_H
#define SMTP__PHRASE_H

#include "writer.h"

/*
 * Writes a blank and a phrase that was checked and is not empty. It becomes atoms, a quoted-string or encoded-words,
 * whichever is the first to bring it through unchanged.
 *   after  octets that must fit on the line behind it, where that can be
 * Returns true if it ends with an encoded-word: a sign after it needs a blank (RFC 2047 s5 (3)).
 */
bool smtp__phrase_write(struct smtp__writer *writer, struct smtp__text phrase, size_t after);

/* A blank and the text in angle brackets, on a new line if that is what makes it fit. */
void smtp__angle_write(struct smtp__writer *writer, struct smtp__text text);

/* A blank, the display name and the address in angle brackets, or the address alone where the name is empty. */
void smtp__mailbox_write(struct smtp__writer *writer, struct smtp__text name, struct smtp__text address);

#endif
