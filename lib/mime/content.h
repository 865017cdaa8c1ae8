/* SPDX-License-Identifier: MIT */
/* content.h - text as it goes into a part: its lines ended by CRLF, and the transfer encoding that fits it best. */
#ifndef SMTP__PART_CONTENT_H
#define SMTP__PART_CONTENT_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/result.h>

/* Content-Transfer-Encoding, RFC 2045 s6. */
enum smtp__encoding {
    SMTP__ENCODING_7BIT,
    SMTP__ENCODING_8BIT, /* of message/... alone */
    SMTP__ENCODING_QUOTED_PRINTABLE,
    SMTP__ENCODING_BASE64
};

struct smtp__part_content {
    struct smtp__text text; /* with CRLF; empty where a source has it */
    enum smtp__encoding encoding;
    bool is_open;  /* its last line has no end */
    uint64_t size; /* octets when encoded; of a source in base64: not known here */
};

/* What a text part may hold: SMTP_OK, SMTP_E_UTF8, SMTP_E_NUL_IN_CONTENT. */
smtp_result smtp__part_content_check(struct smtp__text text);

/* Chooses the encoding of a checked text that lies in the arena with CRLF line ends. */
void smtp__part_content_take(struct smtp__text text, struct smtp__part_content *content);

/* Makes content of a text that was given. */
typedef smtp_result (*smtp__content_fn)(struct smtp__arena *arena, struct smtp__text text,
                                        struct smtp__part_content *content);

/*
 * Copies a text with any line ends into the arena and chooses its encoding: 7bit for ASCII in lines of at most 78
 * octets, none of which could be one of our boundaries, else the smaller one of quoted-printable and base64.
 * SMTP_OK, SMTP_E_NO_MEMORY, SMTP_E_UTF8, SMTP_E_NUL_IN_CONTENT.
 */
smtp_result smtp__part_content_make(struct smtp__arena *arena, struct smtp__text text,
                                    struct smtp__part_content *content);

#endif
