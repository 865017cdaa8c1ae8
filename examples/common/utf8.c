/* SPDX-License-Identifier: MIT */
#include "common/utf8.h"

#include <stdint.h>

/* RFC 3629 s4: the first octet gives the length and bounds the second one. */
static const struct lead {
    uint8_t first, last;
    uint8_t second_min, second_max;
    uint8_t length;
} leads[] = {
    {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static size_t complete(const struct lead *lead, const uint8_t *octets, size_t length) {
    if (length < lead->length) {
        return 0;
    }
    if (lead->length > 1 && (octets[1] < lead->second_min || octets[1] > lead->second_max)) {
        return 0;
    }
    for (size_t i = 2; i < lead->length; i++) {
        if ((octets[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return lead->length;
}

size_t utf8_sequence(const char *text, size_t length) {
    const uint8_t *octets = (const uint8_t *)text;
    for (size_t i = 0; length > 0 && i < sizeof leads / sizeof leads[0]; i++) {
        if (octets[0] >= leads[i].first && octets[0] <= leads[i].last) {
            return complete(&leads[i], octets, length);
        }
    }
    return 0;
}

bool utf8_is_control(const char *text, size_t sequence) {
    unsigned char first = (unsigned char)text[0];
    if (sequence == 2) {
        return first == 0xC2 && (unsigned char)text[1] < 0xA0; /* U+0080 to U+009F */
    }
    return sequence == 1 && (first < 0x20 || first == 0x7F);
}
