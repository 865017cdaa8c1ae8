/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include <string.h>

/* A field's text: "Name:" and what the function writes, or that alone. */
struct text {
    struct smtp__text name; /* empty: goes on where a field ends */
    smtp__write_fn write;
    const void *what;
};

static smtp_result write_text(struct smtp__writer *writer, const struct text *text) {
    if (text->name.length > 0) {
        smtp__writer_put(writer, text->name.data, text->name.length);
        smtp__writer_string(writer, ":");
    }
    return text->write(writer, text->what);
}

/* Counts, takes the memory, writes. */
static smtp_result make(struct smtp__arena *arena, const struct text *text, size_t *column,
                        struct smtp__piece **piece) {
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, *column);
    smtp_result result = write_text(&writer, text);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__piece *made = smtp__arena_take(arena, sizeof *made);
    char *data = smtp__arena_take(arena, writer.length);
    if (made == NULL || data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__writer_init(&writer, data, *column);
    (void)write_text(&writer, text);
    made->next = NULL;
    made->text = smtp__text_from(data, writer.length);
    *column = writer.column;
    *piece = made;
    return SMTP_OK;
}

smtp_result smtp__piece_make(struct smtp__arena *arena, smtp__write_fn write, const void *what, size_t *column,
                             struct smtp__piece **piece) {
    struct text text = {{"", 0}, write, what};
    return make(arena, &text, column, piece);
}

smtp_result smtp__field_make(struct smtp__arena *arena, enum smtp__field_kind kind, struct smtp__text name,
                             smtp__write_fn write, const void *what, struct smtp__field **field) {
    struct text text = {name, write, what};
    struct smtp__field *made = smtp__arena_take(arena, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    smtp_result result = make(arena, &text, &made->column, &made->first);
    if (result != SMTP_OK) {
        return result;
    }
    made->last = made->first;
    made->kind = kind;
    made->name.text = smtp__text_from(made->first->text.data, name.length);
    *field = made;
    return SMTP_OK;
}
