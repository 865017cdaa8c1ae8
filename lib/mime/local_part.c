/* SPDX-License-Identifier: MIT */
#include "local_part.h"

size_t smtp__local_part_length(struct smtp__text address) {
    bool is_in_quotes = false;
    size_t n = 0;
    while (n < address.length && (is_in_quotes || address.data[n] != '@')) {
        is_in_quotes = is_in_quotes != (address.data[n] == '"');
        n += is_in_quotes && address.data[n] == '\\' ? 2 : 1;
    }
    return n;
}
