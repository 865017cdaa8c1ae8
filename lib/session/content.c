/* SPDX-License-Identifier: MIT */
#include "content.h"

void smtp__content_init(struct smtp__content *content, smtp_source *source, bool allows_8bit) {
    content->source = source;
    content->allows_8bit = allows_8bit;
    content->is_done = false;
    smtp__lines_init(&content->lines);
    smtp__dot_init(&content->dot);
}

/* Reads until the room is full or the source ends, so that small reads do not become small packets. */
static smtp_result read_stretch(smtp_source *source, struct smtp__input *stretch, uint8_t *room, size_t size) {
    stretch->data = room;
    stretch->length = 0;
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

/* The whole must be what was declared, else its last stretch is not given out, nor the end of data behind it. */
static smtp_result check_size(const struct smtp__content *content, struct smtp__buffer *buffer) {
    int64_t measured = smtp_source_wire_size(content->source);
    if (measured >= 0 && content->dot.octets != (uint64_t)measured) {
        buffer->length = 0;
        return SMTP_E_SOURCE_CHANGED;
    }
    return SMTP_OK;
}

/* The stretch is read into the upper half of the buffer and stuffed downwards from its beginning: it doubles at most. */
smtp_result smtp__content_fill(struct smtp__content *content, struct smtp__buffer *buffer) {
    size_t half = (buffer->capacity - SMTP__CODEC_ROOM) / 2;
    struct smtp__input stretch = {NULL, 0, false};
    smtp_result result = read_stretch(content->source, &stretch, buffer->data + buffer->capacity - half, half);
    if (result == SMTP_OK) {
        result = check(content, &stretch);
    }
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__output out = {buffer->data, buffer->capacity};
    result = smtp__dot_step(&content->dot, &stretch, &out);
    buffer->length = buffer->capacity - out.length;
    content->is_done = stretch.is_last;
    return result == SMTP_OK && stretch.is_last ? check_size(content, buffer) : result;
}
