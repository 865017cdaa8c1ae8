/* SPDX-License-Identifier: MIT */
/* crlf.h - CRLF at the end of every line: CRLF, bare CR and bare LF all become CRLF (RFC 5321 s2.3.8). */
#ifndef SMTP__CRLF_H
#define SMTP__CRLF_H

#include "codec.h"

struct smtp__crlf {
    bool after_cr; /* the last octet was a CR, its CRLF is written: an LF now belongs to it */
};

void smtp__crlf_init(struct smtp__crlf *codec);

/* Never keeps anything back; a last line without an end stays without one. */
smtp_result smtp__crlf_step(struct smtp__crlf *codec, struct smtp__input *in, struct smtp__output *out);

#endif
