/* SPDX-License-Identifier: MIT */
/* media_type.h - the value of Content-Type: type/subtype and parameters (RFC 2045 s5.1). */
#ifndef SMTP__MEDIA_TYPE_H
#define SMTP__MEDIA_TYPE_H

#include "base/text.h"
#include "writer.h"
#include <smtp/result.h>

/*
 * Checks what a caller gave for an attachment. The parameter "name" is ours; multipart/... and message/... cannot be
 * in base64 (RFC 2045 s6.4).
 * SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, SMTP_E_MEDIA_TYPE.
 */
smtp_result smtp__media_type_check(struct smtp__text type);

/* Writes a checked type, each parameter on a line of its own. */
void smtp__media_type_write(struct smtp__writer *writer, struct smtp__text type);

/* By the ending of a file name; application/octet-stream where it says nothing. */
struct smtp__text smtp__media_type_guess(struct smtp__text file_name);

#endif
