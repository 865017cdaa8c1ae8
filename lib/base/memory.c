/* SPDX-License-Identifier: MIT */
#include "memory.h"

bool smtp__allocator_is_whole(const smtp_allocator *allocator) {
    return allocator != NULL && allocator->struct_size >= sizeof *allocator && allocator->allocate != NULL &&
           allocator->release != NULL;
}

void *smtp__memory_place(void *memory, size_t memory_size, size_t bytes, size_t *rest) {
    uintptr_t address = (uintptr_t)memory;
    if (memory_size < bytes + SMTP__SLACK || address % alignof(void *) != 0) {
        return NULL;
    }
    size_t over = address % alignof(uint64_t);
    size_t pad = over == 0 ? 0 : alignof(uint64_t) - over;
    *rest = memory_size - pad - bytes;
    return (uint8_t *)memory + pad;
}
