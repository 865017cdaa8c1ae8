/* SPDX-License-Identifier: MIT */
/* json_text.h - strings in JSON (RFC 8259 s7). Octets that are not UTF-8 become U+FFFD. */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include <stdio.h>

void json_string(FILE *file, const char *text);

/* "name":"value"; names of members are the program's own and need no escapes. */
void json_member(FILE *file, const char *name, const char *value);

#endif
