/* SPDX-License-Identifier: MIT */
#include "merge_object.h"

#include "flowed.h"
#include "leaf.h"
#include <string.h>

/* Notes the first key in a text. */
static smtp_result scan(struct smtp__text text, const struct smtp__keys *keys, struct smtp__text *unknown) {
    while (text.length > 0) {
        struct smtp__template_piece piece;
        smtp_result result = smtp__template_next(&text, &piece);
        if (result != SMTP_OK) {
            return result;
        }
        if (piece.is_key && unknown->length == 0 && smtp__template_find(keys, piece.text) == NULL) {
            *unknown = piece.text;
        }
    }
    return SMTP_OK;
}

smtp_result smtp__merge_scan(const struct smtp_merge *merge, struct smtp__text *unknown) {
    smtp_result result = SMTP_OK;
    for (const struct smtp__merge_field *field = merge->fields; field != NULL && result == SMTP_OK;
         field = field->next) {
        result = scan(field->value, &merge->keys, unknown);
    }
    for (const struct smtp__merge_text *text = merge->texts; text != NULL && result == SMTP_OK; text = text->next) {
        result = scan(text->text, &merge->keys, unknown);
    }
    return result;
}

static bool has_braces(const struct smtp__field *field) {
    const struct smtp__piece *piece = field->first;
    while (piece != NULL && !smtp__template_has_braces(piece->text)) {
        piece = piece->next;
    }
    return piece != NULL;
}

/* What stands behind a field's name, unfolded. */
static smtp_result unfold(struct smtp__arena *arena, const struct smtp__field *field, struct smtp__text *value) {
    size_t length = 0;
    for (const struct smtp__piece *piece = field->first; piece != NULL; piece = piece->next) {
        length += piece->text.length;
    }
    char *memory = smtp__arena_take(arena, length);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    length = 0;
    for (const struct smtp__piece *piece = field->first; piece != NULL; piece = piece->next) {
        for (size_t i = piece == field->first ? field->name.text.length + 1 : 0; i < piece->text.length; i++) {
            memory[length] = piece->text.data[i];
            length += memory[length] != '\r' && memory[length] != '\n';
        }
    }
    struct smtp__text whole = {memory, length};
    *value = smtp__text_trim(whole);
    return SMTP_OK;
}

/* A value that was kept is that of the first piece. A field that grew, or was written by a setter that knows its
   syntax, is ASCII, and its text serves: it has URLs, which values must leave whole. */
static smtp_result add_field(struct smtp_merge *merge, const struct smtp__field *field,
                             struct smtp__merge_field ***link) {
    struct smtp__text value = field->value;
    bool is_kept = field->value.length > 0 && field->first == field->last;
    if (!is_kept && (field->kind != SMTP__FIELD_OWN || !has_braces(field))) {
        return SMTP_OK;
    }
    struct smtp__merge_field *made = smtp__arena_take(&merge->arena, sizeof *made);
    smtp_result result = made == NULL ? SMTP_E_NO_MEMORY : is_kept ? SMTP_OK : unfold(&merge->arena, field, &value);
    if (result == SMTP_OK) {
        *made = (struct smtp__merge_field){NULL, field, value, is_kept ? SMTP__TEMPLATE_PLAIN : SMTP__TEMPLATE_URL};
        **link = made;
        *link = &made->next;
    }
    return result;
}

/* A text of the body. Flowed text was wrapped: what was given is wrapped anew. */
static smtp_result add_text(struct smtp_merge *merge, struct smtp_part *part) {
    const struct smtp_message *message = merge->message;
    bool is_markup = smtp__leaf_is_text(part, "text/html") || smtp__leaf_is_text(part, "text/x-amp-html");
    enum smtp__template_form form = is_markup ? SMTP__TEMPLATE_MARKUP : SMTP__TEMPLATE_PLAIN;
    bool is_flowed = part == message->alternatives[SMTP__ALTERNATIVE_TEXT] && message->flowed.data != NULL;
    if (!is_markup && !smtp__leaf_is_text(part, "text/plain")) {
        return SMTP_OK;
    }
    struct smtp__text text = is_flowed ? message->flowed : part->content.text;
    if (!smtp__template_has_braces(text)) {
        return SMTP_OK;
    }
    struct smtp__merge_text *made = smtp__arena_take(&merge->arena, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__content_fn make = is_flowed ? smtp__flowed_make : smtp__part_content_make;
    *made = (struct smtp__merge_text){merge->texts, part, part->content, text, make, form};
    merge->texts = made;
    return SMTP_OK;
}

smtp_result smtp__merge_find_templates(struct smtp_merge *merge) {
    struct smtp__merge_field **link = &merge->fields;
    const struct smtp__field *field = smtp__field_first(&merge->prepared.fields);
    struct smtp_part *leaf = smtp__leaf_first(smtp__message_tree(merge->message));
    smtp_result result = SMTP_OK;
    for (; leaf != NULL && result == SMTP_OK; leaf = smtp__leaf_next(leaf)) {
        result = add_text(merge, leaf);
    }
    for (; field != NULL && result == SMTP_OK; field = smtp__field_next(field)) {
        result = add_field(merge, field, &link);
    }
    return result;
}
