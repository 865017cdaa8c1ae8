/* SPDX-License-Identifier: MIT */
/* provider.h - the server by its provider. provider.c asks the library's table; without it (make PROVIDERS=no)
   no_provider.c refuses. */
#ifndef PROVIDER_H
#define PROVIDER_H

#include "mail.h"

#include <stdio.h>

/* Is it the sender who tells which provider? The mail comes before the settings then. */
bool provider_is_of_sender(const struct options *options);

/*
 * Applies --provider, if it was given.
 *   mail  of which the sender is taken for --provider auto; while it is not made, --mail-from or --from tells
 * false: the problem is set (EXIT_CONFIG, EXIT_INPUT).
 */
bool provider_apply(smtp_client *client, const struct options *options, const struct mail *mail,
                    struct problem *problem);

/* The user name: --user, else the one that a provider wants of everyone; NULL: none. */
const char *provider_user(const struct options *options);

/* Prints the table, one provider to a line. false: the problem is set (EXIT_CONFIG). */
bool provider_list(FILE *file, struct problem *problem);

#endif
