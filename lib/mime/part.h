/* SPDX-License-Identifier: MIT */
/* part.h - a part of the message: a leaf with content, or a multipart with parts in it (RFC 2045, RFC 2046 s5.1). */
#ifndef SMTP__PART_H
#define SMTP__PART_H

#include "base/arena.h"
#include "content.h"
#include "field.h"
#include "media_type.h"
#include "source/source.h"
#include "writer.h"
#include <smtp/part.h>

/* The header, in the order of sending: each text begins where the one before ended, and none ends its last line. The
   boundary of a multipart comes after the name, the caller's own fields and the transfer encoding come last. */
enum smtp__part_field {
    SMTP__PART_TYPE, /* Content-Type, */
    SMTP__PART_NAME, /* its parameter */
    SMTP__PART_DISPOSITION,
    SMTP__PART_ID,
    SMTP__PART_FIELDS
};

/* Parts one after the other. */
struct smtp__parts {
    struct smtp_part *first;
    struct smtp_part *last;
};

struct smtp_part {
    struct smtp_message *message;
    struct smtp_part *older;                     /* made before it for the same message, in the tree or not */
    struct smtp_part *parent;                    /* NULL: it stands in none */
    struct smtp_part *above;                     /* some multipart that it stands in, at any height */
    struct smtp_part *next;                      /* in the same multipart */
    struct smtp__parts parts;                    /* in this multipart */
    struct smtp__text header[SMTP__PART_FIELDS]; /* empty: none */
    struct smtp__fields *own;                    /* NULL: none */
    uint32_t number;                             /* of a multipart: tells its boundary from the others' */
    bool is_multipart;
    bool is_8bit; /* has 8-bit content, or parts that have it */
    struct smtp__part_content content;
    struct smtp_source *source; /* of a leaf that is not in memory: base64, or message/... as it is */
    int64_t length;             /* octets of the source; -1: not known before it was read once */
    uint64_t digest;            /* of the content of message/... */
};

/* Links a part at the end. */
void smtp__parts_append(struct smtp__parts *parts, struct smtp_part *part);

/* ---- part.c ---- */

/* A part of the message with a checked type and nothing else; not yet one of its parts. NULL: no memory.
   has_charset  ends the type with charset=utf-8 */
struct smtp_part *smtp__part_make(struct smtp_message *message, struct smtp__text type, bool has_charset);

/* Makes it one of the message's parts, which owns the source if there is one. */
void smtp__part_keep(struct smtp_part *part);

/* Gives it the content of a source: base64, or as it is (smtp__embedded_measure). SMTP_OK and its errors. */
smtp_result smtp__part_put_source(struct smtp_part *part, enum smtp__media media, struct smtp_source *source);

/* ---- part_field.c ---- */

/* Cuts the path off a file name; "." and ".." are none. SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8. */
smtp_result smtp__part_name_check(struct smtp__text *name);

/* Each gives the part a checked text or leaves it as it was: SMTP_OK, SMTP_E_NO_MEMORY. */
smtp_result smtp__part_put_type(struct smtp_part *part, struct smtp__text type, bool has_charset);
smtp_result smtp__part_put_disposition(struct smtp_part *part, int32_t disposition, struct smtp__text name);
smtp_result smtp__part_put_id(struct smtp_part *part, struct smtp__text id);

#endif
