/* SPDX-License-Identifier: MIT */
/* login.h - who logs in, and how: --user, --password-file, --token-file, --auth, --allow-plaintext-auth. */
#ifndef LOGIN_H
#define LOGIN_H

#include "common/options.h"

/* Do they belong together? `user` is who logs in, NULL: nobody. false: the problem is set (EXIT_USAGE). */
bool login_check(const struct options *options, const char *user, struct problem *problem);

/* Applies the options. false: the problem is set (EXIT_CONFIG). */
bool login_apply(smtp_client *client, const struct options *options, const char *user, struct problem *problem);

#endif
