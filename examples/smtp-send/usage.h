/* SPDX-License-Identifier: MIT */
/* usage.h - which options need or exclude one another. */
#ifndef USAGE_H
#define USAGE_H

#include "options.h"

/* Returns false and sets the problem (EXIT_USAGE) if the options do not make up a task. */
bool usage_check(const struct options *options, struct problem *problem);

/* Seconds as a decimal number above 0 ("2", "0.5") in milliseconds, rounded up; false if it is not one. */
bool usage_seconds(const char *text, uint32_t *milliseconds);

#endif
