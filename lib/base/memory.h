/* SPDX-License-Identifier: MIT */
/* memory.h - the two doors of an object: an allocator, or memory of the caller's. */
#ifndef SMTP__MEMORY_H
#define SMTP__MEMORY_H

#include <smtp/allocator.h>
#include <stdalign.h>
#include <stdbool.h>

/* What rounding up to an object's alignment can cost in memory that is aligned for a pointer. */
enum { SMTP__SLACK = alignof(uint64_t) > alignof(void *) ? alignof(uint64_t) - alignof(void *) : 0 };

/* True if all of the table is there. */
bool smtp__allocator_is_whole(const smtp_allocator *allocator);

/*
 * The place for an object of `bytes` in the caller's memory; NULL if that is not aligned for a pointer or smaller than
 * bytes + SMTP__SLACK. *rest is how much is left behind the object.
 */
void *smtp__memory_place(void *memory, size_t memory_size, size_t bytes, size_t *rest);

#endif
