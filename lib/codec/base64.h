/* SPDX-License-Identifier: MIT */
/* base64.h - RFC 4648 s4; with line breaks as RFC 2045 s6.8 wants them. */
#ifndef SMTP__BASE64_H
#define SMTP__BASE64_H

#include "codec.h"

enum { SMTP__BASE64_MIME_LINE = 76 };

struct smtp__base64 {
    uint8_t kept[3]; /* input that is not yet a group */
    uint8_t kept_length;
    uint8_t line;   /* characters per line, a multiple of 4; 0: one line without an end */
    uint8_t column; /* characters on the present line */
};

/* line: 0 or SMTP__BASE64_MIME_LINE. With lines the output ends with CRLF, unless it is empty. */
void smtp__base64_init(struct smtp__base64 *codec, uint8_t line);

/*
 * The output may overlap the input if it starts before it, and what it will hold ends SMTP__CODEC_ROOM octets or more
 * before the input does.
 */
smtp_result smtp__base64_step(struct smtp__base64 *codec, struct smtp__input *in, struct smtp__output *out);

/* The character that stands for six bits. */
char smtp__base64_digit(unsigned bits);

/* How many octets the encoding of so many bytes has, as init says of lines. */
uint64_t smtp__base64_size(uint64_t bytes, uint8_t line);

/*
 * Decodes a whole text strictly: no blanks, padding where it belongs, no bits beyond the last byte.
 * Returns SMTP_OK, SMTP_E_ARGUMENT (not base64), SMTP_E_BUFFER_TOO_SMALL. out may be the text itself.
 */
smtp_result smtp__base64_decode(const char *text, size_t length, uint8_t *out, size_t size, size_t *out_length);

#endif
