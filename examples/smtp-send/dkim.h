/* SPDX-License-Identifier: MIT */
/* dkim.h - the signature of the mail, where one is asked for. */
#ifndef DKIM_H
#define DKIM_H

#include "common/options.h"

/*
 * Has the client sign by --dkim-domain, --dkim-selector and --dkim-key, where they are given; *dkim is NULL where not.
 * false: the problem is set. End it with dkim_free in any case.
 */
bool dkim_apply(smtp_client *client, const struct options *options, smtp_dkim **dkim, struct problem *problem);
void dkim_free(smtp_client *client, smtp_dkim *dkim);

#endif
