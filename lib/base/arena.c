/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdalign.h>
#include <string.h>

enum { CHUNK_BYTES = 1024 };

struct smtp__arena_chunk {
    struct smtp__arena_chunk *previous;
    alignas(max_align_t) uint8_t data[];
};

static void set_space(struct smtp__arena *arena, uint8_t *at, size_t left) {
    arena->at = at;
    arena->left = left;
}

void smtp__arena_init(struct smtp__arena *arena, const smtp_allocator *allocator) {
    memset(arena, 0, sizeof *arena);
    arena->allocator = *allocator;
}

void smtp__arena_init_fixed(struct smtp__arena *arena, void *memory, size_t size) {
    memset(arena, 0, sizeof *arena);
    arena->fixed = memory;
    arena->fixed_size = size;
    set_space(arena, memory, size);
}

static bool grow(struct smtp__arena *arena, size_t size) {
    size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
    if (arena->allocator.allocate == NULL || bytes > SIZE_MAX - sizeof(struct smtp__arena_chunk)) {
        return false;
    }
    struct smtp__arena_chunk *chunk = arena->allocator.allocate(arena->allocator.context, sizeof *chunk + bytes);
    if (chunk == NULL) {
        return false;
    }
    chunk->previous = arena->chunks;
    arena->chunks = chunk;
    set_space(arena, chunk->data, bytes);
    return true;
}

static size_t padding(const struct smtp__arena *arena) {
    size_t over = (uintptr_t)arena->at % alignof(max_align_t);
    return over == 0 ? 0 : alignof(max_align_t) - over;
}

void *smtp__arena_take(struct smtp__arena *arena, size_t size) {
    size_t pad = padding(arena);
    if (arena->at == NULL || arena->left < pad || arena->left - pad < size) {
        if (!grow(arena, size)) {
            return NULL;
        }
        pad = 0;
    }
    uint8_t *memory = arena->at + pad;
    set_space(arena, memory + size, arena->left - pad - size);
    return memory;
}

char *smtp__arena_copy(struct smtp__arena *arena, const char *data, size_t length) {
    if (length == SIZE_MAX) {
        return NULL;
    }
    char *copy = smtp__arena_take(arena, length + 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, data, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

struct smtp__arena_mark smtp__arena_mark(const struct smtp__arena *arena) {
    struct smtp__arena_mark mark = {arena->chunks, arena->at, arena->left};
    return mark;
}

void smtp__arena_rewind(struct smtp__arena *arena, struct smtp__arena_mark mark) {
    while (arena->chunks != mark.chunks) {
        struct smtp__arena_chunk *chunk = arena->chunks;
        arena->chunks = chunk->previous;
        arena->allocator.release(arena->allocator.context, chunk);
    }
    set_space(arena, mark.at, mark.left);
}

void smtp__arena_clear(struct smtp__arena *arena) {
    struct smtp__arena_mark start = {NULL, arena->fixed, arena->fixed_size};
    smtp__arena_rewind(arena, start);
}
