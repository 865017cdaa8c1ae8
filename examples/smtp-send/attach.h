/* SPDX-License-Identifier: MIT */
/* attach.h - the attachments of a composed mail: --attach FILE [--attach-name NAME] [--attach-type TYPE]. */
#ifndef ATTACH_H
#define ATTACH_H

#include "common/options.h"

/* false: the problem is set. */
bool attach_all(smtp_message *message, const struct options *options, struct problem *problem);

#endif
