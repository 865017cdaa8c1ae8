/* SPDX-License-Identifier: MIT */
#include "message_object.h"

smtp_result smtp__message_replace(struct smtp_message *message, const struct smtp__draft *drafts, size_t count) {
    struct smtp__field *fields[SMTP__DRAFTS];
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    for (size_t i = 0; i < count; i++) {
        smtp_result result = smtp__field_make(message, &drafts[i], &fields[i]);
        if (result != SMTP_OK) {
            smtp__arena_rewind(&message->arena, mark);
            return result;
        }
    }
    for (size_t i = 0; i < count; i++) {
        smtp__field_replace(&message->fields, fields[i]);
    }
    return SMTP_OK;
}

static struct smtp__field *find(const struct smtp_message *message, const struct smtp__draft *draft) {
    return draft->kind == SMTP__FIELD_OWN ? smtp__field_find(&message->fields, draft->name)
                                          : smtp__field_of_kind(&message->fields, draft->kind);
}

smtp_result smtp__message_extend(struct smtp_message *message, const struct smtp__draft *draft) {
    struct smtp__field *field = find(message, draft);
    if (field == NULL) {
        return smtp__message_replace(message, draft, 1);
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = smtp__field_extend(message, field, draft);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
    }
    return result;
}
