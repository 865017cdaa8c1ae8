/* SPDX-License-Identifier: MIT */
/*
 * merge_object.h - what a merge is inside: a prepared message, filled in for one recipient after the other.
 *
 *     merge.c             the object, its life; keys, values and the recipient of the next mail
 *     merge_template.c    what is to be filled in                                               -> template
 *     merge_apply.c       the mail                                                              -> template
 *
 * For the time of a mail the message is lent the memory of the merge, in which the setters of the message make the
 * fields anew; the header is a new chain of copies. So nothing of what was prepared is changed but for the contents of
 * the text parts, and the message is put back by assignment, without a Date or seed that the client set meanwhile.
 */
#ifndef SMTP__MERGE_OBJECT_H
#define SMTP__MERGE_OBJECT_H

#include "message_object.h"
#include "template.h"
#include <smtp/merge.h>

/* A field with keys in it: the subject or one of the caller's own, in the order of sending. */
struct smtp__merge_field {
    struct smtp__merge_field *next;
    const struct smtp__field *field;
    struct smtp__text value; /* all of it on one line */
    enum smtp__template_form form;
};

/* A text part with keys in it. */
struct smtp__merge_text {
    struct smtp__merge_text *next;
    struct smtp_part *part;
    struct smtp__part_content prepared;
    struct smtp__text text; /* as it was given, but for its line ends */
    smtp__content_fn make;
    enum smtp__template_form form;
};

struct smtp_merge {
    struct smtp_message *message;
    struct smtp_message prepared; /* what the message was; its fields are never changed */
    struct smtp__arena arena;     /* while it is lent that of the message is true */
    struct smtp__arena_mark mark; /* behind what lasts; after it comes what is made for one recipient */
    struct smtp__merge_field *fields;
    struct smtp__merge_text *texts;
    struct smtp__keys keys;
    struct smtp__template_value *values;
    struct smtp__field *to; /* of the mail that is begun or made */
    struct smtp__recipients recipients;
    uint32_t number; /* of the mail */
    bool is_lent;
    bool is_begun; /* the next mail has a recipient */
};

/* Finds the fields and texts of the message that have keys in them. SMTP_OK, SMTP_E_NO_MEMORY. */
smtp_result smtp__merge_find_templates(struct smtp_merge *merge);

/* Notes the first key that was not declared; *unknown is left if there is none. SMTP_OK, SMTP_E_TEMPLATE. */
smtp_result smtp__merge_scan(const struct smtp_merge *merge, struct smtp__text *unknown);

/* The message gets the merge's memory. */
void smtp__merge_lend(struct smtp_merge *merge);

/* The end of a mail: the message is as it was prepared, and all that was set or made for the mail is given up. */
void smtp__merge_forget(struct smtp_merge *merge);

#endif
