/* SPDX-License-Identifier: MIT */
/* usage.h - which options need or exclude one another. */
#ifndef USAGE_H
#define USAGE_H

#include "common/options.h"

/* Returns false and sets the problem (EXIT_USAGE) if the options do not make up a task. */
bool usage_check(const struct options *options, struct problem *problem);

#endif
