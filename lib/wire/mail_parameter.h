/* SPDX-License-Identifier: MIT */
/*
 * mail_parameter.h - what an envelope asks for: as the parameters of MAIL and RCPT (RFC 5321 s4.1.1.11), and what they
 * need of a server.
 *
 * The setters of these parameters put the table into the envelope, and nothing else refers to it: a program that asks
 * for nothing links none of this.
 */
#ifndef SMTP__MAIL_PARAMETER_H
#define SMTP__MAIL_PARAMETER_H

#include "capabilities.h"
#include "line.h"
#include <smtp/envelope.h>

struct smtp__parameters {
    uint32_t (*extensions)(const smtp_envelope *envelope);
    /* By the numbers that the server has declared: SMTP_OK, SMTP_E_DELIVER_BY, SMTP_E_HOLD. */
    smtp_result (*check)(const smtp_envelope *envelope, const struct smtp_capabilities *capabilities);
    /* Each appends those that are set, a blank before each. */
    void (*put_mail)(struct smtp__line *line, const smtp_envelope *envelope);
    void (*put_recipient)(struct smtp__line *line, const smtp_envelope *envelope, size_t index);
};

extern const struct smtp__parameters smtp__parameters;

#endif
