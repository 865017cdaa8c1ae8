/* SPDX-License-Identifier: MIT */
/* envelope_limits.h - does a server take so much in one mail, as far as it has said? */
#ifndef SMTP__ENVELOPE_LIMITS_H
#define SMTP__ENVELOPE_LIMITS_H

#include "capabilities.h"
#include <smtp/envelope.h>

/*
 * SMTP_OK; SMTP_E_TOO_MANY_RECIPIENTS (recipients, or their domains), SMTP_E_DELIVER_BY, SMTP_E_HOLD. Numbers that the
 * server has not declared do not bind.
 */
smtp_result smtp__envelope_check_limits(const smtp_envelope *envelope, const struct smtp_capabilities *capabilities);

/*
 * How many different domains its recipients have, counted as far as most + 1, in any case of their letters. It needs no
 * memory, and one pass over the recipients for each 32 domains that are counted.
 */
size_t smtp__envelope_domains(const smtp_envelope *envelope, size_t most);

#endif
