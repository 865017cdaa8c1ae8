/* SPDX-License-Identifier: MIT */
#include "text_check.h"

#include "base/ascii.h"
#include "codec/utf8.h"
#include <string.h>

static bool is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character <= 0x9f) || character == 0x2028 || character == 0x2029;
}

smtp_result smtp__text_check(struct smtp__text text) {
    if (smtp__ascii_has_control(text.data, text.length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    if (!smtp__utf8_is_valid(text.data, text.length)) {
        return SMTP_E_UTF8;
    }
    for (size_t at = 0; at < text.length;) {
        uint32_t character;
        at += smtp__utf8_next(text.data + at, text.length - at, &character);
        if (is_control(character)) {
            return SMTP_E_CONTROL_CHARACTER;
        }
    }
    return SMTP_OK;
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
