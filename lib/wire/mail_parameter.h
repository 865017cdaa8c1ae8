/* SPDX-License-Identifier: MIT */
/* mail_parameter.h - what an envelope asks for, as the parameters of MAIL and RCPT (RFC 5321 s4.1.1.11). */
#ifndef SMTP__MAIL_PARAMETER_H
#define SMTP__MAIL_PARAMETER_H

#include "line.h"
#include <smtp/envelope.h>

/* Each appends those that are set, a blank before each. */
void smtp__parameters_of_mail(struct smtp__line *line, const smtp_envelope *envelope);
void smtp__parameters_of_recipient(struct smtp__line *line, const smtp_envelope *envelope, size_t index);

#endif
