/* SPDX-License-Identifier: MIT */
/* settings.h - which server, how it is trusted, how long to wait: the options that go to a client. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "common/options.h"

/* Applies the options. false: the problem is set (EXIT_CONFIG). */
bool settings_apply(smtp_client *client, const struct options *options, struct problem *problem);

/* Says on standard error what is dangerous about them. */
void settings_warn(const struct options *options);

#endif
