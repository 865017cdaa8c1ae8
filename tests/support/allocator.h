/* SPDX-License-Identifier: MIT */
/*
 * allocator.h - an allocator that counts, poisons what it gives and what it takes back, and can fail at the n-th call.
 */
#ifndef TESTS_ALLOCATOR_H
#define TESTS_ALLOCATOR_H

#include <smtp/allocator.h>

struct test_allocator {
    smtp_allocator table; /* hand this to the library */
    long fail_at;         /* the n-th allocation since the allocator was made fails; 0: none */
    long fail_from;       /* all from the n-th on fail; 0: none */
    long calls;           /* allocations asked for */
    long live;            /* blocks not yet given back */
    size_t bytes;         /* in them */
    size_t peak;          /* the most there ever were */
};

void test_allocator_init(struct test_allocator *allocator);

#endif
