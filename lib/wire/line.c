/* SPDX-License-Identifier: MIT */
#include "line.h"

#include "base/ascii.h"
#include "base/wipe.h"
#include "codec/base64.h"

enum { LINE_END = 2, GROUP = 3 };

struct smtp__line smtp__line_begin(struct smtp__buffer *buffer, size_t most, smtp_result too_long) {
    struct smtp__line line = {buffer, buffer->length, most, too_long, SMTP_OK};
    return line;
}

/* Makes sure that `length` octets more may and can be appended. */
static bool has_room(struct smtp__line *line, size_t length) {
    if (line->result == SMTP_OK && length > line->most - (line->buffer->length - line->start)) {
        line->result = line->too_long;
    } else if (line->result == SMTP_OK && length > line->buffer->capacity - line->buffer->length) {
        line->result = SMTP_E_BUFFER_TOO_SMALL;
    }
    return line->result == SMTP_OK;
}

void smtp__line_put(struct smtp__line *line, struct smtp__text text) {
    if (line->result == SMTP_OK && smtp__ascii_has_control(text.data, text.length)) {
        line->result = SMTP_E_CONTROL_CHARACTER;
    }
    if (has_room(line, text.length)) {
        (void)smtp__buffer_append(line->buffer, text.data, text.length);
    }
}

void smtp__line_put_string(struct smtp__line *line, const char *string) {
    smtp__line_put(line, smtp__text_from(string, SMTP_Z));
}

void smtp__line_put_number(struct smtp__line *line, uint64_t number) {
    uint8_t digits[20];
    struct smtp__buffer buffer = {digits, sizeof digits, 0};
    (void)smtp__buffer_append_number(&buffer, number);
    struct smtp__text text = {(const char *)digits, buffer.length};
    smtp__line_put(line, text);
}

/* In groups of three, each read before it is written. */
void smtp__line_put_base64(struct smtp__line *line, struct smtp__text bytes) {
    uint64_t size = smtp__base64_size(bytes.length, 0);
    if (!has_room(line, size > SIZE_MAX - LINE_END ? SIZE_MAX : (size_t)size + LINE_END)) {
        return;
    }
    struct smtp__base64 codec;
    struct smtp__output out = {line->buffer->data + line->buffer->length, (size_t)size};
    smtp__base64_init(&codec, 0);
    for (size_t at = 0; at < bytes.length; at += GROUP) {
        size_t left = bytes.length - at;
        struct smtp__input in = {(const uint8_t *)bytes.data + at, left < GROUP ? left : GROUP, left <= GROUP};
        (void)smtp__base64_step(&codec, &in, &out); /* there is room for all of it */
    }
    smtp__wipe(&codec, sizeof codec);
    line->buffer->length += (size_t)size;
}

smtp_result smtp__line_finish(struct smtp__line *line) {
    if (has_room(line, LINE_END)) {
        (void)smtp__buffer_append(line->buffer, "\r\n", LINE_END);
        return SMTP_OK;
    }
    smtp__wipe(line->buffer->data + line->start, line->buffer->length - line->start);
    line->buffer->length = line->start;
    return line->result;
}
