/* SPDX-License-Identifier: MIT */
#include "dot.h"

#include "run.h"

/* RFC 5321 s4.1.1.4: the first CRLF is the last line's own where it has one. */
static const uint8_t terminator[] = {'\r', '\n', '.', '\r', '\n'};
enum { LINE_END = 2 };

void smtp__dot_init(struct smtp__dot *codec) {
    memset(codec, 0, sizeof *codec);
    codec->at_line_start = true;
}

/* RFC 5321 s4.5.2: a line that begins with a dot gets one more. */
static bool put_run(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    if (out->length == 0) {
        return false;
    }
    if (codec->at_line_start && in->data[0] == '.') {
        out->data[0] = '.';
        smtp__output_wrote(out, 1);
    }
    smtp__run_move(in, out);
    codec->at_line_start = false;
    codec->after_cr = false;
    return true;
}

static bool put_break(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    if (!smtp__run_break(in, out, &codec->after_cr)) {
        return false;
    }
    codec->at_line_start = true;
    return true;
}

static smtp_result put_terminator(struct smtp__dot *codec, struct smtp__output *out) {
    if (!codec->ended) {
        codec->ended = true;
        codec->terminator_sent = codec->at_line_start ? LINE_END : 0;
    }
    size_t left = sizeof terminator - codec->terminator_sent;
    size_t n = left < out->length ? left : out->length;
    if (n > 0) {
        memcpy(out->data, terminator + codec->terminator_sent, n);
        smtp__output_wrote(out, n);
        codec->terminator_sent = (uint8_t)(codec->terminator_sent + n);
    }
    return n == left ? SMTP_OK : SMTP_PENDING;
}

smtp_result smtp__dot_step(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    while (in->length > 0) {
        bool done = smtp__run_is_break(in->data[0]) ? put_break(codec, in, out) : put_run(codec, in, out);
        if (!done) {
            return SMTP_PENDING;
        }
    }
    return in->is_last ? put_terminator(codec, out) : SMTP_OK;
}
