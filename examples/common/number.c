/* SPDX-License-Identifier: MIT */
#include "common/number.h"

bool number_read(const char *text, size_t length, int32_t least, int32_t most, int32_t *number) {
    bool is_negative = length > 0 && text[0] == '-';
    int64_t total = 0;
    size_t first = is_negative ? 1 : 0;
    if (length < first + 1 || length > first + 10) {
        return false;
    }
    for (size_t i = first; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        total = total * 10 + (text[i] - '0');
    }
    total = is_negative ? -total : total;
    if (total < least || total > most) {
        return false;
    }
    *number = (int32_t)total;
    return true;
}
