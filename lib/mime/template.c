/* SPDX-License-Identifier: MIT */
#include "template.h"

#include "text_check.h"
#include "writer.h"
#include <string.h>

enum { BRACES = 2 };

bool smtp__template_has_braces(struct smtp__text text) {
    return smtp__text_has(text, "{{");
}

bool smtp__template_is_key(struct smtp__text key) {
    for (size_t i = 0; i < key.length; i++) {
        if (key.data[i] <= ' ' || key.data[i] > '~' || key.data[i] == '{' || key.data[i] == '}') {
            return false;
        }
    }
    return key.length > 0 && key.length <= SMTP__TEMPLATE_KEY_MAX;
}

/* Where a brace stands twice for the first time; the length of the text if it does not. */
static size_t find_braces(struct smtp__text text, char brace) {
    for (size_t at = 0; at + 1 < text.length; at++) {
        const char *found = memchr(text.data + at, brace, text.length - at);
        if (found == NULL) {
            break;
        }
        at = (size_t)(found - text.data);
        if (at + 1 < text.length && text.data[at + 1] == brace) {
            return at;
        }
    }
    return text.length;
}

static struct smtp__text take(struct smtp__text *rest, size_t length) {
    struct smtp__text taken = {rest->data, length};
    smtp__text_skip(rest, length);
    return taken;
}

static smtp_result take_key(struct smtp__text *rest, struct smtp__template_piece *piece) {
    struct smtp__text inside = {rest->data + BRACES, rest->length - BRACES};
    size_t end = find_braces(inside, '}');
    if (end == inside.length) {
        return SMTP_E_TEMPLATE;
    }
    (void)take(rest, BRACES + end + BRACES);
    inside.length = end;
    piece->text = smtp__text_trim(inside);
    piece->is_key = true;
    return smtp__template_is_key(piece->text) ? SMTP_OK : SMTP_E_TEMPLATE;
}

smtp_result smtp__template_next(struct smtp__text *rest, struct smtp__template_piece *piece) {
    size_t before = find_braces(*rest, '{');
    piece->is_key = false;
    if (before > 0) {
        piece->text = take(rest, before);
        return SMTP_OK;
    }
    if (rest->length >= BRACES + BRACES && memcmp(rest->data, "{{{{", BRACES + BRACES) == 0) {
        piece->text = take(rest, BRACES);
        (void)take(rest, BRACES);
        return SMTP_OK;
    }
    return take_key(rest, piece);
}

struct smtp__template_value *smtp__template_find(const struct smtp__keys *values, struct smtp__text key) {
    struct smtp__key wanted = {.text = key, .exact = key.length};
    return (struct smtp__template_value *)smtp__keys_find(values, &wanted); /* its first member */
}

static const char *entity_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_markup(struct smtp__writer *writer, struct smtp__text value) {
    for (size_t i = 0; i < value.length; i++) {
        const char *entity = entity_of(value.data[i]);
        if (entity != NULL) {
            smtp__writer_string(writer, entity);
        } else {
            smtp__writer_put(writer, value.data + i, 1);
        }
    }
}

static smtp_result put_value(struct smtp__writer *writer, struct smtp__text key, const struct smtp__keys *values,
                             enum smtp__template_form form) {
    const struct smtp__template_value *found = smtp__template_find(values, key);
    if (found == NULL) {
        return SMTP_E_MERGE_KEY;
    }
    if (!found->is_set) {
        return SMTP_E_MERGE_VALUE;
    }
    if (form == SMTP__TEMPLATE_URL && !smtp__text_is_in_url(found->value)) {
        return SMTP_E_LIST_URL;
    }
    if (form == SMTP__TEMPLATE_MARKUP) {
        put_markup(writer, found->value);
    } else {
        smtp__writer_put(writer, found->value.data, found->value.length);
    }
    return SMTP_OK;
}

static smtp_result write(struct smtp__writer *writer, struct smtp__text text, const struct smtp__keys *values,
                         enum smtp__template_form form) {
    smtp_result result = SMTP_OK;
    while (result == SMTP_OK && text.length > 0) {
        struct smtp__template_piece piece;
        result = smtp__template_next(&text, &piece);
        if (result == SMTP_OK && piece.is_key) {
            result = put_value(writer, piece.text, values, form);
        } else if (result == SMTP_OK) {
            smtp__writer_put(writer, piece.text.data, piece.text.length);
        }
    }
    return result;
}

smtp_result smtp__template_expand(struct smtp__arena *arena, struct smtp__text text, const struct smtp__keys *values,
                                  enum smtp__template_form form, struct smtp__text *expanded) {
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 0);
    smtp_result result = write(&writer, text, values, form);
    if (result != SMTP_OK) {
        return result;
    }
    char *memory = smtp__arena_take(arena, writer.length);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__writer_init(&writer, memory, 0);
    (void)write(&writer, text, values, form);
    expanded->data = memory;
    expanded->length = writer.length;
    return SMTP_OK;
}
