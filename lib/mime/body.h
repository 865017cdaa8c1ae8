/* SPDX-License-Identifier: MIT */
/* body.h - the content of a leaf, encoded while it is read. */
#ifndef SMTP__BODY_H
#define SMTP__BODY_H

#include "codec/base64.h"
#include "codec/crlf.h"
#include "codec/quoted_printable.h"
#include "embedded.h"
#include "part.h"

enum { SMTP__BODY_ROOM = 128 };

struct smtp__body {
    struct smtp_part *part;
    union {
        struct smtp__base64 base64;
        struct smtp__quoted_printable quoted_printable;
        struct smtp__crlf crlf;
    } codec;
    struct smtp__embedded embedded; /* what was read of message/... */
    int64_t taken;                  /* octets of the content */
    bool is_started;
    bool is_ended;
};

/* Touches nothing but the body. */
void smtp__body_init(struct smtp__body *body, struct smtp_part *part);

/*
 * Puts encoded octets into `out`, whose room is at least SMTP__BODY_ROOM. A source is rewound first if it can be; its
 * bytes are read into the end of the room and encoded from there to its front, so that big rooms make big reads.
 * Returns how many, 0 at the end, or a negative result: SMTP_E_SOURCE_CHANGED, that of a line of message/... which
 * cannot be sent, or the source's own.
 */
ptrdiff_t smtp__body_read(struct smtp__body *body, uint8_t *out, size_t room);

/* How many octets the body has when encoded; -1 while it is not known. */
int64_t smtp__body_size(const struct smtp_part *part);

#endif
