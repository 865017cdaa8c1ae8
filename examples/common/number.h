/* SPDX-License-Identifier: MIT */
/* number.h - whole numbers of the command line. */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One to ten digits, with or without a minus, from `least` to `most`; false, and nothing is written, if it is not
   that. */
bool number_read(const char *text, size_t length, int32_t least, int32_t most, int32_t *number);

#endif
