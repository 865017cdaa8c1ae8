/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* the strerror_r that answers with an int */
#include "problem.h"

#include "base/buffer.h"
#include <stdint.h>
#include <string.h>

enum { QUOTE_MOST = 64 };

void smtp__problem_clear(struct smtp__problem *problem) {
    problem->length = 0;
    problem->text[0] = '\0';
}

static void add(struct smtp__problem *problem, const char *words, size_t length) {
    size_t room = sizeof problem->text - 1 - problem->length;
    size_t n = length < room ? length : room;
    memcpy(problem->text + problem->length, words, n);
    problem->length += n;
    problem->text[problem->length] = '\0';
}

void smtp__problem_add(struct smtp__problem *problem, const char *words) {
    add(problem, words, strlen(words));
}

void smtp__problem_begin(struct smtp__problem *problem, const char *words) {
    if (problem->length > 0) {
        smtp__problem_add(problem, "; ");
    }
    smtp__problem_add(problem, words);
}

void smtp__problem_add_number(struct smtp__problem *problem, unsigned long long number) {
    uint8_t digits[20];
    struct smtp__buffer buffer = {digits, sizeof digits, 0};
    (void)smtp__buffer_append_number(&buffer, number); /* 2^64 has 20 digits */
    add(problem, (const char *)digits, buffer.length);
}

static void add_byte(struct smtp__problem *problem, unsigned char byte) {
    static const char hex[] = "0123456789abcdef";
    char escaped[4] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    if (byte >= 0x20 && byte < 0x7f && byte != '\\') {
        add(problem, (const char *)&byte, 1);
    } else {
        add(problem, escaped, sizeof escaped);
    }
}

void smtp__problem_quote(struct smtp__problem *problem, const void *text, size_t length) {
    const unsigned char *bytes = text;
    for (size_t i = 0; i < length && i < QUOTE_MOST; i++) {
        add_byte(problem, bytes[i]);
    }
    if (length > QUOTE_MOST) {
        smtp__problem_add(problem, "...");
    }
}

void smtp__problem_add_errno(struct smtp__problem *problem, int error) {
    char words[128];
    if (strerror_r(error, words, sizeof words) == 0) {
        smtp__problem_add(problem, words);
    } else {
        smtp__problem_add(problem, "error ");
        smtp__problem_add_number(problem, (unsigned long long)(error < 0 ? 0 : error));
    }
}
