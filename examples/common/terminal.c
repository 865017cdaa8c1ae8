/* SPDX-License-Identifier: MIT */
#include "common/terminal.h"

#include "common/utf8.h"

void terminal_write(FILE *file, const char *text, size_t length) {
    while (length > 0) {
        size_t sequence = utf8_sequence(text, length);
        size_t taken = sequence > 0 ? sequence : 1;
        if (*text == '\n') {
            (void)fputc(' ', file);
        } else if (sequence > 0 && !utf8_is_control(text, sequence)) {
            (void)fwrite(text, 1, sequence, file);
        } else {
            taken = 1;
            (void)fprintf(file, "\\x%02X", (unsigned)(unsigned char)*text);
        }
        text += taken;
        length -= taken;
    }
}

void terminal_trace(void *context, int32_t direction, const char *text, size_t length) {
    (void)context;
    (void)fprintf(stderr, "%c ", direction == '<' || direction == '>' ? (char)direction : '*');
    terminal_write(stderr, text, length);
    (void)fputc('\n', stderr);
}
