/* SPDX-License-Identifier: MIT */
/* signed.c - a signed message as a source: the signatures from memory, then the message as it is. */
#include "dkim.h"

#include <string.h>

static ptrdiff_t read_field(struct smtp_dkim *dkim, void *buffer, size_t size) {
    struct smtp__text field = dkim->reading->field;
    size_t left = field.length - dkim->position;
    size_t n = left < size ? left : size;
    memcpy(buffer, field.data + dkim->position, n);
    dkim->position += n;
    if (dkim->position == field.length) {
        dkim->reading = dkim->reading->next;
        dkim->position = 0;
    }
    return (ptrdiff_t)n;
}

static ptrdiff_t read_signed(void *context, void *buffer, size_t size) {
    struct smtp_dkim *dkim = context;
    if (dkim->message == NULL) {
        return SMTP_E_STATE;
    }
    return dkim->reading != NULL ? read_field(dkim, buffer, size) : smtp_source_read(dkim->message, buffer, size);
}

static smtp_result rewind_signed(void *context) {
    struct smtp_dkim *dkim = context;
    dkim->reading = dkim->signers;
    dkim->position = 0;
    return dkim->message == NULL ? SMTP_E_STATE : smtp_source_rewind(dkim->message);
}

static uint64_t fields_size(const struct smtp_dkim *dkim) {
    uint64_t size = 0;
    for (const struct smtp__dkim_signer *signer = dkim->signers; signer != NULL; signer = signer->next) {
        size += signer->field.length;
    }
    return size;
}

void smtp__dkim_signed_start(struct smtp_dkim *dkim, smtp_source *message) {
    static const struct smtp__source_ops ops = {read_signed, rewind_signed, NULL};
    uint64_t more = fields_size(dkim);
    smtp__source_init(&dkim->source, &ops, dkim);
    dkim->source.is_adopted = true;
    if (message->length >= 0) {
        dkim->source.length = message->length + (int64_t)more;
    }
    dkim->source.needs_smtputf8 = message->needs_smtputf8;
    if (message->wire_size >= 0) {
        smtp__source_set_measure(&dkim->source, (uint64_t)message->wire_size + more, message->is_8bit != 0);
        dkim->source.is_sound = message->is_sound;
    }
    dkim->message = message;
    dkim->reading = dkim->signers;
    dkim->position = 0;
}

void smtp__dkim_forget(struct smtp_dkim *dkim) {
    dkim->message = NULL;
    smtp__arena_rewind(&dkim->arena, dkim->kept);
}

void smtp__dkim_keep(struct smtp_dkim *dkim) {
    dkim->kept = smtp__arena_mark(&dkim->arena);
}
