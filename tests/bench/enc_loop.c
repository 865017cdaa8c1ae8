/* SPDX-License-Identifier: MIT */
/* enc_loop.c - what one writes without a library: an octet or a group at a time, by a table. */
#include "encoder.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t to_base64(const uint8_t *in, size_t length, uint8_t *out, size_t line) {
    uint8_t *to = out;
    size_t column = 0;
    for (size_t i = 0; i + 3 <= length; i += 3) {
        uint32_t bits = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];
        *to++ = (uint8_t)alphabet[bits >> 18];
        *to++ = (uint8_t)alphabet[bits >> 12 & 63];
        *to++ = (uint8_t)alphabet[bits >> 6 & 63];
        *to++ = (uint8_t)alphabet[bits & 63];
        column += 4;
        if (column == line) {
            *to++ = '\r';
            *to++ = '\n';
            column = 0;
        }
    }
    return (size_t)(to - out);
}

static size_t to_quoted_printable(const uint8_t *in, size_t length, uint8_t *out) {
    static const char digits[] = "0123456789ABCDEF";
    uint8_t *to = out;
    size_t column = 0;
    for (size_t i = 0; i < length; i++) {
        if (in[i] == '\n') {
            *to++ = '\r';
            *to++ = '\n';
            column = 0;
            continue;
        }
        int is_plain = in[i] >= 32 && in[i] < 127 && in[i] != '=' && (in[i] != ' ' || in[i + 1] != '\n');
        if (column + (is_plain ? 1 : 3) > 75) {
            *to++ = '=';
            *to++ = '\r';
            *to++ = '\n';
            column = 0;
        }
        column += is_plain ? 1 : 3;
        *to++ = is_plain ? in[i] : '=';
        if (!is_plain) {
            *to++ = (uint8_t)digits[in[i] >> 4];
            *to++ = (uint8_t)digits[in[i] & 15];
        }
    }
    return (size_t)(to - out);
}

size_t encode(const struct task *task) {
    switch (task->work) {
    case WORK_BASE64:
        return to_base64(task->data, task->length, task->room, 0);
    case WORK_BASE64_LINES:
        return to_base64(task->data, task->length, task->room, 76);
    case WORK_QP_ASCII:
    case WORK_QP_GERMAN:
        return to_quoted_printable(task->data, task->length, task->room);
    default:
        return 0;
    }
}

void put_out(const struct task *task, size_t octets) {
    (void)task;
    (void)octets;
}
