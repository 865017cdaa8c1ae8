/* SPDX-License-Identifier: MIT */
#include "message_id.h"

#include "atom.h"
#include "base/ascii.h"
#include "base/buffer.h"
#include "local_part.h"
#include <string.h>

enum { ID_MAX = 900 }; /* the field is one line: there is no blank to fold at */

/* no-fold-literal: dtext in brackets */
static bool is_literal(struct smtp__text text) {
    if (text.length < 3 || text.data[0] != '[' || text.data[text.length - 1] != ']') {
        return false;
    }
    for (size_t i = 1; i < text.length - 1; i++) {
        if (text.data[i] < '!' || text.data[i] > '~' || strchr("[]\\", text.data[i]) != NULL) {
            return false;
        }
    }
    return true;
}

static struct smtp__text without_brackets(struct smtp__text id) {
    if (id.length >= 2 && id.data[0] == '<' && id.data[id.length - 1] == '>') {
        id.data++;
        id.length -= 2;
    }
    return id;
}

smtp_result smtp__message_id_check(struct smtp__text *id) {
    if (smtp__ascii_has_control(id->data, id->length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    struct smtp__text inner = without_brackets(*id);
    const char *at = inner.length > 0 ? memchr(inner.data, '@', inner.length) : NULL;
    if (at == NULL || inner.length > ID_MAX) {
        return SMTP_E_MESSAGE_ID;
    }
    struct smtp__text left = {inner.data, (size_t)(at - inner.data)};
    struct smtp__text right = {at + 1, inner.length - left.length - 1};
    if (!smtp__is_dot_atom(left) || !(smtp__is_dot_atom(right) || is_literal(right))) {
        return SMTP_E_MESSAGE_ID;
    }
    *id = inner;
    return SMTP_OK;
}

size_t smtp__message_id_make(const struct smtp__seed *seed, struct smtp__text address,
                             char out[SMTP__MESSAGE_ID_MADE_MAX]) {
    char digits[SMTP__SEED_DIGITS];
    struct smtp__buffer id = {(uint8_t *)out, SMTP__MESSAGE_ID_MADE_MAX, 0};
    size_t at = smtp__local_part_length(address);
    smtp__seed_digits(seed, SMTP__SEED_MESSAGE_ID, digits);
    smtp__buffer_append_string(&id, "<");
    smtp__buffer_append(&id, digits, sizeof digits / 2);
    smtp__buffer_append_string(&id, ".");
    smtp__buffer_append(&id, digits + sizeof digits / 2, sizeof digits / 2);
    smtp__buffer_append(&id, address.data + at, address.length - at);
    smtp__buffer_append_string(&id, ">");
    return id.length;
}
