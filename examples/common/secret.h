/* SPDX-License-Identifier: MIT */
/* secret.h - a password or key, which never stands in an argument, a message or the trace. */
#ifndef SECRET_H
#define SECRET_H

#include "common/options.h"

enum { SECRET_MAX = 9000 };

struct secret {
    char bytes[SECRET_MAX + 2]; /* room for a line end */
    size_t length;
};

/* The first line of a file or pipe, without its end. false: the problem is set (EXIT_CONFIG, or the deadline). */
bool secret_from_file(struct secret *secret, const char *path, const char *option, const struct options *options,
                      struct problem *problem);

/* The whole of a file or pipe: a key. false: the problem is set (EXIT_CONFIG, or the deadline). */
bool secret_whole_file(struct secret *secret, const char *path, const char *option, const struct options *options,
                       struct problem *problem);

/* $SMTP_PASSWORD, which is then overwritten. false: the problem is set. */
bool secret_from_environment(struct secret *secret, struct problem *problem);

void secret_wipe(struct secret *secret);

#endif
