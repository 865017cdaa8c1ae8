/* SPDX-License-Identifier: MIT */
#include "content.h"

#include "codec/step.h"

void smtp__content_init(struct smtp__content *content, smtp_source *source, bool allows_8bit, bool is_chunked) {
    struct smtp__input nothing = {NULL, 0, false};
    content->source = source;
    content->allows_8bit = allows_8bit;
    content->is_done = false;
    content->rest = nothing;
    smtp__lines_init(&content->lines);
    smtp__dot_init(&content->dot);
    content->dot.is_bare = is_chunked;
}

enum { GROWTH = 16 }; /* of so many octets, one more */

/* Reads until the room is full or the source ends, so that small reads do not become small packets. */
static smtp_result read_stretch(smtp_source *source, struct smtp__input *stretch, uint8_t *room, size_t size) {
    stretch->data = room;
    stretch->length = 0;
    stretch->is_last = false;
    while (stretch->length < size && !stretch->is_last) {
        ptrdiff_t n = smtp_source_read(source, room + stretch->length, size - stretch->length);
        if (n < 0) {
            return (smtp_result)n;
        }
        stretch->length += (size_t)n;
        stretch->is_last = n == 0;
    }
    return SMTP_OK;
}

/* Content that was measured and cannot change has been checked then. */
static smtp_result check(struct smtp__content *content, const struct smtp__input *stretch) {
    if (content->source->is_sound) {
        return SMTP_OK;
    }
    smtp_result result = smtp__lines_feed(&content->lines, stretch->data, stretch->length);
    if (result == SMTP_OK && content->lines.is_8bit && !content->allows_8bit) {
        result = SMTP_E_NEEDS_8BITMIME;
    }
    return result;
}

/* The whole must be what was declared. */
static smtp_result check_size(const struct smtp__content *content) {
    int64_t measured = smtp_source_wire_size(content->source);
    return measured >= 0 && content->dot.octets != (uint64_t)measured ? SMTP_E_SOURCE_CHANGED : SMTP_OK;
}

/* Nothing has to be done to it: it is binary, or goes without dots and has only CRLFs as it is. */
static bool is_ready(const struct smtp__content *content) {
    const smtp_source *source = content->source;
    return source->is_binary || (content->dot.is_bare && source->is_sound && source->wire_size == source->length);
}

static smtp_result fill_as_it_is(struct smtp__content *content, struct smtp__output *out) {
    struct smtp__input stretch;
    smtp_result result = read_stretch(content->source, &stretch, out->data, out->length);
    smtp__output_wrote(out, stretch.length);
    content->dot.octets += stretch.length;
    content->is_done = stretch.is_last;
    return result;
}

/* Each stretch is read behind a little room, for what line ends and dots add to it. */
static smtp_result read_lines(struct smtp__content *content, const struct smtp__output *out) {
    size_t growth = out->length / GROWTH + SMTP__CODEC_ROOM;
    smtp_result result = read_stretch(content->source, &content->rest, out->data + growth, out->length - growth);
    return result == SMTP_OK ? check(content, &content->rest) : result;
}

/* What is put out never meets what is still to be read: where it comes near, that waits for the next time. */
static void put_lines(struct smtp__content *content, struct smtp__output *out) {
    struct smtp__input *rest = &content->rest;
    const uint8_t *end = out->data + out->length;
    smtp_result result = SMTP_PENDING;
    bool has_room = true;
    while (result == SMTP_PENDING && has_room) {
        out->length = (size_t)((rest->length > 0 ? rest->data : end) - out->data);
        has_room = out->length >= SMTP__CODEC_ROOM;
        result = has_room ? smtp__dot_step(&content->dot, rest, out) : SMTP_PENDING;
    }
    out->length = (size_t)(end - out->data);
    content->is_done = result == SMTP_OK && rest->is_last;
}

static smtp_result fill_lines(struct smtp__content *content, struct smtp__output *out) {
    smtp_result result = SMTP_OK;
    if (content->rest.length == 0 && !content->rest.is_last) {
        result = read_lines(content, out);
    }
    if (result == SMTP_OK) {
        put_lines(content, out);
    }
    return result;
}

smtp_result smtp__content_fill(struct smtp__content *content, struct smtp__buffer *buffer) {
    struct smtp__output out = {buffer->data + buffer->length, buffer->capacity - buffer->length};
    smtp_result result = is_ready(content) ? fill_as_it_is(content, &out) : fill_lines(content, &out);
    if (result == SMTP_OK && content->is_done) {
        result = check_size(content);
    }
    if (result == SMTP_OK) {
        buffer->length = buffer->capacity - out.length;
    }
    return result;
}
