/* SPDX-License-Identifier: MIT */
/* envelope_limits.h - does a server take so much in one mail, as far as it has said? */
#ifndef SMTP__ENVELOPE_LIMITS_H
#define SMTP__ENVELOPE_LIMITS_H

#include "capabilities.h"
#include <smtp/envelope.h>

/* The highest RCPTDOMAINMAX that is minded, so that a server cannot make its client count for long: one that takes more
   domains says itself when it has enough. */
enum { SMTP__DOMAINS_MAX = 1024 };

/*
 * SMTP_OK; SMTP_E_TOO_MANY_RECIPIENTS (recipients, or their domains), SMTP_E_DELIVER_BY, SMTP_E_HOLD. Numbers that the
 * server has not declared do not bind.
 */
smtp_result smtp__envelope_check_limits(const smtp_envelope *envelope, const struct smtp_capabilities *capabilities);

#endif
