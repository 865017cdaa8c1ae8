/* SPDX-License-Identifier: MIT */
#include "domain.h"

#include "base/ascii.h"

enum { LABEL_MAX = 63 }; /* RFC 1035 s2.3.4 */

static bool is_let_dig(char c) {
    return smtp__ascii_is_alnum(c) || (unsigned char)c > 127;
}

/* Octets that are not the second or a later one of a UTF-8 character; each takes one octet at least in an A-label. */
static bool begins_character(char c) {
    return ((unsigned char)c & 0xc0) != 0x80;
}

static bool is_label(const char *label, size_t length) {
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_let_dig(label[i]) && label[i] != '-') {
            return false;
        }
        characters += begins_character(label[i]);
    }
    return length > 0 && characters <= LABEL_MAX && label[0] != '-' && label[length - 1] != '-';
}

bool smtp__domain_is_valid(struct smtp__text domain) {
    size_t start = 0;
    for (size_t i = 0; i <= domain.length; i++) {
        if (i < domain.length && domain.data[i] != '.') {
            continue;
        }
        if (!is_label(domain.data + start, i - start)) {
            return false;
        }
        start = i + 1;
    }
    return true;
}
