/* SPDX-License-Identifier: MIT */
/* media_type.h - the value of Content-Type: type/subtype and parameters (RFC 2045 s5.1). */
#ifndef SMTP__MEDIA_TYPE_H
#define SMTP__MEDIA_TYPE_H

#include "base/text.h"
#include "writer.h"
#include <smtp/result.h>

/* What a type makes of a part. */
enum smtp__media {
    SMTP__MEDIA_OTHER,
    SMTP__MEDIA_TEXT,
    SMTP__MEDIA_MULTIPART, /* has parts, */
    SMTP__MEDIA_MESSAGE    /* has a mail in it: neither can be encoded (RFC 2045 s6.4) */
};

/*
 * Checks what a caller gave.
 *   ours  a parameter that is not the caller's to give, as "name" never is; NULL: no other
 * SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, SMTP_E_MEDIA_TYPE.
 */
smtp_result smtp__media_type_check(struct smtp__text type, const char *ours, enum smtp__media *media);

/* Writes a blank and a checked type, what does not fit on a new line: the type itself, a parameter. */
void smtp__media_type_write(struct smtp__writer *writer, struct smtp__text type);

/* By the ending of a file name; application/octet-stream where it says nothing. */
struct smtp__text smtp__media_type_guess(struct smtp__text file_name);

#endif
