/* SPDX-License-Identifier: MIT */
/*
 * message_object.h - what a message is inside.
 *
 *     message.c            the object, its life
 *     message_address.c    setters of addresses, the envelope      -> field, phrase, recipients
 *     message_field.c      setters of all other fields             -> field, unstructured, date, message_id
 *     message_body.c       text, html, attachments, their tree     -> part, content, media_type
 *     message_source.c     the message as a source                 -> body, seed
 *
 * Everything lies in the arena. A setter takes a mark, makes what it needs, and links it when nothing can fail any
 * more; after a failure it rewinds to the mark.
 */
#ifndef SMTP__MESSAGE_OBJECT_H
#define SMTP__MESSAGE_OBJECT_H

#include "base/arena.h"
#include "body.h"
#include "field.h"
#include "part.h"
#include "recipients.h"
#include "seed.h"
#include "source/source.h"
#include "writer.h"
#include <smtp/message.h>

/* Room for what is made while reading: a Message-ID field, or a multipart's header and its first boundary. */
enum { SMTP__SCRATCH = 352 };

/* Where the reading of a message stands. What is ready to be given out is in `ready`; a step makes more of it or says
   that the body is to be read. */
struct smtp__reader {
    void (*step)(struct smtp_message *message); /* NULL: the end */
    struct smtp__text ready;
    const struct smtp__field *field;
    const struct smtp__piece *piece;
    struct smtp__part *part;
    struct smtp__body body;
    bool is_in_body;
    uint8_t scratch[SMTP__SCRATCH];
};

struct smtp_message {
    struct smtp__arena arena;
    struct smtp__fields fields;
    struct smtp__text from;
    struct smtp__text sender;
    struct smtp__recipients recipients;
    struct smtp__part text;
    struct smtp__part html;
    struct smtp__part *attachments;
    struct smtp__part *last_attachment;
    struct smtp__part alternative;
    struct smtp__part mixed;
    struct smtp__seed seed;
    struct smtp_source source;
    struct smtp__reader reader;
};

/* The tree of parts as the message is now; never NULL. */
struct smtp__part *smtp__message_tree(struct smtp_message *message);

/* Makes the text of a field in the arena: a new piece, which is linked to nothing. */
typedef smtp_result (*smtp__write_fn)(struct smtp__writer *writer, const void *what);
smtp_result smtp__piece_make(struct smtp__arena *arena, smtp__write_fn write, const void *what, size_t *column,
                             struct smtp__piece **piece);

/* A new field with one piece, which begins with the name and ":". Linked to nothing. */
smtp_result smtp__field_make(struct smtp__arena *arena, enum smtp__field_kind kind, struct smtp__text name,
                             smtp__write_fn write, const void *what, struct smtp__field **field);

#endif
