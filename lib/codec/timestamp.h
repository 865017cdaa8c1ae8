/* SPDX-License-Identifier: MIT */
/* timestamp.h - a date and time in UTC as RFC 3339 writes it: "2026-11-22T08:41:36Z". */
#ifndef SMTP__TIMESTAMP_H
#define SMTP__TIMESTAMP_H

#include "base/text.h"

enum { SMTP__TIMESTAMP_LENGTH = 20 };

/* Of seconds since 1970, 0 to the end of the year 9999; ended by a NUL. */
void smtp__timestamp_write(int64_t seconds, char out[SMTP__TIMESTAMP_LENGTH + 1]);

/* Reads one that fills the text; a fraction of a second is dropped. False, and nothing changed, for all that is no time
   of UTC since 1970. */
bool smtp__timestamp_read(struct smtp__text text, int64_t *seconds);

#endif
