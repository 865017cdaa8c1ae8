/* SPDX-License-Identifier: MIT */
#include "merge_object.h"

#include <string.h>

static smtp_result fill_field(struct smtp_merge *merge, const struct smtp__merge_field *template) {
    struct smtp_message *message = merge->message;
    struct smtp__text name = template->field->name.text;
    struct smtp__text value;
    smtp_result result = smtp__template_expand(&message->arena, template->value, &merge->keys, template->form, &value);
    if (result != SMTP_OK) {
        return result;
    }
    return template->field->kind == SMTP__FIELD_SUBJECT
               ? smtp_message_set_subject(message, value.data, value.length)
               : smtp_message_add_header(message, name.data, name.length, value.data, value.length);
}

static smtp_result copy_field(struct smtp_message *message, const struct smtp__field *prepared) {
    struct smtp__field *copy = smtp__arena_take(&message->arena, sizeof *copy);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    *copy = *prepared;
    copy->same = NULL;
    smtp__field_insert(&message->fields, copy);
    return SMTP_OK;
}

static smtp_result fill_header(struct smtp_merge *merge) {
    struct smtp_message *message = merge->message;
    const struct smtp__merge_field *template = merge->fields;
    const struct smtp__field *field = smtp__field_first(&merge->prepared.fields);
    smtp_result result = SMTP_OK;
    memset(&message->fields, 0, sizeof message->fields);
    smtp__field_insert(&message->fields, merge->to);
    message->recipients = merge->recipients;
    for (; field != NULL && result == SMTP_OK; field = smtp__field_next(field)) {
        if (template != NULL && template->field == field) {
            result = fill_field(merge, template);
            template = template->next;
        } else {
            result = copy_field(message, field);
        }
    }
    return result;
}

static smtp_result fill_text(struct smtp_merge *merge, const struct smtp__merge_text *text) {
    struct smtp__text filled;
    struct smtp__arena *arena = &merge->message->arena;
    smtp_result result = smtp__template_expand(arena, text->text, &merge->keys, text->form, &filled);
    return result == SMTP_OK ? text->make(arena, filled, &text->part->content) : result;
}

static smtp_result fill(struct smtp_merge *merge) {
    smtp_result result = fill_header(merge);
    for (const struct smtp__merge_text *text = merge->texts; text != NULL && result == SMTP_OK; text = text->next) {
        result = fill_text(merge, text);
    }
    if (result == SMTP_OK && merge->prepared.seed.is_set) {
        smtp__seed_derive(&merge->prepared.seed, SMTP__SEED_MAIL + merge->number, &merge->message->seed);
    }
    merge->number += result == SMTP_OK; /* what was refused leaves no trace in the next one */
    return result;
}

smtp_result smtp_merge_apply(smtp_merge *merge) {
    if (merge == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (!merge->is_begun) {
        smtp__merge_forget(merge);
        return SMTP_E_NO_RECIPIENT;
    }
    smtp__merge_lend(merge);
    smtp_result result = fill(merge);
    merge->is_begun = false;
    if (result != SMTP_OK) {
        smtp__merge_forget(merge);
    }
    return result;
}
