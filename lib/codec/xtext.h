/* SPDX-License-Identifier: MIT */
/* xtext.h - values of ESMTP parameters in the octets that may stand there. */
#ifndef SMTP__XTEXT_H
#define SMTP__XTEXT_H

#include <stddef.h>

/*
 * Each writes `length` octets of `data` in its form and returns how many octets that takes; out NULL: only that.
 *
 * smtp__xtext_write       xtext (RFC 3461 s4): "+3D" for "=", "+", blanks, controls and octets above 127
 * smtp__utf8_xtext_write  utf-8-addr-xtext (RFC 6533 s3) of valid UTF-8: "\x{3D}", and characters by their numbers
 */
size_t smtp__xtext_write(const char *data, size_t length, char *out);
size_t smtp__utf8_xtext_write(const char *data, size_t length, char *out);

#endif
