/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "base/memory.h"
#include <string.h>

_Static_assert(sizeof(struct smtp_message) + SMTP__SLACK <= SMTP_MESSAGE_BYTES, "SMTP_MESSAGE_BYTES is too small");

smtp_result smtp_message_new(const smtp_allocator *allocator, smtp_message **message) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *message = NULL;
    if (!smtp__allocator_is_whole(allocator)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_message *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    smtp__arena_init(&made->arena, allocator);
    *message = made;
    return SMTP_OK;
}

void smtp_message_free(smtp_message *message) {
    if (message == NULL) {
        return;
    }
    smtp_allocator allocator = message->arena.allocator;
    smtp_message_fini(message);
    if (allocator.release != NULL) {
        allocator.release(allocator.context, message);
    }
}

size_t smtp_message_bytes(void) {
    return sizeof(struct smtp_message) + SMTP__SLACK;
}

smtp_result smtp_message_init(void *memory, size_t memory_size, smtp_message **message) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *message = NULL;
    if (memory == NULL || memory_size > PTRDIFF_MAX) {
        return SMTP_E_ARGUMENT;
    }
    size_t rest;
    struct smtp_message *placed = smtp__memory_place(memory, memory_size, sizeof *placed, &rest);
    if (placed == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    memset(placed, 0, sizeof *placed);
    smtp__arena_init_fixed(&placed->arena, placed + 1, rest);
    *message = placed;
    return SMTP_OK;
}

void smtp_message_fini(smtp_message *message) {
    if (message == NULL) {
        return;
    }
    for (struct smtp_part *part = message->made; part != NULL; part = part->older) {
        smtp_source_free(part->source);
    }
    message->made = NULL;
    smtp__arena_clear(&message->arena);
}

smtp_result smtp_message_set_seed(smtp_message *message, const void *random, size_t length) {
    if (message == NULL || random == NULL || length < SMTP__SEED_LEAST || length > PTRDIFF_MAX) {
        return SMTP_E_ARGUMENT;
    }
    smtp__seed_set(&message->seed, random, length);
    return SMTP_OK;
}

int32_t smtp_message_has_seed(const smtp_message *message) {
    return message != NULL && message->seed.is_set;
}
