/* SPDX-License-Identifier: MIT */
/* utf8.h - RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef SMTP__UTF8_H
#define SMTP__UTF8_H

#include <smtp/result.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the well-formed character at the front, 1 to 4; 0 if there is none. *character may be NULL. */
size_t smtp__utf8_next(const char *data, size_t length, uint32_t *character);

bool smtp__utf8_is_valid(const char *data, size_t length);

/*
 * SMTP_E_CONTROL_CHARACTER for what ends a line or steers a terminal, U+0000 to U+001F, U+007F to U+009F, U+2028,
 * U+2029, or SMTP_E_UTF8, whichever comes first; else SMTP_OK.
 */
smtp_result smtp__utf8_check(const char *data, size_t length);

/* No octet above 127. */
bool smtp__utf8_is_ascii(const char *data, size_t length);

#endif
