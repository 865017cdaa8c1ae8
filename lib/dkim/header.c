/* SPDX-License-Identifier: MIT */
#include "header.h"

#include "names.h"
#include <string.h>

enum { NAME_MAX = 900 };

void smtp__dkim_header_end_feed(struct smtp__dkim_header_end *end, const uint8_t *data, size_t length) {
    for (size_t i = 0; i < length && !end->is_found; i++) {
        end->length++;
        if (data[i] == '\n') {
            end->is_found = !end->is_inside;
            end->is_inside = false;
        } else if (data[i] != '\r') {
            end->is_inside = true;
        }
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

struct smtp__text smtp__dkim_field_name(struct smtp__text field) {
    const char *colon = memchr(field.data, ':', field.length);
    struct smtp__text name = {field.data, colon == NULL ? 0 : (size_t)(colon - field.data)};
    while (name.length > 0 && is_blank(name.data[name.length - 1])) {
        name.length--;
    }
    return name;
}

static smtp_result check_line(struct smtp__text line, bool *has_from) {
    struct smtp__text name = smtp__dkim_field_name(line);
    if (!smtp__dkim_name_is_valid(name)) {
        return SMTP_E_NOT_A_MESSAGE;
    }
    *has_from = *has_from || smtp__text_is(name, "From");
    return name.length > NAME_MAX ? SMTP_E_HEADER_TOO_LONG : SMTP_OK;
}

/* Takes the first line off, with its end. */
static struct smtp__text first_line(struct smtp__text *rest) {
    const char *end = memchr(rest->data, '\n', rest->length);
    struct smtp__text line = {rest->data, (size_t)(end + 1 - rest->data)};
    rest->data += line.length;
    rest->length -= line.length;
    return line;
}

smtp_result smtp__dkim_header_check(struct smtp__text header) {
    smtp_result result = SMTP_OK;
    bool has_field = false;
    bool has_from = false;
    while (header.length > 0 && result == SMTP_OK) {
        struct smtp__text line = first_line(&header);
        if (!has_field || !is_blank(line.data[0])) {
            result = check_line(line, &has_from);
            has_field = true;
        }
    }
    if (result == SMTP_OK && !has_from) {
        result = has_field ? SMTP_E_NO_FROM : SMTP_E_NOT_A_MESSAGE;
    }
    return result;
}

bool smtp__dkim_header_last(struct smtp__text *header, struct smtp__text *field) {
    if (header->length == 0) {
        return false;
    }
    size_t end = header->length - 2;
    size_t at = end;
    while (at > 0 && (header->data[at - 1] != '\n' || is_blank(header->data[at]))) {
        at--;
    }
    field->data = header->data + at;
    field->length = end - at;
    header->length = at;
    return true;
}
