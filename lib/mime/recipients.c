/* SPDX-License-Identifier: MIT */
#include "recipients.h"

#include "local_part.h"
#include <string.h>

smtp_result smtp__recipient_make(struct smtp__recipients *recipients, struct smtp__arena *arena,
                                 struct smtp__text address, struct smtp__message_recipient **recipient) {
    struct smtp__key key = {.text = address, .exact = smtp__local_part_length(address)};
    if (smtp__keys_find(&recipients->keys, &key) != NULL) {
        return SMTP_OK;
    }
    char *copy = smtp__arena_copy(arena, address.data, address.length);
    struct smtp__message_recipient *made = smtp__arena_take(arena, sizeof *made);
    if (copy == NULL || made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->key = key;
    made->key.text.data = copy;
    *recipient = made;
    return SMTP_OK;
}

void smtp__recipients_link(struct smtp__recipients *recipients, struct smtp__message_recipient *recipient) {
    smtp__keys_add(&recipients->keys, &recipient->key);
    if (recipients->last == NULL) {
        recipients->first = recipient;
    } else {
        recipients->last->next = recipient;
    }
    recipients->last = recipient;
}
