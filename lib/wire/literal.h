/* SPDX-License-Identifier: MIT */
/* literal.h - IP addresses in text and the address literals made of them (RFC 5321 s4.1.3). */
#ifndef SMTP__LITERAL_H
#define SMTP__LITERAL_H

#include "base/text.h"

/* Snum 3("." Snum) */
bool smtp__literal_is_ipv4(struct smtp__text address);

/* "[192.0.2.1]", "[IPv6:2001:db8::1]" or "[tag:content]" */
bool smtp__literal_is_valid(struct smtp__text literal);

#endif
