/* SPDX-License-Identifier: MIT */
/* part.h - a part of the message: a leaf with content, or a multipart with parts in it (RFC 2045, RFC 2046 s5.1). */
#ifndef SMTP__PART_H
#define SMTP__PART_H

#include "base/arena.h"
#include "content.h"
#include "source/source.h"

struct smtp__part {
    struct smtp__part *parent;
    struct smtp__part *next;  /* in the same multipart */
    struct smtp__part *first; /* in this multipart; NULL: a leaf */
    struct smtp__text fields; /* whole lines of the header, but for the transfer encoding and the boundary */
    uint32_t number;          /* of a multipart: tells its boundary from the others' */
    bool is_set;
    struct smtp__part_content content; /* of a leaf in memory */
    struct smtp_source *source;        /* of any other: always base64 */
    int64_t length;                    /* octets of the source; -1: not known before it was read once */
};

/* What is attached. */
struct smtp__attachment {
    struct smtp__text name; /* a file name without its path, may be empty */
    struct smtp__text type;
};

/* Cuts the path off the name, guesses a type that is empty, and checks both: SMTP_OK, SMTP_E_CONTROL_CHARACTER,
   SMTP_E_UTF8, SMTP_E_MEDIA_TYPE. */
smtp_result smtp__attachment_check(struct smtp__attachment *attachment);

/* A leaf with the header of an attachment; its source is still to be set. NULL: no memory. */
struct smtp__part *smtp__attachment_part(struct smtp__arena *arena, const struct smtp__attachment *attachment);

/* Makes a multipart of one part and those after it. */
void smtp__part_group(struct smtp__part *multipart, struct smtp__part *first);

#endif
