/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "guard.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_size(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t whole_pages(size_t length) {
    size_t page = page_size();
    return (length + page - 1) / page * page;
}

void *guard_room(size_t length) {
    size_t page = page_size();
    size_t pages = whole_pages(length);
    uint8_t *map = mmap(NULL, page + pages + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED || mprotect(map + page, pages, PROT_READ | PROT_WRITE) != 0) {
        abort();
    }
    return map + page + pages - length;
}

void *guard_copy(const void *data, size_t length) {
    void *memory = guard_room(length);
    if (length > 0) {
        memcpy(memory, data, length);
    }
    return memory;
}

void guard_free(void *memory, size_t length) {
    size_t page = page_size();
    size_t pages = whole_pages(length);
    if (munmap((uint8_t *)memory + length - pages - page, page + pages + page) != 0) {
        abort();
    }
}
