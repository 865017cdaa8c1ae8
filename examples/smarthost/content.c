/* SPDX-License-Identifier: MIT */
#include "content.h"

enum { LINE_MAX_OCTETS = 998 };

/* A byte of a line. A bare LF does not start a line, so that a dot after it means nothing. */
static bool in_line(struct content *content, char byte) {
    content->has_bare_break |= byte == '\n' || byte == '\0';
    content->line_length += byte != '\r';
    content->has_long_line |= content->line_length > LINE_MAX_OCTETS;
    content->state = byte == '\r' ? AFTER_CR : IN_LINE;
    return true;
}

static bool after_cr(struct content *content, char byte) {
    if (byte != '\n') {
        content->has_bare_break = true;
        return in_line(content, byte);
    }
    content->line_length = 0;
    content->state = AT_LINE_START;
    return true;
}

/* Takes one byte. Returns whether it belongs to the content. */
static bool step(struct content *content, char byte) {
    switch (content->state) {
    case AT_LINE_START:
        if (byte != '.') {
            return in_line(content, byte);
        }
        content->state = AFTER_DOT;
        return false;
    case AFTER_DOT:
        if (byte != '\r') {
            return in_line(content, byte);
        }
        content->state = AFTER_DOT_CR;
        return false;
    case AFTER_DOT_CR:
        if (byte != '\n') {
            return after_cr(content, byte);
        }
        content->state = AT_END;
        return false;
    case AFTER_CR:
        return after_cr(content, byte);
    default:
        return in_line(content, byte);
    }
}

size_t content_decode(struct content *content, const char *in, size_t length, char *out, size_t *out_length) {
    size_t used = 0;
    size_t written = 0;
    while (used < length && content->state != AT_END) {
        char byte = in[used++];
        if (step(content, byte)) {
            out[written++] = byte;
        }
    }
    *out_length = written;
    return used;
}
