/* SPDX-License-Identifier: MIT */
/*
 * base64_wide.h - the part of base64 that a processor may have an own way for. One of base64_wide*.c is built: the
 * Makefile takes it by what the compiler makes code for.
 */
#ifndef SMTP__BASE64_WIDE_H
#define SMTP__BASE64_WIDE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Encodes groups of 3 octets from the front of the input, as quads of 4 characters (RFC 4648 s4), as many as it can do
 * in its own way. Returns how many; none of the others is read, nor is room for them written.
 */
size_t smtp__base64_wide(const uint8_t *in, size_t groups, uint8_t *out);

#endif
