/* SPDX-License-Identifier: MIT */
#include "raw_content.h"

#include "codec/run.h"

void smtp__raw_content_begin(struct smtp__raw_content *content) {
    smtp__crlf_init(&content->crlf);
}

/* True if a CR is not followed by an LF, or an LF does not follow a CR. */
static bool has_bare_end(bool after_cr, const uint8_t *data, size_t length) {
    for (size_t at = 0; at < length;) {
        if ((data[at] == '\n') != after_cr) {
            return true;
        }
        after_cr = data[at] == '\r';
        at += smtp__run_is_break(data[at]) ? 1 : smtp__run_length(data + at, length - at);
    }
    return false;
}

/* A stretch is read into the upper half and gets its line ends downwards from the beginning: it doubles at most. */
ptrdiff_t smtp__raw_content_read(struct smtp__raw_content *content, uint8_t *buffer, size_t size) {
    if (content->source->is_binary) {
        return smtp_source_read(content->source, buffer, size);
    }
    size_t half = size / 2;
    struct smtp__output out = {buffer, size};
    while (out.length == size) { /* a stretch may be the LF of a CRLF, and that alone */
        struct smtp__input in = {buffer + size - half, 0, false};
        ptrdiff_t got = smtp_source_read(content->source, buffer + size - half, half);
        if (got <= 0) {
            bool is_open = got == 0 && content->is_strict && content->crlf.after_cr;
            return is_open ? SMTP_E_BARE_LINE_END : got;
        }
        in.length = (size_t)got;
        if (content->is_strict && has_bare_end(content->crlf.after_cr, in.data, in.length)) {
            return SMTP_E_BARE_LINE_END;
        }
        (void)smtp__crlf_step(&content->crlf, &in, &out);
    }
    return (ptrdiff_t)(size - out.length);
}
