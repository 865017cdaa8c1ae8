/* SPDX-License-Identifier: MIT */
/* name.h - whether a certificate's name is the one that was asked for (RFC 9525 s6). */
#ifndef SMTP__NAME_H
#define SMTP__NAME_H

#include "san.h"

enum { SMTP__NAME_MOST = 255 };

/* The reference identifier: a DNS name or an IP address. */
struct smtp__name {
    char text[SMTP__NAME_MOST + 1]; /* without the dot of the root and the zone of an address */
    uint8_t address[16];
    size_t address_length; /* 4, 16, or 0: it is a DNS name */
};

/* False if the text is empty or too long. */
bool smtp__name_init(struct smtp__name *name, const char *text);

/*
 * RFC 9525 s6.3: a DNS name equals a dNSName whatever the case; "*" may stand for the whole left-most label if at least
 * two others follow. An address equals an iPAddress byte for byte and is never looked for among the dNSNames.
 */
bool smtp__name_matches(const struct smtp__name *name, enum smtp__san_kind kind, struct smtp__der presented);

#endif
