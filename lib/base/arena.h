/* SPDX-License-Identifier: MIT */
/*
 * arena.h - memory that an object takes piece by piece and gives back at once.
 *
 * With an allocator it grows by chunks; without one it is the rest of the caller's memory. A mark taken before a
 * change and rewound to after its failure leaves nothing behind.
 */
#ifndef SMTP__ARENA_H
#define SMTP__ARENA_H

#include <smtp/allocator.h>
#include <stdbool.h>

struct smtp__arena_chunk;

struct smtp__arena {
    smtp_allocator allocator; /* allocate is NULL: the memory is fixed */
    struct smtp__arena_chunk *chunks;
    uint8_t *fixed;
    size_t fixed_size;
    uint8_t *at;
    size_t left;
};

struct smtp__arena_mark {
    struct smtp__arena_chunk *chunks;
    uint8_t *at;
    size_t left;
};

void smtp__arena_init(struct smtp__arena *arena, const smtp_allocator *allocator);
void smtp__arena_init_fixed(struct smtp__arena *arena, void *memory, size_t size);

/* Aligned for any object; NULL when there is no more. Not cleared. */
void *smtp__arena_take(struct smtp__arena *arena, size_t size);

/* A copy that ends with a NUL; NULL when there is no more. */
char *smtp__arena_copy(struct smtp__arena *arena, const char *data, size_t length);

struct smtp__arena_mark smtp__arena_mark(const struct smtp__arena *arena);
void smtp__arena_rewind(struct smtp__arena *arena, struct smtp__arena_mark mark);

/* Gives everything back; the arena can be used again. */
void smtp__arena_clear(struct smtp__arena *arena);

#endif
