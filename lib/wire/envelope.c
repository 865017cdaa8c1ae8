/* SPDX-License-Identifier: MIT */
#include "envelope_object.h"

#include "base/memory.h"
#include "base/text.h"
#include "codec/utf8.h"
#include <smtp/extension.h>
#include <smtp/mailbox.h>
#include <string.h>

enum { FIRST_BLOCK = 4 };

_Static_assert(sizeof(struct smtp_envelope) + SMTP__SLACK <= SMTP_ENVELOPE_BYTES, "SMTP_ENVELOPE_BYTES is too small");

smtp_result smtp_envelope_new(const smtp_allocator *allocator, smtp_envelope **envelope) {
    if (envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *envelope = NULL;
    if (!smtp__allocator_is_whole(allocator)) {
        return SMTP_E_ARGUMENT;
    }
    smtp_envelope *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    smtp__arena_init(&made->arena, allocator);
    *envelope = made;
    return SMTP_OK;
}

void smtp_envelope_free(smtp_envelope *envelope) {
    if (envelope != NULL) {
        smtp_allocator allocator = envelope->arena.allocator;
        smtp__arena_clear(&envelope->arena);
        if (allocator.release != NULL) {
            allocator.release(allocator.context, envelope);
        }
    }
}

smtp_result smtp_envelope_init(void *memory, size_t memory_size, smtp_envelope **envelope) {
    if (envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *envelope = NULL;
    if (memory == NULL) {
        return SMTP_E_ARGUMENT;
    }
    size_t rest;
    smtp_envelope *made = smtp__memory_place(memory, memory_size, sizeof *made, &rest);
    if (made == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    memset(made, 0, sizeof *made);
    smtp__arena_init_fixed(&made->arena, made + 1, rest);
    *envelope = made;
    return SMTP_OK;
}

void smtp_envelope_fini(smtp_envelope *envelope) {
    if (envelope != NULL) {
        smtp_envelope_clear(envelope);
    }
}

size_t smtp_envelope_bytes(void) {
    return sizeof(smtp_envelope) + SMTP__SLACK;
}

struct smtp__envelope_block *smtp__envelope_block_of(const smtp_envelope *envelope, size_t index) {
    struct smtp__envelope_block *block = envelope->blocks;
    while (index < block->first) {
        block = block->previous;
    }
    return block;
}

struct smtp__recipient_parameters *smtp__envelope_parameters_of(const smtp_envelope *envelope, size_t index) {
    if (index >= envelope->count) {
        return NULL;
    }
    const struct smtp__envelope_block *block = smtp__envelope_block_of(envelope, index);
    return block->parameters == NULL ? NULL : block->parameters[index - block->first];
}

/* One pair of angle brackets is taken off (RFC 5321 s4.1.2: Path). */
static struct smtp__text without_brackets(struct smtp__text address) {
    if (address.length >= 2 && address.data[0] == '<' && address.data[address.length - 1] == '>') {
        address.data++;
        address.length -= 2;
    }
    return address;
}

smtp_result smtp__envelope_path_read(const char *address, size_t length, struct smtp__envelope_path *path) {
    struct smtp__text mailbox = without_brackets(smtp__text_from(address, length));
    path->length = 0;
    path->text[0] = '\0';
    return mailbox.length == 0
               ? SMTP_OK
               : smtp_mailbox_to_ascii(mailbox.data, mailbox.length, path->text, sizeof path->text, &path->length);
}

/* Only its local part can be. */
static bool is_utf8(const struct smtp__envelope_path *path) {
    return !smtp__utf8_is_ascii(path->text, path->length);
}

smtp_result smtp_envelope_set_mail_from(smtp_envelope *envelope, const char *address, size_t length) {
    if (envelope == NULL || address == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__envelope_path sender;
    smtp_result result = smtp__envelope_path_read(address, length, &sender);
    if (result != SMTP_OK) {
        return result;
    }
    char *copy = smtp__kept_room(&envelope->arena, &envelope->mail.from, sender.length);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memcpy(copy, sender.text, sender.length + 1);
    envelope->mail.from_is_utf8 = is_utf8(&sender);
    return SMTP_OK;
}

static bool has_place(const smtp_envelope *envelope) {
    const struct smtp__envelope_block *newest = envelope->blocks;
    return newest != NULL && envelope->count - newest->first < newest->capacity;
}

/* Its size cannot overflow: as many places are in use already, and an address for each. */
struct smtp__envelope_block *smtp__envelope_block_new(smtp_envelope *envelope, size_t capacity) {
    struct smtp__envelope_block *block =
        smtp__arena_take(&envelope->arena, sizeof *block + capacity * sizeof block->recipients[0]);
    if (block != NULL) {
        block->previous = envelope->blocks;
        block->first = envelope->count;
        block->capacity = capacity;
        block->parameters = NULL;
    }
    return block;
}

static struct smtp__envelope_block *next_block(smtp_envelope *envelope) {
    size_t capacity = envelope->count > FIRST_BLOCK ? envelope->count : FIRST_BLOCK;
    return has_place(envelope) ? envelope->blocks : smtp__envelope_block_new(envelope, capacity);
}

static smtp_result append(smtp_envelope *envelope, const struct smtp__envelope_path *recipient) {
    struct smtp__arena_mark mark = smtp__arena_mark(&envelope->arena);
    struct smtp__envelope_block *block = next_block(envelope);
    const char *copy = block == NULL ? NULL : smtp__arena_copy(&envelope->arena, recipient->text, recipient->length);
    if (copy == NULL) {
        smtp__arena_rewind(&envelope->arena, mark);
        return SMTP_E_NO_MEMORY;
    }
    block->recipients[envelope->count - block->first] = copy;
    envelope->blocks = block;
    envelope->count++;
    envelope->recipient_is_utf8 = envelope->recipient_is_utf8 || is_utf8(recipient);
    return SMTP_OK;
}

smtp_result smtp_envelope_add_recipient(smtp_envelope *envelope, const char *address, size_t length) {
    if (envelope == NULL || address == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__envelope_path recipient;
    smtp_result result = smtp__envelope_path_read(address, length, &recipient);
    if (result == SMTP_OK && recipient.length == 0) {
        result = SMTP_E_ADDRESS;
    }
    return result == SMTP_OK ? append(envelope, &recipient) : result;
}

void smtp_envelope_clear(smtp_envelope *envelope) {
    smtp__arena_clear(&envelope->arena);
    memset(&envelope->mail, 0, sizeof envelope->mail);
    envelope->blocks = NULL;
    envelope->count = 0;
    envelope->recipient_is_utf8 = false;
}

static const char *give(const char *string, size_t *length) {
    if (length != NULL) {
        *length = string == NULL ? 0 : strlen(string);
    }
    return string;
}

const char *smtp_envelope_mail_from(const smtp_envelope *envelope, size_t *length) {
    return give(envelope == NULL ? "" : smtp__kept_text(&envelope->mail.from), length);
}

size_t smtp_envelope_recipient_count(const smtp_envelope *envelope) {
    return envelope == NULL ? 0 : envelope->count;
}

const char *smtp_envelope_recipient(const smtp_envelope *envelope, size_t index, size_t *length) {
    if (index >= smtp_envelope_recipient_count(envelope)) {
        return give(NULL, length);
    }
    const struct smtp__envelope_block *block = smtp__envelope_block_of(envelope, index);
    return give(block->recipients[index - block->first], length);
}

int32_t smtp_envelope_needs_smtputf8(const smtp_envelope *envelope) {
    return envelope != NULL &&
           (envelope->mail.from_is_utf8 || envelope->mail.auth_is_utf8 || envelope->recipient_is_utf8);
}

uint32_t smtp_envelope_extensions(const smtp_envelope *envelope) {
    if (envelope == NULL) {
        return 0;
    }
    const struct smtp__parameters *parameters = envelope->mail.parameters;
    uint32_t extensions = parameters == NULL ? 0 : parameters->extensions(envelope);
    return smtp_envelope_needs_smtputf8(envelope) ? extensions | SMTP_EXT_SMTPUTF8 : extensions;
}
