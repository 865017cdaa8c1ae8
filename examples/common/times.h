/* SPDX-License-Identifier: MIT */
/* times.h - --timeout and --deadline. */
#ifndef TIMES_H
#define TIMES_H

#include "common/options.h"

/* Seconds as a decimal number above 0 ("2", "0.5") in milliseconds, rounded up; false if it is not one. */
bool times_read(const char *text, uint32_t *milliseconds);

/* Returns false and sets the problem (EXIT_USAGE) if one of them is not such a number. */
bool times_check(const struct options *options, struct problem *problem);

#endif
