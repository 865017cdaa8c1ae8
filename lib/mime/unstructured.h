/* SPDX-License-Identifier: MIT */
/* unstructured.h - the value of an unstructured field (RFC 5322 s3.2.5), Subject and the caller's own. */
#ifndef SMTP__UNSTRUCTURED_H
#define SMTP__UNSTRUCTURED_H

#include "writer.h"
#include <smtp/result.h>

/*
 * Writes the value after "Name:", the blank between them included. The value was checked: UTF-8 without controls.
 *   is_verbatim  not changed but for folding at its own blanks, if it has anything else. Otherwise what would not
 *                come through as it is (an octet above 127, unless the writer takes UTF-8, "=?", blanks at either
 *                end, a word too long to fold) becomes encoded-words.
 * Returns SMTP_OK, SMTP_E_HEADER_TOO_LONG.
 */
smtp_result smtp__unstructured_write(struct smtp__writer *writer, struct smtp__text value, bool is_verbatim);

#endif
