/* SPDX-License-Identifier: MIT */
/*
 * allocator.h - where an object takes its memory.
 *
 * There is no global allocator. Every `…_new` takes one, and the object keeps a copy of the table until its `…_free`:
 * the table itself may go at once, its functions and what `context` points to must stay until the last object made
 * with it is freed. A client takes that of its platform, which it does not copy (platform.h). Objects made in the
 * caller's memory by `…_init` take none and never allocate. mbedTLS has its own way to memory, not this one.
 */
#ifndef LIBSMTP_ALLOCATOR_H
#define LIBSMTP_ALLOCATOR_H

#include "api.h"

SMTP_BEGIN_DECLS

/*
 * A caller's allocator. All members must be set.
 *   struct_size  sizeof(smtp_allocator): lets the table grow
 *   context      handed to both functions as it is
 *   allocate     size > 0 bytes, aligned for any object, or NULL
 *   release      a pointer from allocate; never called with NULL
 * Called only from inside library calls, in the calling thread.
 */
typedef struct smtp_allocator {
    size_t struct_size;
    void *context;
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory);
} smtp_allocator;

SMTP_END_DECLS

#endif
