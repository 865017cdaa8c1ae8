/* SPDX-License-Identifier: MIT */
#include "own_parameter.h"

#include "base/ascii.h"
#include <string.h>

/* What the setters of an envelope and the session write. */
static bool is_reserved(struct smtp__text keyword) {
    static const char *const names[] = {"SIZE",    "BODY",      "SMTPUTF8",    "RET",        "ENVID",  "AUTH", "BY",
                                        "HOLDFOR", "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS", "NOTIFY", "ORCPT"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (smtp__text_is(keyword, names[i])) {
            return true;
        }
    }
    return false;
}

/* RFC 5321 s4.1.2: esmtp-keyword */
static bool is_keyword(struct smtp__text keyword) {
    for (size_t i = 0; i < keyword.length; i++) {
        if (!smtp__ascii_is_alnum(keyword.data[i]) && (i == 0 || keyword.data[i] != '-')) {
            return false;
        }
    }
    return keyword.length > 0;
}

/* RFC 5321 s4.1.2: esmtp-value, or none */
static bool is_value(struct smtp__text value) {
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] <= ' ' || value.data[i] > '~' || value.data[i] == '=') {
            return false;
        }
    }
    return true;
}

static bool is_there(struct smtp__text parameters, struct smtp__text keyword) {
    struct smtp__text word;
    struct smtp__text name;
    while (smtp__text_word(&parameters, " ", &word)) {
        if (smtp__text_word(&word, "=", &name) && smtp__text_equal(name, keyword)) {
            return true;
        }
    }
    return false;
}

static char *append(char *at, struct smtp__text text) {
    if (text.length > 0) {
        memmove(at, text.data, text.length);
    }
    return at + text.length;
}

smtp_result smtp__own_parameter_add(struct smtp__arena *arena, struct smtp__kept *list, struct smtp__text keyword,
                                    struct smtp__text value) {
    struct smtp__text before = smtp__text_from(smtp__kept_text(list), SMTP_Z);
    size_t most = SMTP__OWN_PARAMETERS_MAX - before.length;
    size_t equals = value.length > 0 ? 1 : 0;
    bool fits = keyword.length < most && value.length < most - keyword.length - equals;
    if (!fits || !is_keyword(keyword) || !is_value(value) || is_reserved(keyword) || is_there(before, keyword)) {
        return SMTP_E_PARAMETER;
    }
    size_t added = 1 + keyword.length + equals + value.length;
    char *at = smtp__kept_room(arena, list, before.length + added);
    if (at == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    at = append(at, before);
    *at++ = ' ';
    at = append(at, keyword);
    if (value.length > 0) {
        *at++ = '=';
        at = append(at, value);
    }
    *at = '\0';
    return SMTP_OK;
}
