/* SPDX-License-Identifier: MIT */
/* header.h - the header of a message in memory, every line ended by CRLF. */
#ifndef SMTP__DKIM_HEADER_H
#define SMTP__DKIM_HEADER_H

#include "base/text.h"
#include <smtp/result.h>

/* Looks for the end of a header that comes in pieces. */
struct smtp__dkim_header_end {
    size_t length;  /* octets up to and with the empty line */
    bool is_inside; /* the line has an octet */
    bool is_found;
};

/* Takes the next octets, in which every line end is a CRLF, up to the end of the header. Begins zeroed. */
void smtp__dkim_header_end_feed(struct smtp__dkim_header_end *end, const uint8_t *data, size_t length);

/* Is it a field or more, each with a name (RFC 5322 s2.2, s4.5.8), and From among them? SMTP_OK, SMTP_E_NOT_A_MESSAGE,
   SMTP_E_HEADER_TOO_LONG (a name that cannot stand in a line of h=), SMTP_E_NO_FROM. */
smtp_result smtp__dkim_header_check(struct smtp__text header);

/* Takes the last field off a header that passed the check, without its CRLF. False: there is none. */
bool smtp__dkim_header_last(struct smtp__text *header, struct smtp__text *field);

struct smtp__text smtp__dkim_field_name(struct smtp__text field);

#endif
