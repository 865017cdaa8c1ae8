/* SPDX-License-Identifier: MIT */
/*
 * guard.h - memory that ends at a page which cannot be read: one byte too far ends the test. Of whole pages it begins
 * after one, too.
 */
#ifndef TESTS_GUARD_H
#define TESTS_GUARD_H

#include <stddef.h>

/* A copy of `length` bytes whose end lies at an unreadable page. Never NULL. End it with guard_free. */
void *guard_copy(const void *data, size_t length);

/* `length` bytes of room whose end lies at an unreadable page. */
void *guard_room(size_t length);

/* Ends either; `length` is the one it was made with. */
void guard_free(void *memory, size_t length);

#endif
