/* SPDX-License-Identifier: MIT */
/*
 * raw_object.h - what a raw message is inside.
 *
 *     raw.c            the object, its life, its settings
 *     raw_source.c     the message as a source               -> raw_content, header_reader
 *     raw_content.c    what is read, with CRLF line ends
 *     raw_envelope.c   the addresses of its header           -> recipients, <smtp/address.h>
 */
#ifndef SMTP__RAW_OBJECT_H
#define SMTP__RAW_OBJECT_H

#include "base/arena.h"
#include "header_reader.h"
#include "message_object.h"
#include "raw_content.h"
#include <smtp/raw.h>

enum { SMTP__RAW_WINDOW = 384 };

/* Where the reading stands. What is ready to be given out is in `ready`; a step makes more of it ready, or makes the
   next step follow. */
struct smtp__raw_reader {
    smtp_result (*step)(struct smtp_raw *raw); /* NULL: the end */
    struct smtp__text ready;
    const struct smtp__field *field; /* of the prefix */
    const struct smtp__piece *piece;
    struct smtp__header_reader header;
    uint32_t seen;             /* fields of the header, 1 << smtp__header_field */
    bool is_open;              /* the last line given out has no end */
    struct smtp__input window; /* content that was read and not yet looked at */
    uint8_t buffer[SMTP__RAW_WINDOW];
};

struct smtp_raw {
    struct smtp__arena arena;
    struct smtp__raw_content content;
    const struct smtp_message *prefix;
    bool removes_bcc;
    struct smtp__text date; /* a line for a header that has none, or empty */
    struct smtp__text message_id;
    struct smtp_source source;
    struct smtp__raw_reader reader;
};

/* Begins the reading anew; content that cannot be rewound goes on from where it stands. */
smtp_result smtp__raw_begin(struct smtp_raw *raw);

/* The next octets of the content's header, as smtp__header_next gives them. SMTP_OK, SMTP_E_NOT_A_MESSAGE, or the
   error of the content. */
smtp_result smtp__raw_next(struct smtp_raw *raw, struct smtp__header_span *span);

#endif
