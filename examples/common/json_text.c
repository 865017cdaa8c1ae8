/* SPDX-License-Identifier: MIT */
#include "common/json_text.h"

#include "common/utf8.h"

#include <string.h>

/* One character; returns the octets it took. */
static size_t write_character(FILE *file, const char *text, size_t length) {
    size_t sequence = utf8_sequence(text, length);
    unsigned char first = (unsigned char)text[0];
    if (sequence == 0) {
        (void)fputs("\\ufffd", file);
        return 1;
    }
    if (utf8_is_control(text, sequence)) {
        (void)fprintf(file, "\\u%04x", (unsigned)(unsigned char)text[sequence - 1]);
        return sequence;
    }
    if (first == '"' || first == '\\') {
        (void)fputc('\\', file);
    }
    (void)fwrite(text, 1, sequence, file);
    return sequence;
}

void json_string(FILE *file, const char *text) {
    size_t length = strlen(text);
    (void)fputc('"', file);
    for (size_t i = 0; i < length;) {
        i += write_character(file, text + i, length - i);
    }
    (void)fputc('"', file);
}

void json_member(FILE *file, const char *name, const char *value) {
    (void)fprintf(file, "\"%s\":", name);
    json_string(file, value);
}
