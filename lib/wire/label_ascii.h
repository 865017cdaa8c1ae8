/* SPDX-License-Identifier: MIT */
/*
 * label_ascii.h - a label that is not ASCII as an A-label. One of three files does it: lib/wire/label_ascii.c by a table
 * of the letters that need no others, lib/port/idn2/label_ascii.c by libidn2 (make IDN2=yes), or lib/wire/label_none.c
 * refuses it with SMTP_E_IDN (make IDN=no).
 */
#ifndef SMTP__LABEL_ASCII_H
#define SMTP__LABEL_ASCII_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/result.h>

/*
 * Appends it; the caller checks what came out. SMTP_OK, SMTP_E_UTF8, SMTP_E_IDN, SMTP_E_ADDRESS (too long),
 * SMTP_E_BUFFER_TOO_SMALL; with libidn2 SMTP_E_NO_MEMORY.
 */
smtp_result smtp__label_to_ascii(struct smtp__buffer *out, struct smtp__text text);

#endif
