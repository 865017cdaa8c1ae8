/* SPDX-License-Identifier: MIT */
/* ehlo.h - the text of a reply to EHLO, line by line. */
#ifndef EHLO_H
#define EHLO_H

#include <stdbool.h>
#include <stddef.h>

struct ehlo_line {
    const char *text;
    size_t length;
    const char *next; /* NULL: it was the last */
};

/* Begins with the first line behind that of the server's name; false: there is none. */
bool ehlo_first(const char *ehlo, struct ehlo_line *line);
bool ehlo_next(struct ehlo_line *line);

/* The mechanisms that are offered, whoever knows them, with blanks between them. */
void ehlo_mechanisms(const char *ehlo, char *names, size_t size);

#endif
