/* SPDX-License-Identifier: MIT */
/* sheet_line.h - lines of a label and a text, in which nothing can command a terminal. */
#ifndef SHEET_LINE_H
#define SHEET_LINE_H

#include <stdio.h>

/* The label, at the width of all labels. */
void sheet_label(FILE *file, const char *label);
void sheet_text(FILE *file, const char *text);

/* Both and a line end; nothing where the text is empty. */
void sheet_line(FILE *file, const char *label, const char *text);

#endif
