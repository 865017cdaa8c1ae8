/* SPDX-License-Identifier: MIT */
#include "common/port.h"

uint16_t port_of(const char *digits, size_t length) {
    uint32_t port = 0;
    if (length < 1 || length > 5) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return 0;
        }
        port = port * 10 + (uint32_t)(digits[i] - '0');
    }
    return port <= UINT16_MAX ? (uint16_t)port : 0;
}
