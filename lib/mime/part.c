/* SPDX-License-Identifier: MIT */
#include "part.h"

#include "codec/parameter.h"
#include "media_type.h"
#include "text_check.h"
#include "writer.h"
#include <string.h>

enum { QUOTED_MAX = 66 }; /* with filename="" around it, it fits a line of 78 */

static struct smtp__text without_path(struct smtp__text name) {
    size_t at = name.length;
    while (at > 0 && name.data[at - 1] != '/' && name.data[at - 1] != '\\') {
        at--;
    }
    struct smtp__text last = {name.data + at, name.length - at};
    return last;
}

smtp_result smtp__attachment_check(struct smtp__attachment *attachment) {
    smtp_result result = smtp__text_check(attachment->name);
    if (result != SMTP_OK) {
        return result;
    }
    attachment->name = without_path(attachment->name);
    if (attachment->type.length == 0) {
        attachment->type = smtp__media_type_guess(attachment->name);
    }
    return smtp__media_type_check(attachment->type);
}

static bool is_short(struct smtp__text name) {
    return smtp__text_quoted_length(name) <= QUOTED_MAX && smtp__text_is_quotable(name);
}

static void write_quoted(struct smtp__writer *writer, const char *name, struct smtp__text value) {
    smtp__writer_string(writer, ";");
    smtp__writer_fold(writer);
    smtp__writer_string(writer, " ");
    smtp__writer_string(writer, name);
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
static void write_encoded_name(struct smtp__writer *writer, struct smtp__text value) {
    smtp__writer_string(writer, ";");
    smtp__writer_fold(writer);
    smtp__writer_string(writer, " name=\"");
    smtp__writer_encoded(writer, "", value);
    smtp__writer_string(writer, "\"");
}

/* Content-Disposition: RFC 2183 s2.3 */
static void write_extended_filename(struct smtp__writer *writer, struct smtp__text value) {
    struct smtp__parameter parameter;
    char section[SMTP__PARAMETER_MAX];
    size_t length;
    smtp__parameter_init(&parameter, "filename", value.data, value.length);
    while ((length = smtp__parameter_next(&parameter, section)) > 0) {
        smtp__writer_string(writer, ";");
        smtp__writer_fold(writer);
        smtp__writer_string(writer, " ");
        smtp__writer_put(writer, section, length);
    }
}

static void write_fields(struct smtp__writer *writer, const struct smtp__attachment *attachment) {
    struct smtp__text name = attachment->name;
    smtp__writer_string(writer, "Content-Type: ");
    smtp__media_type_write(writer, attachment->type);
    if (name.length > 0 && is_short(name)) {
        write_quoted(writer, "name", name);
    } else if (name.length > 0) {
        write_encoded_name(writer, name);
    }
    smtp__writer_fold(writer);
    smtp__writer_string(writer, "Content-Disposition: attachment");
    if (name.length > 0 && is_short(name)) {
        write_quoted(writer, "filename", name);
    } else if (name.length > 0) {
        write_extended_filename(writer, name);
    }
    smtp__writer_fold(writer);
}

struct smtp__part *smtp__attachment_part(struct smtp__arena *arena, const struct smtp__attachment *attachment) {
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 0);
    write_fields(&writer, attachment);
    struct smtp__part *part = smtp__arena_take(arena, sizeof *part);
    char *fields = smtp__arena_take(arena, writer.length);
    if (part == NULL || fields == NULL) {
        return NULL;
    }
    smtp__writer_init(&writer, fields, 0);
    write_fields(&writer, attachment);
    memset(part, 0, sizeof *part);
    part->fields = smtp__text_from(fields, writer.length);
    part->content.encoding = SMTP__ENCODING_BASE64;
    return part;
}

void smtp__part_group(struct smtp__part *multipart, struct smtp__part *first) {
    multipart->first = first;
    for (; first != NULL; first = first->next) {
        first->parent = multipart;
    }
}
