/* SPDX-License-Identifier: MIT */
/* resolve.h - from a name to its addresses. */
#ifndef SMTP__RESOLVE_H
#define SMTP__RESOLVE_H

#include "problem.h"
#include <smtp/result.h>
#include <stdint.h>

struct addrinfo;

/*
 * Looks up a host name, or reads an IPv4 or IPv6 address (without brackets).
 * Returns SMTP_OK, and *list is to be given back by freeaddrinfo; SMTP_E_RESOLVE, SMTP_E_RESOLVE_TRANSIENT,
 * SMTP_E_NO_MEMORY, and *list is NULL.
 */
smtp_result smtp__resolve(const char *host, uint16_t port, struct addrinfo **list, struct smtp__problem *problem);

/* Adds "192.0.2.1 port 25" to the words. */
void smtp__problem_add_address(struct smtp__problem *problem, const struct addrinfo *address);

#endif
