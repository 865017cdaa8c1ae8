/* SPDX-License-Identifier: MIT */
/*
 * field.h - the header fields of a message, made ready to send when they are set, in the order in which they are sent.
 *
 * A field's text is a chain of pieces without the CRLF at its end, so that an address list grows at its end and nothing
 * is copied. A field is changed only by linking what is whole, and it stays in its place: what replaces it gives it
 * another text, and one that is not to be sent any more has none.
 */
#ifndef SMTP__FIELD_H
#define SMTP__FIELD_H

#include "base/arena.h"
#include "base/text.h"
#include "keys.h"
#include <smtp/result.h>
#include <stdbool.h>

/* The fields with setters, in the order of sending; the caller's own come last, in the order in which they were set. */
enum smtp__field_kind {
    SMTP__FIELD_RESENT_DATE, /* before all others, RFC 5322 s3.6.6 */
    SMTP__FIELD_RESENT_FROM,
    SMTP__FIELD_RESENT_SENDER,
    SMTP__FIELD_RESENT_TO,
    SMTP__FIELD_RESENT_CC,
    SMTP__FIELD_RESENT_MESSAGE_ID,
    SMTP__FIELD_DATE,
    SMTP__FIELD_FROM,
    SMTP__FIELD_SENDER,
    SMTP__FIELD_REPLY_TO,
    SMTP__FIELD_TO,
    SMTP__FIELD_CC,
    SMTP__FIELD_MESSAGE_ID,
    SMTP__FIELD_SUBJECT,
    SMTP__FIELD_DISPOSITION_NOTIFICATION_TO,
    SMTP__FIELD_RETURN_RECEIPT_TO,
    SMTP__FIELD_OWN,
    SMTP__FIELD_KINDS
};

/* Whether addresses at the end of a field stand in a group (RFC 5322 s3.4). Its ";" is written with what comes next. */
enum smtp__group { SMTP__GROUP_NONE, SMTP__GROUP_EMPTY, SMTP__GROUP_OPEN, SMTP__GROUP_ENDED };

struct smtp__piece {
    struct smtp__piece *next;
    struct smtp__text text;
};

struct smtp__field {
    struct smtp__key name; /* in any case; a key among the caller's own fields */
    struct smtp__field *next;
    struct smtp__field *same; /* another of that name, where this one is the first */
    enum smtp__field_kind kind;
    struct smtp__piece *first; /* NULL: it is not to be sent */
    struct smtp__piece *last;
    size_t column; /* where the text ends on its last line */
    bool is_8bit;
    enum smtp__group group;
    struct smtp__text value; /* as the caller gave it, if a merge may find keys in it; else empty */
};

struct smtp__fields {
    struct smtp__field *first;
    struct smtp__field *last[SMTP__FIELD_KINDS]; /* of each kind: of one with a setter there is one at most */
    struct smtp__keys names;                     /* of the caller's own, the first of each */
};

/* The name of a field with a setter. */
struct smtp__text smtp__field_name(enum smtp__field_kind kind);

/* SMTP_OK if the caller may write a field of this name himself: SMTP_E_HEADER_NAME, SMTP_E_HEADER_RESERVED. */
smtp_result smtp__field_name_check(struct smtp__text name);

/* True if the field may stand only once (RFC 5322 s3.6), though add would add it. */
bool smtp__field_is_unique(struct smtp__text name);

/* The first of the caller's own fields of that name; NULL if there is none. */
struct smtp__field *smtp__field_find(const struct smtp__fields *fields, struct smtp__text name);

/* The field of a kind with a setter; NULL if there is none. */
struct smtp__field *smtp__field_of_kind(const struct smtp__fields *fields, enum smtp__field_kind kind);

/* True if nothing stands behind its name. */
bool smtp__field_is_empty(const struct smtp__field *field);

/* The text of a field's first piece behind the name, with its folds, without blanks at both ends. */
struct smtp__text smtp__field_value(const struct smtp__field *field);

/* The first one that is to be sent, and the next one; NULL after the last. What is sent of a field is its pieces and
   smtp__field_end, its CRLF with what closes a group. */
const struct smtp__field *smtp__field_first(const struct smtp__fields *fields);
const struct smtp__field *smtp__field_next(const struct smtp__field *field);
const char *smtp__field_end(const struct smtp__field *field);

/* True if a field that is to be sent has an octet above 127. */
bool smtp__fields_are_8bit(const struct smtp__fields *fields);

/* Links a field behind all of its kind. */
void smtp__field_insert(struct smtp__fields *fields, struct smtp__field *field);

/* Gives the field's text to the first of its name, and no other of that name is sent; inserts it if there is none. */
void smtp__field_replace(struct smtp__fields *fields, struct smtp__field *field);

/* Takes a field out of what is sent, if there is one of that kind. */
void smtp__field_remove(struct smtp__fields *fields, enum smtp__field_kind kind);

/* What a group is after its end; ends those of all fields. */
enum smtp__group smtp__group_end(enum smtp__group group);
void smtp__fields_end_groups(struct smtp__fields *fields);

/* Links a piece at the end of a field's text. */
void smtp__field_append(struct smtp__field *field, struct smtp__piece *piece);

#endif
