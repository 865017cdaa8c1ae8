/* SPDX-License-Identifier: MIT */
#include "common/number.h"

enum { DIGITS = 10 };

/* -1 if it is not digits. */
static int64_t value_of(const char *digits, size_t length) {
    int64_t total = 0;
    if (length < 1 || length > DIGITS) {
        return -1;
    }
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return -1;
        }
        total = total * 10 + (digits[i] - '0');
    }
    return total;
}

bool number_read(const char *text, size_t length, int32_t least, int32_t most, int32_t *number) {
    bool is_negative = length > 0 && text[0] == '-';
    int64_t total = is_negative ? value_of(text + 1, length - 1) : value_of(text, length);
    if (total < 0) {
        return false;
    }
    total = is_negative ? -total : total;
    if (total < least || total > most) {
        return false;
    }
    *number = (int32_t)total;
    return true;
}
