/* SPDX-License-Identifier: MIT */
/* compose.h - a mail that is made of options: --from, --to, --subject, --text, --attach and so on. */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "mail.h"

/* Is the mail to be composed, rather than read as it is? */
bool compose_is_wanted(const struct options *options);

/* Builds the message, sets the mail's content and the envelope's part of it. false: the problem is set. */
bool compose(struct mail *mail, const struct options *options, struct problem *problem);

#endif
