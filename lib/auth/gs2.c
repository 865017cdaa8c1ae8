/* SPDX-License-Identifier: MIT */
#include "gs2.h"

static bool has_a_meaning(char c) {
    return c == ',' || c == '=';
}

bool smtp__gs2_next(struct smtp__text *user, struct smtp__text *piece) {
    size_t n = 0;
    while (n < user->length && !has_a_meaning(user->data[n])) {
        n++;
    }
    piece->data = user->data;
    piece->length = n;
    if (n == 0 && user->length > 0) {
        *piece = smtp__text_from(user->data[0] == ',' ? "=2C" : "=3D", SMTP_Z);
        n = 1;
    }
    user->data += n;
    user->length -= n;
    return n > 0;
}
