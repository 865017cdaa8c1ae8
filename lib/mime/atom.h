/* SPDX-License-Identifier: MIT */
/* atom.h - RFC 5322 s3.2.3. */
#ifndef SMTP__ATOM_H
#define SMTP__ATOM_H

#include "base/text.h"
#include <stdbool.h>

/* atext, in ASCII alone */
bool smtp__is_atext(char c);

/* dot-atom-text: atoms with one dot between two. */
bool smtp__is_dot_atom(struct smtp__text text);

#endif
