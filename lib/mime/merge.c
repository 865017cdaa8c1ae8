/* SPDX-License-Identifier: MIT */
#include "merge_object.h"

#include "base/memory.h"
#include <string.h>

_Static_assert(sizeof(struct smtp_merge) + SMTP__SLACK <= SMTP_MERGE_BYTES, "SMTP_MERGE_BYTES is too small");

void smtp__merge_lend(struct smtp_merge *merge) {
    merge->prepared.arena = merge->message->arena; /* it may have grown since */
    merge->message->arena = merge->arena;
    merge->is_lent = true;
}

/* The message is as it was prepared; what was made for the mail still lies in the arena. */
static void put_back(struct smtp_merge *merge) {
    if (!merge->is_lent) {
        return;
    }
    merge->arena = merge->message->arena;
    *merge->message = merge->prepared;
    for (struct smtp__merge_text *text = merge->texts; text != NULL; text = text->next) {
        text->part->content = text->prepared;
    }
    merge->is_lent = false;
}

void smtp__merge_forget(struct smtp_merge *merge) {
    put_back(merge);
    smtp__arena_rewind(&merge->arena, merge->mark);
    for (struct smtp__template_value *value = merge->values; value != NULL; value = value->next) {
        value->is_set = false;
    }
    merge->to = NULL;
    merge->is_begun = false;
}

static smtp_result prepare(struct smtp_merge *merge, struct smtp_message *message) {
    struct smtp__text unknown = {"", 0};
    merge->message = message;
    merge->prepared = *message;
    smtp_result result = smtp__merge_find_templates(merge);
    merge->mark = smtp__arena_mark(&merge->arena);
    return result == SMTP_OK ? smtp__merge_scan(merge, &unknown) : result;
}

/* ---- the object ---- */

/* SMTP_E_STATE if there is something that each mail has of its own. */
static smtp_result check_message(const smtp_message *message) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    bool is_addressed = message->recipients.first != NULL || message->resent_recipients.first != NULL ||
                        smtp__field_of_kind(&message->fields, SMTP__FIELD_TO) != NULL;
    return is_addressed || smtp_message_has_message_id(message) ? SMTP_E_STATE : SMTP_OK;
}

smtp_result smtp_merge_new(const smtp_allocator *allocator, smtp_message *message, smtp_merge **merge) {
    if (merge == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *merge = NULL;
    smtp_result result = smtp__allocator_is_whole(allocator) ? check_message(message) : SMTP_E_ARGUMENT;
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp_merge *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    smtp__arena_init(&made->arena, allocator);
    result = prepare(made, message);
    if (result != SMTP_OK) {
        smtp_merge_free(made);
        return result;
    }
    *merge = made;
    return SMTP_OK;
}

void smtp_merge_free(smtp_merge *merge) {
    if (merge == NULL) {
        return;
    }
    smtp_merge_fini(merge);
    smtp_allocator allocator = merge->arena.allocator;
    if (allocator.release != NULL) {
        allocator.release(allocator.context, merge);
    }
}

size_t smtp_merge_bytes(void) {
    return sizeof(struct smtp_merge) + SMTP__SLACK;
}

smtp_result smtp_merge_init(void *memory, size_t memory_size, smtp_message *message, smtp_merge **merge) {
    if (merge == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *merge = NULL;
    smtp_result result = memory == NULL || memory_size > PTRDIFF_MAX ? SMTP_E_ARGUMENT : check_message(message);
    if (result != SMTP_OK) {
        return result;
    }
    size_t rest;
    struct smtp_merge *placed = smtp__memory_place(memory, memory_size, sizeof *placed, &rest);
    if (placed == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    memset(placed, 0, sizeof *placed);
    smtp__arena_init_fixed(&placed->arena, placed + 1, rest);
    result = prepare(placed, message);
    if (result == SMTP_OK) {
        *merge = placed;
    }
    return result;
}

void smtp_merge_fini(smtp_merge *merge) {
    if (merge == NULL) {
        return;
    }
    put_back(merge);
    smtp__arena_clear(&merge->arena);
}

/* ---- keys and values ---- */

smtp_result smtp_merge_add_key(smtp_merge *merge, const char *key, size_t length) {
    if (merge == NULL || key == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(key, length);
    if (!smtp__template_is_key(text)) {
        return SMTP_E_TEMPLATE;
    }
    if (merge->is_begun || smtp__template_find(&merge->keys, text) != NULL) {
        return merge->is_begun ? SMTP_E_STATE : SMTP_E_ARGUMENT;
    }
    smtp__merge_forget(merge);
    struct smtp__template_value *made = smtp__arena_take(&merge->arena, sizeof *made);
    char *copy = smtp__arena_copy(&merge->arena, text.data, text.length);
    if (made == NULL || copy == NULL) {
        smtp__arena_rewind(&merge->arena, merge->mark);
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->key.text = smtp__text_from(copy, text.length);
    made->key.exact = text.length;
    made->next = merge->values;
    merge->values = made;
    smtp__keys_add(&merge->keys, &made->key);
    merge->mark = smtp__arena_mark(&merge->arena);
    return SMTP_OK;
}

smtp_result smtp_merge_check(const smtp_merge *merge, const char **key, size_t *length) {
    struct smtp__text unknown = {NULL, 0};
    if (merge == NULL) {
        return SMTP_E_ARGUMENT;
    }
    (void)smtp__merge_scan(merge, &unknown); /* the braces were looked at when it was made */
    if (key != NULL) {
        *key = unknown.data;
    }
    if (length != NULL) {
        *length = unknown.length;
    }
    return unknown.length > 0 ? SMTP_E_MERGE_KEY : SMTP_OK;
}

smtp_result smtp_merge_set_value(smtp_merge *merge, const char *key, size_t key_length, const char *value,
                                 size_t value_length) {
    if (merge == NULL || key == NULL || value == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__template_value *place = smtp__template_find(&merge->keys, smtp__text_from(key, key_length));
    if (place == NULL) {
        return SMTP_E_MERGE_KEY;
    }
    struct smtp__text text = smtp__text_from(value, value_length);
    smtp_result result = smtp__part_content_check(text);
    if (result != SMTP_OK || !merge->is_begun) {
        return result != SMTP_OK ? result : SMTP_E_NO_RECIPIENT;
    }
    char *copy = smtp__arena_copy(&merge->arena, text.data, text.length);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    place->value = smtp__text_from(copy, text.length);
    place->is_set = true;
    return SMTP_OK;
}

/* The setter of the message checks it and makes a header of this one field. What was set before was for another mail:
   one that was given up is forgotten here. */
smtp_result smtp_merge_set_recipient(smtp_merge *merge, const char *name, size_t name_length, const char *address,
                                     size_t address_length) {
    if (merge == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp__merge_forget(merge);
    smtp__merge_lend(merge);
    struct smtp_message *message = merge->message;
    memset(&message->fields, 0, sizeof message->fields);
    memset(&message->recipients, 0, sizeof message->recipients);
    smtp_result result = smtp_message_add_to(message, name, name_length, address, address_length);
    if (result == SMTP_OK) {
        merge->to = message->fields.first;
        merge->recipients = message->recipients;
        merge->is_begun = true;
    }
    put_back(merge);
    return result;
}
