/* SPDX-License-Identifier: MIT */
/* utf8.h - where text of a server is UTF-8 and where it is not. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the UTF-8 sequence (RFC 3629 s4) at the beginning of `text`, 1 to 4; 0 if there is none. */
size_t utf8_sequence(const char *text, size_t length);

/* Is it a control character (C0, DEL, C1)? `sequence` is its length. */
bool utf8_is_control(const char *text, size_t sequence);

#endif
