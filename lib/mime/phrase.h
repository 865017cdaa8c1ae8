/* SPDX-License-Identifier: MIT */
/* phrase.h - a mailbox in an address field (RFC 5322 s3.4): display name and address. */
#ifndef SMTP__PHRASE_H
#define SMTP__PHRASE_H

#include "writer.h"

/*
 * Writes a blank, the display name and the address in angle brackets, or the address alone where the name is empty.
 * A name becomes atoms, a quoted-string or encoded-words, whichever is the first to bring it through unchanged.
 *   aim  where to fold the first word of it: SMTP__LIST_AIM, or SMTP__HEADER_MAX after the field's name
 */
void smtp__mailbox_write(struct smtp__writer *writer, struct smtp__text name, struct smtp__text address, size_t aim);

#endif
