/* SPDX-License-Identifier: MIT */
/* gs2.h - user names in the mechanisms that come from GSS-API (RFC 5801 s4). */
#ifndef SMTP__GS2_H
#define SMTP__GS2_H

#include "base/text.h"

/* Takes off *user what comes next, written as a saslname: as it is, but for "," and "=". False at the end. */
bool smtp__gs2_next(struct smtp__text *user, struct smtp__text *piece);

#endif
