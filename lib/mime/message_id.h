/* SPDX-License-Identifier: MIT */
/* message_id.h - RFC 5322 s3.6.4. */
#ifndef SMTP__MESSAGE_ID_H
#define SMTP__MESSAGE_ID_H

#include "base/text.h"
#include "seed.h"
#include <smtp/result.h>

enum { SMTP__MESSAGE_ID_MADE_MAX = 320 }; /* "<16 digits.16 digits@domain>" with a domain of 255 octets */

/*
 * Checks left@right, in angle brackets or not, and takes the brackets off.
 * SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_MESSAGE_ID.
 */
smtp_result smtp__message_id_check(struct smtp__text *id);

/* Writes one with its brackets, made from the seed and the domain of a checked address. An address literal is a
   no-fold-literal, too. Returns its length. */
size_t smtp__message_id_make(const struct smtp__seed *seed, struct smtp__text address,
                             char out[SMTP__MESSAGE_ID_MADE_MAX]);

#endif
