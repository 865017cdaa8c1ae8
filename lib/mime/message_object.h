/* SPDX-License-Identifier: MIT */
/*
 * message_object.h - what a message is inside.
 *
 *     message.c            the object, its life
 *     message_address.c    setters of addresses, groups            -> message_put, phrase, recipients
 *     message_envelope.c   who it is from and goes to              -> field, recipients
 *     message_field.c      setters of unstructured fields          -> field, unstructured
 *     message_identity.c   dates and identifiers                   -> message_put, date, message_id
 *     message_note.c       fields for readers and machines         -> message_put, phrase
 *     message_list.c       fields of mailing lists                 -> message_put, phrase
 *     message_put.c        a field made and linked                 -> field
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
    struct smtp__text from; /* the first address of the field, in the envelope's form */
    struct smtp__text sender;
    struct smtp__text resent_from;
    struct smtp__text resent_sender;
    struct smtp__recipients recipients;
    struct smtp__recipients resent_recipients;
    bool takes_utf8; /* smtp_message_set_smtputf8 */
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

/* SMTP_OK if the fields are those of a whole message. */
smtp_result smtp__message_check(const struct smtp_message *message);

/* Writes what comes behind a field's name, or behind what stands there already. */
typedef smtp_result (*smtp__write_fn)(struct smtp__writer *writer, const void *what);

/* A field to be made. */
struct smtp__draft {
    enum smtp__field_kind kind;
    struct smtp__text name; /* of the caller's own; others have theirs */
    smtp__write_fn write;
    const void *what;
};

/* A new field in the arena, linked to nothing. */
smtp_result smtp__field_make(struct smtp_message *message, const struct smtp__draft *draft, struct smtp__field **field);

/* More at the end of a field; after an error it is as it was, but for the arena. */
smtp_result smtp__field_extend(struct smtp_message *message, struct smtp__field *field,
                               const struct smtp__draft *draft);

enum { SMTP__DRAFTS = 2 };

/* Makes at most so many fields and gives the text of each to the one of its kind or name (smtp__field_replace), or
   leaves the message as it was. */
smtp_result smtp__message_replace(struct smtp_message *message, const struct smtp__draft *drafts, size_t count);

/* Writes at the end of the first field of its kind or name, which is made if there is none. */
smtp_result smtp__message_extend(struct smtp_message *message, const struct smtp__draft *draft);

#endif
