/* SPDX-License-Identifier: MIT */
/*
 * message_object.h - what a message is inside.
 *
 *     message.c            the object, its life, its seed
 *     message_address.c    setters of addresses, groups            -> message_put, phrase, recipients
 *     message_envelope.c   who it is from and goes to              -> field, recipients
 *     message_field.c      setters of unstructured fields          -> field, unstructured
 *     message_identity.c   dates and identifiers                   -> message_put, date, message_id
 *     message_note.c       fields for readers and machines         -> message_put, phrase
 *     message_list.c       fields of mailing lists                 -> message_put, phrase
 *     message_put.c        a field made and linked                 -> field
 *     message_body.c       text and its alternatives               -> part, content, flowed
 *     message_file.c       attachments, files that the HTML shows  -> part, keys
 *     message_tree.c       the tree that is made of them           -> part, tree
 *     message_source.c     the message as a source                 -> body, seed
 *     part.c, tree.c       parts and trees of the caller's own     -> part_field, content, embedded
 *     message_check.h      what a receiver would hold against it
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
#include "tree.h"
#include "writer.h"
#include <smtp/message.h>

/* Room for what is made while reading, of which a Message-ID field is the longest. */
enum { SMTP__SCRATCH = 352 };

/* The kinds of text that are alternatives to each other, the plainest first (RFC 2046 s5.1.4). */
enum smtp__alternative {
    SMTP__ALTERNATIVE_TEXT,
    SMTP__ALTERNATIVE_AMP,
    SMTP__ALTERNATIVE_HTML,
    SMTP__ALTERNATIVE_CALENDAR,
    SMTP__ALTERNATIVES
};

/* The multiparts of a tree that is made; the number tells their boundaries from each other and from the caller's. */
enum smtp__level { SMTP__LEVEL_MIXED, SMTP__LEVEL_ALTERNATIVE, SMTP__LEVEL_RELATED, SMTP__LEVELS };

/* Where the reading of a message stands. What is ready to be given out is in `ready`; a step makes more of it or says
   that the body is to be read. */
struct smtp__reader {
    void (*step)(struct smtp_message *message); /* NULL: the end */
    struct smtp__text ready;
    const struct smtp__field *field;
    const struct smtp__piece *piece;
    void (*after_fields)(struct smtp_message *message); /* the step behind the last field */
    struct smtp_part *part;
    uint32_t part_field; /* of the part's header: the next one */
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
    bool takes_utf8;        /* smtp_message_set_smtputf8 */
    struct smtp_part *made; /* all parts, the newest first */
    struct smtp_part *alternatives[SMTP__ALTERNATIVES];
    struct smtp__text flowed; /* the plain text as it was given, if it is flowed and a merge may find keys in it */
    struct smtp__parts inlines;
    struct smtp__parts attachments;
    struct smtp__keys inline_ids;
    struct smtp_part *root;                /* the caller's own; NULL: made of those above */
    struct smtp_part levels[SMTP__LEVELS]; /* what it is made with: smtp_message_source takes no memory */
    struct smtp_part *tree;                /* what is read */
    uint32_t multiparts;                   /* made by the caller */
    struct smtp__seed seed;
    struct smtp_source source;
    struct smtp__reader reader;
};

/* True if text, HTML, files or the like were set, or smtp_message_set_root cannot be called. */
bool smtp__message_has_body(const struct smtp_message *message);

/* The topmost part of the tree as the message is now; never NULL. */
struct smtp_part *smtp__message_tree(struct smtp_message *message);

/* SMTP_OK if the fields are those of a whole message. */
smtp_result smtp__message_whole(const struct smtp_message *message);

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
