/* SPDX-License-Identifier: MIT */
/* buffer.h - bytes in memory of a fixed size: what does not fit is refused whole. */
#ifndef SMTP__BUFFER_H
#define SMTP__BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct smtp__buffer {
    uint8_t *data;
    size_t capacity;
    size_t length;
};

/* Appends all of it or nothing. */
bool smtp__buffer_append(struct smtp__buffer *buffer, const void *data, size_t length);
bool smtp__buffer_append_byte(struct smtp__buffer *buffer, uint8_t byte);
bool smtp__buffer_append_string(struct smtp__buffer *buffer, const char *string);
bool smtp__buffer_append_number(struct smtp__buffer *buffer, unsigned long long number);

#endif
