/* SPDX-License-Identifier: MIT */
/*
 * base64_wide.h - the part of base64 that a processor may have a way of its own for. One of base64_wide*.c is built: the
 * Makefile takes it by what the compiler makes code for.
 */
#ifndef SMTP__BASE64_WIDE_H
#define SMTP__BASE64_WIDE_H

#include "codec.h"

/*
 * Encodes from the beginning of a line, as a step does (codec.h), as much as it has its own way for: whole lines of so
 * many characters with CRLF after each, where they fit; with `line` 0 groups of three octets. What is left, all if it has
 * none, is for the caller.
 */
void smtp__base64_wide(struct smtp__input *in, struct smtp__output *out, size_t line);

#endif
