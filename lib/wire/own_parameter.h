/* SPDX-License-Identifier: MIT */
/* own_parameter.h - parameters of MAIL or RCPT that the caller writes: " KEYWORD=value KEYWORD …". */
#ifndef SMTP__OWN_PARAMETER_H
#define SMTP__OWN_PARAMETER_H

#include "base/text.h"
#include "kept.h"

enum { SMTP__OWN_PARAMETERS_MAX = 512 }; /* octets of all of a command */

/*
 * Adds one behind those that are there; an empty value is none.
 * SMTP_OK, SMTP_E_NO_MEMORY; SMTP_E_PARAMETER: not in the grammar (RFC 5321 s4.1.2), one that the library writes itself,
 * one that is there, or too long.
 */
smtp_result smtp__own_parameter_add(struct smtp__arena *arena, struct smtp__kept *list, struct smtp__text keyword,
                                    struct smtp__text value);

#endif
