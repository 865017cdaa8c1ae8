/* SPDX-License-Identifier: MIT */
#include "atom.h"

#include "base/ascii.h"
#include <string.h>

bool smtp__is_atext(char c) {
    return smtp__ascii_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

bool smtp__is_dot_atom(struct smtp__text text) {
    char before = '.';
    for (size_t i = 0; i < text.length; i++) {
        bool is_dot = text.data[i] == '.';
        if (is_dot ? before == '.' : !smtp__is_atext(text.data[i])) {
            return false;
        }
        before = text.data[i];
    }
    return before != '.';
}
