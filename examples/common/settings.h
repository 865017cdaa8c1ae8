/* SPDX-License-Identifier: MIT */
/* settings.h - which server, how it is trusted, who logs in: the options that go to the client. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "common/options.h"

/* Applies the options. `user` is who logs in, NULL: nobody. false: the problem is set (EXIT_CONFIG). */
bool settings_apply(smtp_client *client, const struct options *options, const char *user, struct problem *problem);

#endif
