/* SPDX-License-Identifier: MIT */
/* part_field.c - the fields of a part's header: Content-Type, Content-Disposition, Content-ID and the caller's own. */
#include "message_object.h"

#include "codec/parameter.h"
#include "codec/utf8.h"
#include "message_id.h"
#include "text_check.h"
#include "unstructured.h"
#include <string.h>

enum { QUOTED_MAX = 66 }; /* with filename="" around it, it fits a line of 78 */

/* Writes a text of the header. */
typedef smtp_result (*write_fn)(struct smtp__writer *writer, const void *what);

/* Counts, takes the memory, writes. */
static smtp_result make_text(struct smtp_part *part, write_fn write, const void *what, struct smtp__text *text) {
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 0);
    smtp_result result = write(&writer, what);
    if (result != SMTP_OK) {
        return result;
    }
    char *data = smtp__arena_take(&part->message->arena, writer.length);
    if (data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__writer_init(&writer, data, 0);
    (void)write(&writer, what);
    *text = smtp__text_from(data, writer.length);
    return SMTP_OK;
}

/* ---- Content-Type ---- */

struct type {
    struct smtp__text text;
    bool has_charset;
};

static smtp_result write_type(struct smtp__writer *writer, const void *what) {
    static const struct smtp__text charset = {"charset=utf-8", 13};
    const struct type *type = what;
    smtp__writer_string(writer, "Content-Type:");
    writer->is_first = true;
    smtp__media_type_write(writer, type->text);
    if (type->has_charset) {
        smtp__writer_string(writer, ";");
        smtp__writer_word(writer, 1, charset, SMTP__LIST_AIM);
    }
    return SMTP_OK;
}

smtp_result smtp__part_put_type(struct smtp_part *part, struct smtp__text type, bool has_charset) {
    struct type what = {type, has_charset};
    return make_text(part, write_type, &what, &part->header[SMTP__PART_TYPE]);
}

/* ---- Content-Disposition and the file name ---- */

smtp_result smtp__part_name_check(struct smtp__text *name) {
    smtp_result result = smtp__text_check(*name);
    if (result != SMTP_OK) {
        return result;
    }
    size_t at = name->length;
    while (at > 0 && name->data[at - 1] != '/' && name->data[at - 1] != '\\') {
        at--;
    }
    name->data += at;
    name->length -= at;
    if (smtp__text_is(*name, ".") || smtp__text_is(*name, "..")) {
        name->length = 0;
    }
    return SMTP_OK;
}

static bool is_short(struct smtp__text name) {
    return smtp__text_quoted_length(name) <= QUOTED_MAX && smtp__text_is_quotable(name);
}

/* A parameter on a line of its own, up to its value. */
static void begin_parameter(struct smtp__writer *writer, const char *name) {
    smtp__writer_string(writer, ";");
    smtp__writer_fold(writer);
    smtp__writer_string(writer, " ");
    smtp__writer_string(writer, name);
}

static void write_quoted(struct smtp__writer *writer, struct smtp__text value) {
    smtp__writer_string(writer, "=\"");
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] == '"') {
            smtp__writer_string(writer, "\\");
        }
        smtp__writer_put(writer, value.data + i, 1);
    }
    smtp__writer_string(writer, "\"");
}

/* name="=?utf-8?…?=": not by the book (RFC 2047 s5), and what those readers want who do not know RFC 2231. */
static smtp_result write_name(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *name = what;
    begin_parameter(writer, "name");
    if (is_short(*name)) {
        write_quoted(writer, *name);
    } else {
        smtp__writer_string(writer, "=\"");
        smtp__writer_encoded(writer, "", *name);
        smtp__writer_string(writer, "\"");
    }
    return SMTP_OK;
}

static void write_extended_filename(struct smtp__writer *writer, struct smtp__text value) {
    struct smtp__parameter parameter;
    char section[SMTP__PARAMETER_MAX + 1];
    size_t length;
    smtp__parameter_init(&parameter, "filename", value.data, value.length);
    while ((length = smtp__parameter_next(&parameter, section)) > 0) {
        section[length] = '\0';
        begin_parameter(writer, section);
    }
}

struct disposition {
    int32_t number;
    struct smtp__text name;
};

/* RFC 2183 s2 */
static smtp_result write_disposition(struct smtp__writer *writer, const void *what) {
    const struct disposition *disposition = what;
    bool is_inline = disposition->number == SMTP_DISPOSITION_INLINE;
    smtp__writer_fold(writer);
    smtp__writer_string(writer, is_inline ? "Content-Disposition: inline" : "Content-Disposition: attachment");
    if (disposition->name.length > 0 && is_short(disposition->name)) {
        begin_parameter(writer, "filename");
        write_quoted(writer, disposition->name);
    } else if (disposition->name.length > 0) {
        write_extended_filename(writer, disposition->name);
    }
    return SMTP_OK;
}

