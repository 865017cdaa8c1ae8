/* SPDX-License-Identifier: MIT */
/*
 * dot.h - content as it stands between DATA and the end of data (RFC 5321 s4.5.2): every line ends with CRLF, a dot is
 * put before each line that begins with one, and the last input is followed by "." CRLF on a line of its own. As it
 * stands behind BDAT (RFC 3030 s2), without these dots, if is_bare is set.
 *
 * One machine over the whole stream does both, so that no split can hide a line's beginning, and no bare CR or LF can
 * ever stand in the output.
 */
#ifndef SMTP__DOT_H
#define SMTP__DOT_H

#include "codec.h"

struct smtp__dot {
    bool is_bare;
    bool at_line_start;
    bool after_cr; /* the CRLF of a CR is written: an LF now belongs to it */
    bool ended;    /* the terminator is being written or was */
    uint8_t terminator_sent;
    uint64_t octets; /* of the content so far, with CRLF line ends, without the dots that were put in (RFC 1870 s5) */
};

void smtp__dot_init(struct smtp__dot *codec);

/*
 * The output may overlap the input if it starts at least in->length bytes before it: an octet becomes two at most.
 */
smtp_result smtp__dot_step(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out);

#endif
