/* SPDX-License-Identifier: MIT */
/* calendar.h - days, as people write them. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdint.h>

enum { CALENDAR_SIZE = 32 };

/* Seconds since 1970-01-01 00:00 UTC as "2026-11-22T08:15:00Z"; "" for 0 and for years that have not four digits. */
void calendar_format(int64_t seconds, char text[CALENDAR_SIZE]);

#endif
