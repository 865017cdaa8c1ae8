/* SPDX-License-Identifier: MIT */
#include "header.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c) {
    return c == '\r' || c == '\n';
}

/* After the end of the line that `position` is on. */
static size_t next_line(const char *text, size_t length, size_t position) {
    while (position < length && !is_line_end(text[position])) {
        position++;
    }
    if (position + 1 < length && text[position] == '\r' && text[position + 1] == '\n') {
        return position + 2;
    }
    return position < length ? position + 1 : length;
}

/* RFC 5322 s3.6.8: printable US-ASCII but the colon; s4.5 allows blanks before the colon. */
static size_t name_end(const char *text, size_t length, size_t position) {
    while (position < length && text[position] > 32 && text[position] < 127 && text[position] != ':') {
        position++;
    }
    return position;
}

bool header_next(const char *text, size_t length, size_t *position, struct header_field *field) {
    size_t end = name_end(text, length, *position);
    size_t colon = end;
    while (colon < length && is_blank(text[colon])) {
        colon++;
    }
    if (end == *position || colon >= length || text[colon] != ':') {
        return false;
    }
    field->start = *position;
    field->name = text + *position;
    field->name_length = end - *position;
    field->value = text + colon + 1;
    field->end = next_line(text, length, colon);
    while (field->end < length && is_blank(text[field->end])) {
        field->end = next_line(text, length, field->end);
    }
    size_t value_end = field->end;
    while (value_end > colon + 1 && is_line_end(text[value_end - 1])) {
        value_end--;
    }
    field->value_length = value_end - (colon + 1);
    *position = field->end;
    return true;
}

bool header_is(const struct header_field *field, const char *name) {
    return strlen(name) == field->name_length && strncasecmp(field->name, name, field->name_length) == 0;
}

bool header_ends_well(const char *text, size_t length, size_t end) {
    return end >= length || is_line_end(text[end]);
}

size_t header_remove(char *text, size_t length, const char *name) {
    struct header_field field;
    for (size_t position = 0; header_next(text, length, &position, &field);) {
        if (header_is(&field, name)) {
            memmove(text + field.start, text + field.end, length - field.end);
            length -= field.end - field.start;
            position = field.start;
        }
    }
    return length;
}
