/* SPDX-License-Identifier: MIT */
/*
 * line.h - one command while it is being appended to a buffer: the one way of text into a command, which refuses
 * controls and lines over their length. The first thing that is wrong sticks.
 */
#ifndef SMTP__LINE_H
#define SMTP__LINE_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/result.h>

struct smtp__line {
    struct smtp__buffer *buffer;
    size_t start;
    size_t most;          /* octets with CRLF */
    smtp_result too_long; /* what to answer when it passes them */
    smtp_result result;
};

struct smtp__line smtp__line_begin(struct smtp__buffer *buffer, size_t most, smtp_result too_long);

void smtp__line_put(struct smtp__line *line, struct smtp__text text);
void smtp__line_put_string(struct smtp__line *line, const char *string);
void smtp__line_put_number(struct smtp__line *line, uint64_t number);

/* In base64. The bytes may stand at the very end of the buffer's memory. */
void smtp__line_put_base64(struct smtp__line *line, struct smtp__text bytes);

/* Ends the line, or takes all of it back: SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_BUFFER_TOO_SMALL, too_long. */
smtp_result smtp__line_finish(struct smtp__line *line);

#endif
