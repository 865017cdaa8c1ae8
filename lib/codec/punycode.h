/* SPDX-License-Identifier: MIT */
/* punycode.h - characters as letters, digits and hyphens (RFC 3492): what stands after "xn--" in an A-label. */
#ifndef SMTP__PUNYCODE_H
#define SMTP__PUNYCODE_H

#include "base/buffer.h"

enum { SMTP__PUNYCODE_MAX = 63 }; /* characters; none above 63 could be a label's, whose octets they are at least */

/*
 * Appends the code of `count` characters, SMTP__PUNYCODE_MAX at most and none above U+10FFFF. ASCII keeps its case, the
 * rest is in lower case. False if it does not fit; a part of it may have been appended then.
 */
bool smtp__punycode_encode(struct smtp__buffer *out, const uint32_t *characters, size_t count);

#endif
