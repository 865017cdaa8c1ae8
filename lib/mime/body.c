/* SPDX-License-Identifier: MIT */
#include "body.h"

#include <string.h>

enum {
    LINE_IN = 57,  /* octets that make a line of base64, */
    LINE_OUT = 78, /* with its CRLF */
    SPARE = 32     /* room for what the codec has kept, for its end, and SMTP__CODEC_ROOM between the two */
};

_Static_assert(SMTP__BODY_ROOM >= LINE_OUT + SPARE, "the room must hold a line");

void smtp__body_init(struct smtp__body *body, struct smtp_part *part) {
    memset(body, 0, sizeof *body);
    body->part = part;
    if (part->content.encoding == SMTP__ENCODING_BASE64) {
        smtp__base64_init(&body->codec.base64, SMTP__BASE64_MIME_LINE);
    } else if (part->content.encoding == SMTP__ENCODING_QUOTED_PRINTABLE) {
        smtp__quoted_printable_init(&body->codec.quoted_printable);
    } else {
        smtp__crlf_init(&body->codec.crlf);
        smtp__embedded_init(&body->embedded);
    }
}

int64_t smtp__body_size(const struct smtp_part *part) {
    bool is_encoded_source = part->source != NULL && !smtp__embedded_is(part);
    if (is_encoded_source && part->length < 0) {
        return -1;
    }
    uint64_t size =
        is_encoded_source ? smtp__base64_size((uint64_t)part->length, SMTP__BASE64_MIME_LINE) : part->content.size;
    return size > INT64_MAX ? -1 : (int64_t)size;
}

/* Content in memory through its codec. */
static ptrdiff_t encode_text(struct smtp__body *body, uint8_t *out, size_t room) {
    struct smtp__text text = body->part->content.text;
    size_t taken = (size_t)body->taken;
    struct smtp__input in = {(const uint8_t *)text.data + taken, text.length - taken, true};
    struct smtp__output to = {out, room};
    smtp_result result = body->part->content.encoding == SMTP__ENCODING_BASE64
                             ? smtp__base64_step(&body->codec.base64, &in, &to)
                             : smtp__quoted_printable_step(&body->codec.quoted_printable, &in, &to);
    body->taken = (int64_t)(text.length - in.length);
    body->is_ended = result == SMTP_OK;
    return result < 0 ? result : (ptrdiff_t)(room - to.length);
}

static ptrdiff_t copy_text(struct smtp__body *body, uint8_t *out, size_t room) {
    struct smtp__text text = body->part->content.text;
    size_t left = text.length - (size_t)body->taken;
    size_t n = left < room ? left : room;
    if (n > 0) {
        memcpy(out, text.data + body->taken, n);
    }
    body->taken += (int64_t)n;
    body->is_ended = n == left;
    return (ptrdiff_t)n;
}

/* A source must not be longer or shorter than it said or was when it was read before. */
static smtp_result note_read(struct smtp__body *body, ptrdiff_t got) {
    struct smtp_part *part = body->part;
    if (got > INT64_MAX - body->taken) {
        return SMTP_E_SOURCE;
    }
    body->taken += got;
    if (got == 0 && part->length < 0) {
        part->length = body->taken;
    }
    bool is_changed = part->length >= 0 && (got == 0 ? body->taken != part->length : body->taken > part->length);
    return is_changed ? SMTP_E_SOURCE_CHANGED : SMTP_OK;
}

/* Octets that are not in memory are read into the end of the room and encoded to its front: base64 grows by 78/57. */
static ptrdiff_t encode_source(struct smtp__body *body, uint8_t *out, size_t room) {
    size_t want = (room - SPARE) / LINE_OUT * LINE_IN;
    const uint8_t *raw;
    ptrdiff_t got = smtp__source_view(body->part->source, out + room - want, want, &raw);
    if (got < 0) {
        return got;
    }
    smtp_result result = note_read(body, got);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__input in = {raw, (size_t)got, got == 0};
    struct smtp__output to = {out, room};
    (void)smtp__base64_step(&body->codec.base64, &in, &to);
    body->is_ended = got == 0;
    return (ptrdiff_t)(room - to.length);
}

/* message/...: the octets are read into the second half of the room and moved to its front with CRLF line ends, which
   doubles them at most. */
static ptrdiff_t copy_source(struct smtp__body *body, uint8_t *out, size_t room) {
    size_t want = room / 2;
    uint8_t *raw = out + room - want;
    ptrdiff_t got = smtp_source_read(body->part->source, raw, want);
    if (got < 0) {
        return got;
    }
    smtp_result result = note_read(body, got);
    if (result == SMTP_OK) {
        result = smtp__embedded_feed(&body->embedded, raw, (size_t)got);
    }
    if (result == SMTP_OK) {
        result = smtp__embedded_compare(&body->embedded, body->part, got == 0);
    }
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__input in = {raw, (size_t)got, got == 0};
    struct smtp__output to = {out, room};
    (void)smtp__crlf_step(&body->codec.crlf, &in, &to);
    body->is_ended = got == 0;
    return (ptrdiff_t)(room - to.length);
}

static smtp_result start(struct smtp__body *body) {
    struct smtp_source *source = body->part->source;
    body->is_started = true;
    return source != NULL && smtp__source_is_rewindable(source) ? smtp_source_rewind(source) : SMTP_OK;
}

static ptrdiff_t read_some(struct smtp__body *body, uint8_t *out, size_t room) {
    if (body->part->source != NULL) {
        return smtp__embedded_is(body->part) ? copy_source(body, out, room) : encode_source(body, out, room);
    }
    if (body->part->content.encoding == SMTP__ENCODING_7BIT) {
        return copy_text(body, out, room);
    }
    return encode_text(body, out, room);
}

ptrdiff_t smtp__body_read(struct smtp__body *body, uint8_t *out, size_t room) {
    smtp_result result = body->is_started ? SMTP_OK : start(body);
    if (result != SMTP_OK) {
        return result;
    }
    ptrdiff_t got = 0;
    while (got == 0 && !body->is_ended) {
        got = read_some(body, out, room);
    }
    return got;
}
