/* SPDX-License-Identifier: MIT */
#include "text_check.h"

#include "codec/utf8.h"
#include <string.h>

smtp_result smtp__text_check(struct smtp__text text) {
    return smtp__utf8_check(text.data, text.length);
}

size_t smtp__text_quoted_length(struct smtp__text text) {
    size_t escapes = 0;
    for (size_t i = 0; i < text.length; i++) {
        escapes += text.data[i] == '"' || text.data[i] == '\\';
    }
    return escapes > SIZE_MAX - text.length ? SIZE_MAX : text.length + escapes;
}

bool smtp__text_is_tidy(struct smtp__text text) {
    bool has_end = text.length > 0 && (text.data[0] == ' ' || text.data[text.length - 1] == ' ');
    return !has_end && !smtp__text_has(text, "  ") && !smtp__text_has(text, "=?");
}

bool smtp__text_is_quotable(struct smtp__text text) {
    return smtp__text_is_tidy(text) && smtp__utf8_is_ascii(text.data, text.length);
}

bool smtp__text_is_in_url(struct smtp__text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '!' || text.data[i] > '~' || strchr("<>\"", text.data[i]) != NULL) {
            return false;
        }
    }
    return true;
}
