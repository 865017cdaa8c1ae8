/* SPDX-License-Identifier: MIT */
/* usage.h - which options need or exclude one another, and what some of them say. */
#ifndef USAGE_H
#define USAGE_H

#include "target.h"

/* Returns false and sets the problem (EXIT_USAGE) if the options do not make up a task. */
bool usage_check(const struct options *options, struct problem *problem);

/* Whom to ask and for how long: --dns, --timeout. false: the problem is set (EXIT_USAGE). */
bool usage_dns(const struct options *options, struct dns_way *way, struct problem *problem);

/* The user name: --user, else the one that a provider wants of everyone; NULL: none. */
const char *usage_user(const struct options *options, const struct target *target);

#endif
