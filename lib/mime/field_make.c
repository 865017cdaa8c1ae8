/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include <string.h>

/* What goes to the end of a field's text, behind "Name:" where it begins. */
struct text {
    const struct smtp__field *field;
    struct smtp__text name; /* empty: the field is there */
    const struct smtp__draft *draft;
    bool takes_utf8;
};

static smtp_result write_text(struct smtp__writer *writer, char *out, const struct text *text) {
    smtp__writer_init(writer, out, text->field->column);
    writer->takes_utf8 = text->takes_utf8;
    if (text->name.length > 0) {
        smtp__writer_put(writer, text->name.data, text->name.length);
        smtp__writer_string(writer, ":");
    }
    writer->is_first = text->name.length > 0 || smtp__field_is_empty(text->field);
    smtp_result result = text->draft->write(writer, text->draft->what);
    return result == SMTP_OK && writer->widest > SMTP__HEADER_MAX ? SMTP_E_HEADER_TOO_LONG : result;
}

/* Counts, takes the memory, writes, links. */
static smtp_result add(struct smtp__arena *arena, struct smtp__field *field, const struct text *text) {
    struct smtp__writer writer;
    smtp_result result = write_text(&writer, NULL, text);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__piece *made = smtp__arena_take(arena, sizeof *made);
    char *data = smtp__arena_take(arena, writer.length);
    if (made == NULL || data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    (void)write_text(&writer, data, text);
    made->text = smtp__text_from(data, writer.length);
    field->column = writer.column;
    smtp__field_append(field, made);
    return SMTP_OK;
}

smtp_result smtp__field_extend(struct smtp_message *message, struct smtp__field *field,
                               const struct smtp__draft *draft) {
    struct text text = {field, {"", 0}, draft, message->takes_utf8};
    return add(&message->arena, field, &text);
}

smtp_result smtp__field_make(struct smtp_message *message, const struct smtp__draft *draft,
                             struct smtp__field **field) {
    struct smtp__field *made = smtp__arena_take(&message->arena, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->kind = draft->kind;
    struct smtp__text name = draft->kind == SMTP__FIELD_OWN ? draft->name : smtp__field_name(draft->kind);
    struct text text = {made, name, draft, message->takes_utf8};
    smtp_result result = add(&message->arena, made, &text);
    if (result != SMTP_OK) {
        return result;
    }
    made->name.text = smtp__text_from(made->first->text.data, name.length);
    *field = made;
    return SMTP_OK;
}
