/* SPDX-License-Identifier: MIT */
/*
 * quoted_printable.h - RFC 2045 s6.7 for text: line breaks of the input (CRLF, CR or LF) are line breaks of the output,
 * blanks at the end of a line, controls, "=" and 8-bit octets are quoted, no line is longer than 76. A line that is
 * "." alone or begins with "From " is left to dot-stuffing and to nobody; they need no quoting in SMTP.
 */
#ifndef SMTP__QUOTED_PRINTABLE_H
#define SMTP__QUOTED_PRINTABLE_H

#include "codec.h"

struct smtp__quoted_printable {
    uint8_t column; /* octets on the present output line */
    bool after_cr;  /* the CRLF of a CR is written: an LF now belongs to it */
    bool has_kept;  /* one octet waits to know whether its line ends after it */
    uint8_t kept;
};

void smtp__quoted_printable_init(struct smtp__quoted_printable *codec);
smtp_result smtp__quoted_printable_step(struct smtp__quoted_printable *codec, struct smtp__input *in,
                                        struct smtp__output *out);

#endif
