/* SPDX-License-Identifier: MIT */
/*
 * reply.h - reads the server's replies (RFC 5321 s4.2) as the bytes come, in bounded memory.
 *
 *     while (feed(…) == SMTP_OK) {                one line is whole: smtp__reply_line is the line with its code
 *         switch (take_line(…)) {
 *         case SMTP_PENDING: go on feeding        more lines follow
 *         case SMTP_OK:      the reply is whole   code, enhanced, text
 *         default:           a breach of the protocol
 *     }
 */
#ifndef SMTP__REPLY_H
#define SMTP__REPLY_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/config.h>
#include <smtp/result.h>

struct smtp__reply {
    struct smtp__buffer text; /* the lines taken so far joined by LF, one octet (NUL or LF), then the present line */
    size_t line_at;           /* where the present line begins in it */
    uint32_t line_length;     /* octets of the present line, kept or not */
    uint16_t lines;           /* taken so far */
    int16_t code;             /* 0 before the first line */
    int32_t enhanced;         /* class * 1000000 + subject * 1000 + detail, 0: none (RFC 3463, RFC 2034) */
    bool after_cr;
    bool is_cut;      /* some text did not fit */
    bool line_is_cut; /* some of the present line did not fit */
};

/* size: at least 64 */
void smtp__reply_init(struct smtp__reply *reply, void *memory, size_t size);

/* Forgets the reply; the next octet begins another one. */
void smtp__reply_clear(struct smtp__reply *reply);

/*
 * Takes octets up to the end of a line. *used says how many.
 * SMTP_OK: a line is whole. SMTP_PENDING: all were taken, the line goes on.
 * SMTP_E_REPLY_TOO_LONG: the line passes SMTP_CFG_REPLY_LINE. SMTP_E_REPLY_SYNTAX: a NUL octet.
 * A line ends with CRLF; a bare LF is taken as an end, too; a CR elsewhere is an octet like any other.
 * After an error the reply's text holds what the server said, the breach with it.
 */
smtp_result smtp__reply_feed(struct smtp__reply *reply, const uint8_t *data, size_t length, size_t *used);

/* The present line as it was fed, with its code and without its end; cut if it did not fit. */
struct smtp__text smtp__reply_line(const struct smtp__reply *reply);

/*
 * Reads the present line: three digits 2..5, 0..5, 0..9 (RFC 5321 s4.2), then "-" (more follow), blank or nothing.
 *   keep  false: its text is not added to the reply's (and is_cut is set)
 * SMTP_OK: it was the last one. SMTP_PENDING: more follow.
 * SMTP_E_REPLY_SYNTAX, SMTP_E_REPLY_MIXED_CODES, SMTP_E_REPLY_TOO_LONG (more than SMTP_CFG_REPLY_LINES): the reply's
 * text then holds what the server said, the breach with it.
 */
smtp_result smtp__reply_take_line(struct smtp__reply *reply, bool keep);

/*
 * The connection has ended. A present line that is a whole last line but for its CRLF is taken.
 * SMTP_OK: the reply is whole. SMTP_PENDING: there is none.
 */
smtp_result smtp__reply_end(struct smtp__reply *reply);

/* Adds a line to the text of a reply that is whole. */
void smtp__reply_add(struct smtp__reply *reply, struct smtp__text line);

/* The text of all lines taken, joined by LF, with a NUL after it. */
struct smtp__text smtp__reply_text(struct smtp__reply *reply);

#endif
