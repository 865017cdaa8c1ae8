/* SPDX-License-Identifier: MIT */
#include "buffer.h"

#include <string.h>

bool smtp__buffer_append(struct smtp__buffer *buffer, const void *data, size_t length) {
    if (length > buffer->capacity - buffer->length) {
        return false;
    }
    if (length > 0) {
        memcpy(buffer->data + buffer->length, data, length);
        buffer->length += length;
    }
    return true;
}

bool smtp__buffer_append_byte(struct smtp__buffer *buffer, uint8_t byte) {
    return smtp__buffer_append(buffer, &byte, 1);
}

bool smtp__buffer_append_string(struct smtp__buffer *buffer, const char *string) {
    return smtp__buffer_append(buffer, string, strlen(string));
}

bool smtp__buffer_append_number(struct smtp__buffer *buffer, unsigned long long number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return smtp__buffer_append(buffer, digits + at, sizeof digits - at);
}
