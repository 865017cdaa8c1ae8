/* SPDX-License-Identifier: MIT */
#include "wipe.h"

void smtp__wipe(void *memory, size_t length) {
    volatile unsigned char *p = memory;
    while (length > 0) {
        *p++ = 0;
        length--;
    }
}
