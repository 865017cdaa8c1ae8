/* SPDX-License-Identifier: MIT */
/* login.h - who logs in, and how: --user, --password-file, --token-file, --auth, --allow-plaintext-auth. */
#ifndef LOGIN_H
#define LOGIN_H

#include "common/options.h"
#include "common/secret.h"

/* Do they belong together? `user` is who logs in, NULL: nobody. false: the problem is set (EXIT_USAGE). */
bool login_check(const struct options *options, const char *user, struct problem *problem);

struct login {
    const char *user;    /* NULL: nobody */
    uint32_t mechanisms; /* 0: all */
    bool plaintext_allowed;
    bool has_token; /* the secret is a token */
    struct secret secret;
};

/* Reads what is given, which can be done only once. false: the problem is set (EXIT_CONFIG). End it with login_wipe in
   any case. */
bool login_read(struct login *login, const struct options *options, const char *user, struct problem *problem);
void login_wipe(struct login *login);

/* Is anybody to be logged in? */
bool login_is_given(const struct login *login);

/* Gives it to a client. false: the problem is set (EXIT_CONFIG). */
bool login_set(smtp_client *client, const struct login *login, struct problem *problem);

#endif
