/* SPDX-License-Identifier: MIT */
#include "envelope_part.h"

#include "codec/utf8.h"
#include "envelope_object.h"
#include <string.h>

static bool any_has_parameters(const smtp_envelope *whole, const size_t *indices, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (smtp__envelope_parameters_of(whole, indices[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* Room for the recipients, and for their parameters where one has some. */
static struct smtp__envelope_block *room(smtp_envelope *part, const smtp_envelope *whole, const size_t *indices,
                                         size_t count) {
    struct smtp__envelope_block *block = smtp__envelope_block_new(part, count);
    if (block != NULL && any_has_parameters(whole, indices, count)) {
        block->parameters = smtp__arena_take(&part->arena, count * sizeof(struct smtp__recipient_parameters *));
        return block->parameters == NULL ? NULL : block;
    }
    return block;
}

smtp_result smtp__envelope_take(smtp_envelope *part, const smtp_envelope *whole, const size_t *indices, size_t count) {
    smtp_envelope_clear(part);
    struct smtp__envelope_block *block = room(part, whole, indices, count);
    if (block == NULL) {
        smtp_envelope_clear(part);
        return SMTP_E_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *recipient = smtp_envelope_recipient(whole, indices[i], &length);
        block->recipients[i] = recipient;
        if (block->parameters != NULL) {
            block->parameters[i] = smtp__envelope_parameters_of(whole, indices[i]);
        }
        part->recipient_is_utf8 = part->recipient_is_utf8 || !smtp__utf8_is_ascii(recipient, length);
    }
    part->mail = whole->mail;
    part->blocks = block;
    part->count = count;
    return SMTP_OK;
}
