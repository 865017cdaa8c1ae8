/* SPDX-License-Identifier: MIT */
/* tree.c - the tree of the caller's own: a part is put into a multipart once and never taken out. */
#include "tree.h"

#include "embedded.h"
#include "message_object.h"
#include <string.h>

/* The topmost part over this one. Parts on the way are made to point higher, so that the next walk is shorter: no order
   of building makes a deep tree slow. */
static struct smtp_part *top_of(struct smtp_part *part) {
    while (part->above != NULL) {
        if (part->above->above != NULL) {
            part->above = part->above->above;
        }
        part = part->above;
    }
    return part;
}

static bool has_place(const struct smtp_part *part) {
    return part->parent != NULL || part->message->root == part;
}

smtp_result smtp_part_add(smtp_part *multipart, smtp_part *part) {
    if (multipart == NULL || part == NULL) {
        return SMTP_E_ARGUMENT;
    }
    bool can_stand = multipart->is_multipart && multipart->message == part->message && !has_place(part);
    if (!can_stand || top_of(multipart) == part) {
        return SMTP_E_PART;
    }
    smtp__parts_append(&multipart->parts, part);
    part->parent = multipart;
    part->above = multipart;
    return SMTP_OK;
}

smtp_result smtp_message_set_root(smtp_message *message, smtp_part *part) {
    if (message == NULL || part == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (part->message != message || has_place(part)) {
        return SMTP_E_PART;
    }
    if (smtp__message_has_body(message)) {
        return SMTP_E_STATE;
    }
    message->root = part;
    return SMTP_OK;
}

/* The part behind this one in the order of sending; NULL after the last. */
static struct smtp_part *next_of(struct smtp_part *part) {
    if (part->parts.first != NULL) {
        return part->parts.first;
    }
    while (part != NULL && part->next == NULL) {
        part = part->parent;
    }
    return part == NULL ? NULL : part->next;
}

/* What is 8-bit makes all that it stands in so (RFC 2045 s6.4). */
static void mark_8bit(struct smtp_part *part) {
    while (part != NULL && !part->is_8bit) {
        part->is_8bit = true;
        part = part->parent;
    }
}

static smtp_result prepare_source(struct smtp_part *part, struct smtp__tree *tree) {
    if (smtp__embedded_is(part)) {
        tree->digest = smtp__seed_digest(tree->digest, part->digest);
        return SMTP_OK;
    }
    part->length = smtp_source_length(part->source);
    bool is_rewindable = smtp__source_is_rewindable(part->source);
    tree->is_rewindable = tree->is_rewindable && is_rewindable;
    return is_rewindable || part->source->position == 0 ? SMTP_OK : SMTP_E_NOT_REWINDABLE;
}

static smtp_result prepare(struct smtp_part *part, struct smtp__tree *tree) {
    part->is_8bit = false;
    if (part->is_multipart) {
        return part->parts.first != NULL ? SMTP_OK : SMTP_E_PART;
    }
    if (part->content.encoding == SMTP__ENCODING_8BIT) {
        mark_8bit(part);
    }
    return part->source != NULL ? prepare_source(part, tree) : SMTP_OK;
}

smtp_result smtp__tree_prepare(struct smtp_part *root, struct smtp__tree *tree) {
    smtp_result result;
    memset(tree, 0, sizeof *tree);
    tree->is_rewindable = true;
    struct smtp_part *part = root;
    do {
        result = prepare(part, tree);
        part = next_of(part);
    } while (part != NULL && result == SMTP_OK);
    tree->is_8bit = root->is_8bit;
    return result;
}
