/* SPDX-License-Identifier: MIT */
#include "content.h"

#include "codec/base64.h"
#include "codec/crlf.h"
#include "codec/quoted_printable.h"
#include "codec/utf8.h"
#include <string.h>

enum { LINE_AIM = 78, CHUNK = 256 };

/* How many octets the text has when each of its line ends is CRLF. */
static size_t length_with_crlf(struct smtp__text text) {
    size_t ends = 0; /* line ends of one octet */
    for (size_t i = 0; i < text.length; i++) {
        bool is_bare_lf = text.data[i] == '\n' && (i == 0 || text.data[i - 1] != '\r');
        bool is_bare_cr = text.data[i] == '\r' && (i + 1 == text.length || text.data[i + 1] != '\n');
        ends += is_bare_lf || is_bare_cr;
    }
    return ends > SIZE_MAX - text.length ? SIZE_MAX : text.length + ends;
}

static smtp_result copy_with_crlf(struct smtp__arena *arena, struct smtp__text text, struct smtp__text *copy) {
    size_t length = length_with_crlf(text);
    char *memory = smtp__arena_take(arena, length);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    struct smtp__crlf codec;
    struct smtp__input in = {(const uint8_t *)text.data, text.length, true};
    struct smtp__output out = {(uint8_t *)memory, length};
    smtp__crlf_init(&codec);
    (void)smtp__crlf_step(&codec, &in, &out);
    copy->data = memory;
    copy->length = length - out.length;
    return SMTP_OK;
}

/* A line that can go as it is; `line` without its end. */
static bool is_plain_line(struct smtp__text line) {
    for (size_t i = 0; i < line.length; i++) {
        if (line.data[i] != '\t' && (line.data[i] < ' ' || line.data[i] > '~')) {
            return false;
        }
    }
    bool is_like_boundary = line.length >= 4 && memcmp(line.data, "--=_", 4) == 0;
    return line.length <= LINE_AIM && !is_like_boundary;
}

/* Takes the next line off a text with CRLF line ends. */
static struct smtp__text take_line(struct smtp__text *rest) {
    const char *end = memchr(rest->data, '\r', rest->length);
    struct smtp__text line = {rest->data, end == NULL ? rest->length : (size_t)(end - rest->data)};
    size_t taken = end == NULL ? line.length : line.length + 2;
    rest->data += taken;
    rest->length -= taken;
    return line;
}

static bool is_7bit(struct smtp__text text) {
    while (text.length > 0) {
        if (!is_plain_line(take_line(&text))) {
            return false;
        }
    }
    return true;
}

static uint64_t quoted_printable_size(struct smtp__text text) {
    uint8_t chunk[CHUNK];
    uint64_t size = 0;
    smtp_result result;
    struct smtp__quoted_printable codec;
    struct smtp__input in = {(const uint8_t *)text.data, text.length, true};
    smtp__quoted_printable_init(&codec);
    do {
        struct smtp__output out = {chunk, sizeof chunk};
        result = smtp__quoted_printable_step(&codec, &in, &out);
        size += sizeof chunk - out.length;
    } while (result == SMTP_PENDING);
    return size;
}

static void choose_encoding(struct smtp__part_content *content) {
    if (is_7bit(content->text)) {
        content->encoding = SMTP__ENCODING_7BIT;
        content->size = content->text.length;
        return;
    }
    uint64_t quoted = quoted_printable_size(content->text);
    uint64_t base64 = smtp__base64_size(content->text.length, SMTP__BASE64_MIME_LINE);
    content->encoding = quoted <= base64 ? SMTP__ENCODING_QUOTED_PRINTABLE : SMTP__ENCODING_BASE64;
    content->size = quoted <= base64 ? quoted : base64;
}

void smtp__part_content_take(struct smtp__text text, struct smtp__part_content *content) {
    content->text = text;
    content->is_open = text.length > 0 && text.data[text.length - 1] != '\n';
    choose_encoding(content);
}

smtp_result smtp__part_content_check(struct smtp__text text) {
    if (text.length > 0 && memchr(text.data, '\0', text.length) != NULL) {
        return SMTP_E_NUL_IN_CONTENT;
    }
    return smtp__utf8_is_valid(text.data, text.length) ? SMTP_OK : SMTP_E_UTF8;
}

smtp_result smtp__part_content_make(struct smtp__arena *arena, struct smtp__text text,
                                    struct smtp__part_content *content) {
    struct smtp__text copy;
    smtp_result result = smtp__part_content_check(text);
    if (result == SMTP_OK) {
        result = copy_with_crlf(arena, text, &copy);
    }
    if (result == SMTP_OK) {
        smtp__part_content_take(copy, content);
    }
    return result;
}
