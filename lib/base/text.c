/* SPDX-License-Identifier: MIT */
#include "text.h"

#include "ascii.h"
#include <string.h>

size_t smtp_z(void) {
    return SMTP_Z;
}

struct smtp__text smtp__text_from(const char *data, size_t length) {
    struct smtp__text text = {"", 0};
    if (data == NULL) {
        return text;
    }
    text.data = data;
    text.length = length == SMTP_Z ? strlen(data) : length;
    return text;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

struct smtp__text smtp__text_trim(struct smtp__text text) {
    while (text.length > 0 && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.data[text.length - 1])) {
        text.length--;
    }
    return text;
}

bool smtp__text_equal(struct smtp__text a, struct smtp__text b) {
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (smtp__ascii_lower(a.data[i]) != smtp__ascii_lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool smtp__text_is(struct smtp__text text, const char *word) {
    return smtp__text_equal(text, smtp__text_from(word, SMTP_Z));
}

bool smtp__text_begins(struct smtp__text text, const char *word) {
    struct smtp__text front = {text.data, strlen(word)};
    return text.length >= front.length && smtp__text_is(front, word);
}

size_t smtp__text_find(struct smtp__text text, struct smtp__text words) {
    for (size_t at = 0; at < text.length && words.length <= text.length - at; at++) {
        struct smtp__text here = {text.data + at, words.length};
        if (smtp__text_equal(here, words)) {
            return at;
        }
    }
    return text.length;
}

bool smtp__text_has(struct smtp__text text, const char *part) {
    size_t length = strlen(part);
    for (size_t at = 0; at + length <= text.length; at++) {
        if (memcmp(text.data + at, part, length) == 0) {
            return true;
        }
    }
    return false;
}

void smtp__text_skip(struct smtp__text *text, size_t length) {
    text->data += length;
    text->length -= length;
}

size_t smtp__text_move(struct smtp__text *text, void *memory, size_t room) {
    size_t n = text->length < room ? text->length : room;
    if (n > 0) {
        memcpy(memory, text->data, n);
    }
    smtp__text_skip(text, n);
    return n;
}

static bool is_one_of(char c, const char *set) {
    for (; *set != '\0'; set++) {
        if (c == *set) {
            return true;
        }
    }
    return false;
}

bool smtp__text_word(struct smtp__text *rest, const char *separators, struct smtp__text *word) {
    while (rest->length > 0 && is_one_of(rest->data[0], separators)) {
        rest->data++;
        rest->length--;
    }
    size_t n = 0;
    while (n < rest->length && !is_one_of(rest->data[n], separators)) {
        n++;
    }
    word->data = rest->data;
    word->length = n;
    rest->data += n;
    rest->length -= n;
    return n > 0;
}
