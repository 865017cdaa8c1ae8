/* SPDX-License-Identifier: MIT */
/* enhanced.h - enhanced status codes (RFC 3463 s2) as people write them. */
#ifndef ENHANCED_H
#define ENHANCED_H

#include <stdbool.h>
#include <stdint.h>

enum { ENHANCED_SIZE = 40 };

/* 5001001 as "5.1.1"; "" and false for 0. */
bool enhanced_format(int32_t enhanced, char text[ENHANCED_SIZE]);

#endif
