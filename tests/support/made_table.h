/* SPDX-License-Identifier: MIT */
/* made_table.h - a table.awk at work on rows of a test; $SMTP_TEST_TREE is the source tree. */
#ifndef TESTS_MADE_TABLE_H
#define TESTS_MADE_TABLE_H

#include <stddef.h>

struct table_maker {
    const char *program; /* "lib/provider/table.awk", and the headers that it reads */
    const char *const *good;
    size_t columns;
};

enum { TABLE_SAID = 8192 };

/* Writes the good row with another value in one column; none where there is no such column. */
void table_row(const struct table_maker *maker, char *row, size_t size, size_t column, const char *value);

/* Makes C of the rows, with a comment before them; what is said on both outputs. Returns the exit status. */
int table_make(const struct table_maker *maker, const char *rows, char said[TABLE_SAID]);

/* These rows become C that has all these parts. */
void table_has(const struct table_maker *maker, const char *rows, const char *const *parts, size_t count);

/* They are refused with these words about this line, and nothing is made. */
void table_refuses(const struct table_maker *maker, const char *rows, int line, const char *words);

#endif
