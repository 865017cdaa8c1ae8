/* SPDX-License-Identifier: MIT */
#include "der.h"

enum { MULTI_BYTE_TAG = 0x1f, LONG_LENGTH = 0x80, MOST_LENGTH_BYTES = 3 };

/* X.690 s8.1.3: one byte, or the number of the bytes that follow. Certificates stay far below 2^24. */
static bool take_length(struct smtp__der *in, size_t *length) {
    if (in->left == 0) {
        return false;
    }
    size_t first = in->at[0];
    in->at++;
    in->left--;
    if (first < LONG_LENGTH) {
        *length = first;
        return true;
    }
    size_t bytes = first - LONG_LENGTH;
    if (bytes == 0 || bytes > MOST_LENGTH_BYTES || bytes > in->left) {
        return false;
    }
    *length = 0;
    for (; bytes > 0; bytes--) {
        *length = *length << 8 | in->at[0];
        in->at++;
        in->left--;
    }
    return true;
}

bool smtp__der_next(struct smtp__der *in, uint8_t *tag, struct smtp__der *content) {
    struct smtp__der rest = *in;
    size_t length;
    if (rest.left == 0 || (rest.at[0] & MULTI_BYTE_TAG) == MULTI_BYTE_TAG) {
        return false;
    }
    *tag = rest.at[0];
    rest.at++;
    rest.left--;
    if (!take_length(&rest, &length) || length > rest.left) {
        return false;
    }
    content->at = rest.at;
    content->left = length;
    in->at = rest.at + length;
    in->left = rest.left - length;
    return true;
}

bool smtp__der_expect(struct smtp__der *in, uint8_t tag, struct smtp__der *content) {
    struct smtp__der rest = *in;
    uint8_t found;
    if (!smtp__der_next(&rest, &found, content) || found != tag) {
        return false;
    }
    *in = rest;
    return true;
}
