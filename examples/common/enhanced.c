/* SPDX-License-Identifier: MIT */
#include "common/enhanced.h"

#include <stdio.h>

bool enhanced_format(int32_t enhanced, char text[ENHANCED_SIZE]) {
    text[0] = '\0';
    if (enhanced > 0) {
        (void)snprintf(text, ENHANCED_SIZE, "%d.%d.%d", (int)(enhanced / 1000000), (int)(enhanced / 1000 % 1000),
                       (int)(enhanced % 1000));
    }
    return enhanced > 0;
}
