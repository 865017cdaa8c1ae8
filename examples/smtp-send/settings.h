/* SPDX-License-Identifier: MIT */
/* settings.h - which server, how it is trusted, who logs in: the options that go to the client. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "mail.h"

/* Applies the options. The mail need not be made yet, but for provider_is_of_sender. false: the problem is set
   (EXIT_CONFIG). */
bool settings_apply(smtp_client *client, const struct options *options, const struct mail *mail,
                    struct problem *problem);

#endif