smtp_result smtp__part_put_disposition(struct smtp_part *part, int32_t disposition, struct smtp__text name) {
    struct disposition what = {disposition, name};
    struct smtp__text parameter = {"", 0};
    struct smtp__arena_mark mark = smtp__arena_mark(&part->message->arena);
    smtp_result result = name.length > 0 ? make_text(part, write_name, &name, &parameter) : SMTP_OK;
    if (result == SMTP_OK) {
        result = make_text(part, write_disposition, &what, &part->header[SMTP__PART_DISPOSITION]);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&part->message->arena, mark);
        return result;
    }
    part->header[SMTP__PART_NAME] = parameter;
    return SMTP_OK;
}

smtp_result smtp_part_set_disposition(smtp_part *part, int32_t disposition, const char *name, size_t length) {
    bool is_known = disposition == SMTP_DISPOSITION_ATTACHMENT || disposition == SMTP_DISPOSITION_INLINE;
    if (part == NULL || part->is_multipart || !is_known) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text file = smtp__text_from(name, length);
    smtp_result result = smtp__part_name_check(&file);
    return result == SMTP_OK ? smtp__part_put_disposition(part, disposition, file) : result;
}

/* ---- Content-ID ---- */

static smtp_result write_id(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *id = what;
    smtp__writer_fold(writer);
    smtp__writer_string(writer, "Content-ID: <");
    smtp__writer_put(writer, id->data, id->length);
    smtp__writer_string(writer, ">");
    return SMTP_OK;
}

smtp_result smtp__part_put_id(struct smtp_part *part, struct smtp__text id) {
    return make_text(part, write_id, &id, &part->header[SMTP__PART_ID]);
}

smtp_result smtp_part_set_content_id(smtp_part *part, const char *id, size_t length) {
    if (part == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, length);
    smtp_result result = smtp__message_id_check(&text);
    return result == SMTP_OK ? smtp__part_put_id(part, text) : result;
}

/* ---- other fields ---- */

struct own {
    struct smtp__text name;
    struct smtp__text value;
};

/* "Content-" and something more */
static bool is_content_field(struct smtp__text name) {
    return smtp__text_begins(name, "Content-") && name.length > strlen("Content-") &&
           smtp__field_name_check(name) != SMTP_E_HEADER_NAME;
}

static smtp_result check_own(const struct own *own) {
    static const char *const others[] = {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
                                         "Content-ID"};
    smtp_result result = smtp__text_check(own->name);
    if (result == SMTP_OK && !is_content_field(own->name)) {
        result = SMTP_E_HEADER_NAME;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0] && result == SMTP_OK; i++) {
        result = smtp__text_is(own->name, others[i]) ? SMTP_E_HEADER_RESERVED : SMTP_OK;
    }
    return result == SMTP_OK ? smtp__text_check(own->value) : result;
}

static smtp_result write_own(struct smtp__writer *writer, const void *what) {
    const struct own *own = what;
    smtp__writer_put(writer, own->name.data, own->name.length);
    smtp__writer_string(writer, ":");
    return smtp__unstructured_write(writer, own->value, smtp__utf8_is_ascii(own->value.data, own->value.length));
}

/* The field, and a place for it and others. */
static smtp_result put_own(struct smtp_part *part, const struct own *own) {
    struct smtp__fields *fields = part->own;
    struct smtp__arena *arena = &part->message->arena;
    if (fields == NULL && (fields = smtp__arena_take(arena, sizeof *fields)) != NULL) {
        memset(fields, 0, sizeof *fields);
    }
    struct smtp__field *field = smtp__arena_take(arena, sizeof *field);
    struct smtp__piece *piece = smtp__arena_take(arena, sizeof *piece);
    if (fields == NULL || field == NULL || piece == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp_result result = make_text(part, write_own, own, &piece->text);
    if (result == SMTP_OK) {
        memset(field, 0, sizeof *field);
        field->kind = SMTP__FIELD_OWN;
        field->name.text = smtp__text_from(piece->text.data, own->name.length);
        smtp__field_append(field, piece);
        smtp__field_replace(fields, field);
        part->own = fields;
    }
    return result;
}

smtp_result smtp_part_set_header(smtp_part *part, const char *name, size_t name_length, const char *value,
                                 size_t value_length) {
    if (part == NULL || name == NULL || value == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct own own = {smtp__text_from(name, name_length), smtp__text_from(value, value_length)};
    smtp_result result = check_own(&own);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&part->message->arena);
    result = put_own(part, &own);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&part->message->arena, mark);
    }
    return result;
}
