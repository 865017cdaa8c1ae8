/* SPDX-License-Identifier: MIT */
/*
 * message_tree.c - the tree that is made of what was set:
 *
 *     mixed( related( alternative( text, AMP, HTML, calendar ), files that the HTML shows… ), attachments… )
 *
 * A level that would hold nothing but one text is left out. Without HTML nothing refers to the inline files: they stand
 * beside the text like attachments, where readers show them.
 */
#include "message_object.h"

#include <string.h>

bool smtp__message_has_body(const struct smtp_message *message) {
    bool has_text = false;
    for (size_t i = 0; i < SMTP__ALTERNATIVES; i++) {
        has_text = has_text || message->alternatives[i] != NULL;
    }
    return has_text || message->inlines.first != NULL || message->attachments.first != NULL;
}

/* A part for a level of the tree, as if it was new. */
static struct smtp_part *level(struct smtp_message *message, enum smtp__level number, const char *type) {
    struct smtp_part *part = &message->levels[number];
    memset(part, 0, sizeof *part);
    part->message = message;
    part->number = number;
    part->header[SMTP__PART_TYPE] = smtp__text_from(type, SMTP_Z);
    return part;
}

/* Makes a multipart of the parts, which then stand alone for all of them. */
static void group(struct smtp_part *multipart, struct smtp__parts *parts) {
    for (struct smtp_part *part = parts->first; part != NULL; part = part->next) {
        part->parent = multipart;
    }
    multipart->is_multipart = true;
    multipart->parts = *parts;
    parts->first = multipart;
    parts->last = multipart;
}

/* Puts more of them behind the parts. */
static void join(struct smtp__parts *parts, const struct smtp__parts *more) {
    if (more->first == NULL) {
        return;
    }
    more->last->next = NULL; /* where they stood otherwise before */
    if (parts->first == NULL) {
        parts->first = more->first;
    } else {
        parts->last->next = more->first;
    }
    parts->last = more->last;
}

static void join_alternatives(struct smtp_message *message, struct smtp__parts *parts) {
    for (size_t i = 0; i < SMTP__ALTERNATIVES; i++) {
        if (message->alternatives[i] != NULL) {
            smtp__parts_append(parts, message->alternatives[i]);
        }
    }
    if (parts->first != parts->last) {
        group(level(message, SMTP__LEVEL_ALTERNATIVE, "Content-Type: multipart/alternative"), parts);
    }
}

/* RFC 2387: the files stand behind what refers to them, whose type the multipart names. */
static void join_inlines(struct smtp_message *message, struct smtp__parts *parts) {
    bool is_alternative = parts->first != NULL && parts->first->is_multipart;
    bool is_shown = message->alternatives[SMTP__ALTERNATIVE_HTML] != NULL && message->inlines.first != NULL;
    join(parts, &message->inlines);
    if (is_shown) {
        const char *type = is_alternative ? "Content-Type: multipart/related; type=\"multipart/alternative\""
                                          : "Content-Type: multipart/related; type=\"text/html\"";
        group(level(message, SMTP__LEVEL_RELATED, type), parts);
    }
}

struct smtp_part *smtp__message_tree(struct smtp_message *message) {
    if (message->root != NULL) {
        return message->root;
    }
    struct smtp__parts parts = {NULL, NULL};
    join_alternatives(message, &parts);
    join_inlines(message, &parts);
    bool is_mixed = message->attachments.first != NULL || parts.last == message->inlines.last;
    join(&parts, &message->attachments);
    if (parts.first == NULL) {
        return level(message, SMTP__LEVEL_ALTERNATIVE, "Content-Type: text/plain; charset=utf-8");
    }
    if (is_mixed) {
        group(level(message, SMTP__LEVEL_MIXED, "Content-Type: multipart/mixed"), &parts);
    }
    parts.first->parent = NULL;
    parts.first->next = NULL;
    return parts.first;
}
