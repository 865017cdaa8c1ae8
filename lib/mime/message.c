/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include <stdalign.h>
#include <string.h>

/* What rounding up to our alignment can cost in memory that is aligned for a pointer. */
enum {
    SLACK = alignof(struct smtp_message) > alignof(void *) ? alignof(struct smtp_message) - alignof(void *) : 0,
};

_Static_assert(sizeof(struct smtp_message) + SLACK <= SMTP_MESSAGE_BYTES, "SMTP_MESSAGE_BYTES is too small");

static bool is_complete(const smtp_allocator *allocator) {
    return allocator != NULL && allocator->struct_size >= sizeof *allocator && allocator->allocate != NULL &&
           allocator->release != NULL;
}

smtp_result smtp_message_new(const smtp_allocator *allocator, smtp_message **message) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *message = NULL;
    if (!is_complete(allocator)) {
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
    return sizeof(struct smtp_message) + SLACK;
}

smtp_result smtp_message_init(void *memory, size_t memory_size, smtp_message **message) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *message = NULL;
    if (memory == NULL) {
        return SMTP_E_ARGUMENT;
    }
    uintptr_t address = (uintptr_t)memory;
    if (memory_size < smtp_message_bytes() || address % alignof(void *) != 0) {
        return SMTP_E_MEMORY_SIZE;
    }
    size_t over = address % alignof(struct smtp_message);
    size_t pad = over == 0 ? 0 : alignof(struct smtp_message) - over;
    struct smtp_message *placed = (struct smtp_message *)(void *)((uint8_t *)memory + pad);
    memset(placed, 0, sizeof *placed);
    smtp__arena_init_fixed(&placed->arena, placed + 1, memory_size - pad - sizeof *placed);
    *message = placed;
    return SMTP_OK;
}

void smtp_message_fini(smtp_message *message) {
    if (message == NULL) {
        return;
    }
    for (struct smtp__part *part = message->attachments; part != NULL; part = part->next) {
        smtp_source_free(part->source);
    }
    message->attachments = NULL;
    smtp__arena_clear(&message->arena);
}
