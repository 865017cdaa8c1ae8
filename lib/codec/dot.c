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

/* How many octets at the front are whole lines that stand as they are: ended by CRLF, beginning with no dot. */
static size_t count_plain(const struct smtp__dot *codec, const uint8_t *data, size_t length) {
    size_t plain = 0;
    if (!codec->at_line_start || codec->after_cr) {
        return 0;
    }
    while (plain < length && (data[plain] != '.' || codec->is_bare)) {
        size_t end = plain + smtp__run_length(data + plain, length - plain);
        if (length - end < LINE_END || data[end] != '\r' || data[end + 1] != '\n') {
            break;
        }
        plain = end + LINE_END;
    }
    return plain;
}

/* Most lines are plain: they go in one piece. */
static void put_plain(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    size_t n = count_plain(codec, in->data, in->length < out->length ? in->length : out->length);
    memmove(out->data, in->data, n);
    smtp__input_take(in, n);
    smtp__output_wrote(out, n);
    codec->octets += n;
}

/* RFC 5321 s4.5.2: a line that begins with a dot gets one more. */
static bool put_run(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    if (out->length == 0) {
        return false;
    }
    if (codec->at_line_start && in->data[0] == '.' && !codec->is_bare) {
        out->data[0] = '.';
        smtp__output_wrote(out, 1);
    }
    size_t before = in->length;
    smtp__run_move(in, out);
    codec->octets += before - in->length;
    codec->at_line_start = false;
    codec->after_cr = false;
    return true;
}

static bool put_break(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    size_t before = out->length;
    if (!smtp__run_break(in, out, &codec->after_cr)) {
        return false;
    }
    codec->octets += before - out->length;
    codec->at_line_start = true;
    return true;
}

static smtp_result put_terminator(struct smtp__dot *codec, struct smtp__output *out) {
    if (!codec->ended) {
        codec->ended = true;
        codec->terminator_sent = codec->at_line_start ? LINE_END : 0;
        codec->octets += LINE_END - codec->terminator_sent;
    }
    size_t left = (codec->is_bare ? LINE_END : sizeof terminator) - codec->terminator_sent;
    size_t n = left < out->length ? left : out->length;
    if (n > 0) {
        memcpy(out->data, terminator + codec->terminator_sent, n);
        smtp__output_wrote(out, n);
        codec->terminator_sent = (uint8_t)(codec->terminator_sent + n);
    }
    return n == left ? SMTP_OK : SMTP_PENDING;
}

/* The next lines that need nothing, then a part of one that does. */
static bool put_some(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    put_plain(codec, in, out);
    if (in->length == 0) {
        return true;
    }
    return smtp__run_is_break(in->data[0]) ? put_break(codec, in, out) : put_run(codec, in, out);
}

smtp_result smtp__dot_step(struct smtp__dot *codec, struct smtp__input *in, struct smtp__output *out) {
    while (in->length > 0) {
        if (!put_some(codec, in, out)) {
            return SMTP_PENDING;
        }
    }
    return in->is_last ? put_terminator(codec, out) : SMTP_OK;
}
