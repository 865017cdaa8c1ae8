/* SPDX-License-Identifier: MIT */
/*
 * lines.h - what has to be known of content before or while it is sent: its size with CRLF line ends, whether it is
 * 8-bit, and that it can be sent at all.
 */
#ifndef SMTP__LINES_H
#define SMTP__LINES_H

#include <smtp/result.h>
#include <stdbool.h>

enum { SMTP__LINE_MAX = 998 }; /* RFC 5322 s2.1.1, without CRLF */

struct smtp__lines {
    uint64_t octets; /* so far, each line end counted as CRLF (RFC 1870 s5) */
    uint32_t column; /* octets on the present line */
    bool after_cr;
    bool is_8bit;
};

void smtp__lines_init(struct smtp__lines *lines);

/* Takes the next octets. SMTP_OK, SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT. */
smtp_result smtp__lines_feed(struct smtp__lines *lines, const uint8_t *data, size_t length);

/* The octets of the whole: a last line without an end is counted with one. */
uint64_t smtp__lines_total(const struct smtp__lines *lines);

#endif
