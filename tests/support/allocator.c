/* SPDX-License-Identifier: MIT */
#include "allocator.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 16, POISON_NEW = 0xa5, POISON_OLD = 0xdd };

static void *allocate(void *context, size_t size) {
    struct test_allocator *a = context;
    a->calls++;
    if (a->calls == a->fail_at || (a->fail_from > 0 && a->calls >= a->fail_from)) {
        return NULL;
    }
    uint8_t *block = malloc(HEAD + size);
    if (block == NULL) {
        abort();
    }
    memcpy(block, &size, sizeof size);
    memset(block + HEAD, POISON_NEW, size);
    a->live++;
    a->bytes += size;
    a->peak = a->bytes > a->peak ? a->bytes : a->peak;
    return block + HEAD;
}

static void release(void *context, void *memory) {
    struct test_allocator *a = context;
    uint8_t *block = (uint8_t *)memory - HEAD;
    size_t size;
    memcpy(&size, block, sizeof size);
    memset(block + HEAD, POISON_OLD, size);
    a->live--;
    a->bytes -= size;
    free(block);
}

void test_allocator_init(struct test_allocator *allocator) {
    memset(allocator, 0, sizeof *allocator);
    allocator->table.struct_size = sizeof allocator->table;
    allocator->table.context = allocator;
    allocator->table.allocate = allocate;
    allocator->table.release = release;
}
