/* SPDX-License-Identifier: MIT */
/*
 * field.h - the header fields of a message, made ready to send when they are set, in the order in which they are sent.
 *
 * A field's text is a chain of pieces without the CRLF at its end, so that an address list grows at its end and nothing
 * is copied. A field is changed only by linking what is whole.
 */
#ifndef SMTP__FIELD_H
#define SMTP__FIELD_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/result.h>
#include <stdbool.h>

/* The fields with setters, in the order of sending; the caller's own come last, in the order in which they were set. */
enum smtp__field_kind {
    SMTP__FIELD_DATE,
    SMTP__FIELD_FROM,
    SMTP__FIELD_SENDER,
    SMTP__FIELD_REPLY_TO,
    SMTP__FIELD_TO,
    SMTP__FIELD_CC,
    SMTP__FIELD_MESSAGE_ID,
    SMTP__FIELD_SUBJECT,
    SMTP__FIELD_OWN
};

struct smtp__piece {
    struct smtp__piece *next;
    struct smtp__text text;
};

struct smtp__field {
    struct smtp__field *next;
    enum smtp__field_kind kind;
    struct smtp__text name;
    struct smtp__piece *first;
    struct smtp__piece *last;
    size_t column; /* where the text ends on its last line */
    bool is_8bit;
};

/* The name of a field with a setter. */
struct smtp__text smtp__field_name(enum smtp__field_kind kind);

/* SMTP_OK if the caller may write a field of this name himself: SMTP_E_HEADER_NAME, SMTP_E_HEADER_RESERVED. */
smtp_result smtp__field_name_check(struct smtp__text name);

/* True if the field may stand only once (RFC 5322 s3.6), though add would add it. */
bool smtp__field_is_unique(struct smtp__text name);

/* The first field of that name or kind; NULL if there is none. */
struct smtp__field *smtp__field_find(struct smtp__field *fields, struct smtp__text name);
struct smtp__field *smtp__field_of_kind(struct smtp__field *fields, enum smtp__field_kind kind);

/* Links a field behind all of its kind. */
void smtp__field_insert(struct smtp__field **fields, struct smtp__field *field);

/* Puts a field where the first of its name stands and unlinks all others; inserts it if there is none. */
void smtp__field_replace(struct smtp__field **fields, struct smtp__field *field);

/* Links a piece at the end of a field's text. */
void smtp__field_append(struct smtp__field *field, struct smtp__piece *piece);

#endif
