/* SPDX-License-Identifier: MIT */
/* login.h - who logs in, and how: --user, --password-file, --token-file, --auth, --allow-plaintext-auth. */
#ifndef LOGIN_H
#define LOGIN_H

#include "options.h"

/* Applies the options. false: the problem is set (EXIT_CONFIG). */
bool login_apply(smtp_client *client, const struct options *options, struct problem *problem);

#endif
