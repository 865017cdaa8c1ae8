/* SPDX-License-Identifier: MIT */
/* raw_content.h - the content of a raw message as it is read: with CRLF line ends, which it has or gets. */
#ifndef SMTP__RAW_CONTENT_H
#define SMTP__RAW_CONTENT_H

#include "codec/crlf.h"
#include "source/source.h"

struct smtp__raw_content {
    smtp_source *source;
    bool is_strict; /* a CR or LF that is not part of a CRLF is an error */
    struct smtp__crlf crlf;
};

/* Begins anew, wherever the source stands. */
void smtp__raw_content_begin(struct smtp__raw_content *content);

/*
 * Reads up to `size` (two at least) octets. Returns how many, 0 at the end, or a negative smtp_result: that of the
 * source, or SMTP_E_BARE_LINE_END.
 */
ptrdiff_t smtp__raw_content_read(struct smtp__raw_content *content, uint8_t *buffer, size_t size);

#endif
