/* SPDX-License-Identifier: MIT */
/* content.h - the content of a mail as DATA brings it, dot-stuffed (RFC 5321 s4.5.2), back to what it was. */
#ifndef SMARTHOST_CONTENT_H
#define SMARTHOST_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

struct content {
    enum { AT_LINE_START, AFTER_DOT, AFTER_DOT_CR, IN_LINE, AFTER_CR, AT_END } state;
    size_t line_length;
    bool has_bare_break; /* a CR or LF that is not part of CRLF, or a NUL: only CRLF.CRLF ends the content */
    bool has_long_line;  /* more than 998 octets (RFC 5321 s4.5.3.1.6) */
};

/*
 * Takes bytes until they or the content end and writes at most as many to `out`. Returns how many were taken; the
 * state is AT_END when the last line was seen. A zeroed struct is a new content.
 */
size_t content_decode(struct content *content, const char *in, size_t length, char *out, size_t *out_length);

#endif
