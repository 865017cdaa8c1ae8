/* SPDX-License-Identifier: MIT */
#include "sheet_line.h"

#include "common/terminal.h"

#include <string.h>

void sheet_label(FILE *file, const char *label) {
    (void)fprintf(file, "  %-13s ", label);
}

void sheet_text(FILE *file, const char *text) {
    terminal_write(file, text, strlen(text));
}

void sheet_line(FILE *file, const char *label, const char *text) {
    if (text[0] != '\0') {
        sheet_label(file, label);
        sheet_text(file, text);
        (void)fputc('\n', file);
    }
}
