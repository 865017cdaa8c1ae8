/* SPDX-License-Identifier: MIT */
/* envelope_part.h - some of the recipients of an envelope as an envelope of their own, for one of several transactions. */
#ifndef SMTP__ENVELOPE_PART_H
#define SMTP__ENVELOPE_PART_H

#include <smtp/envelope.h>

/*
 * Makes `part` an envelope of `count` recipients of `whole`, those with these indices, in this order. Sender and all
 * parameters are those of the whole. What was in the part is forgotten.
 *   part   made by smtp_envelope_new or _init. It borrows every string: it is only read until it is cleared or filled
 *          again, and `whole` is not changed as long.
 * Memory: two pointers for each recipient at most. SMTP_OK, SMTP_E_NO_MEMORY (the part is empty).
 */
smtp_result smtp__envelope_take(smtp_envelope *part, const smtp_envelope *whole, const size_t *indices, size_t count);

#endif
