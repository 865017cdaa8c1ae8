/* SPDX-License-Identifier: MIT */
#include "allocator.h"

#include <smtp/posix.h>
#include <stdlib.h>

static void *allocate(void *context, size_t size) {
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory) {
    (void)context;
    free(memory);
}

const smtp_allocator smtp__allocator_libc = {sizeof smtp__allocator_libc, NULL, allocate, release};

const smtp_allocator *smtp_allocator_libc(void) {
    return &smtp__allocator_libc;
}
