/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "codec/utf8.h"
#include "date.h"
#include "message_id.h"
#include "template.h"
#include "text_check.h"
#include "unstructured.h"

/* An unstructured value and how it is to be written. */
struct value {
    struct smtp__text text;
    bool is_verbatim;
};

/* What is ASCII may be meant for a machine: it is not touched. */
static struct value own_value(const char *data, size_t length) {
    struct value value = {smtp__text_from(data, length), false};
    value.is_verbatim = smtp__utf8_is_ascii(value.text.data, value.text.length);
    return value;
}

static smtp_result write_value(struct smtp__writer *writer, const void *what) {
    const struct value *value = what;
    return smtp__unstructured_write(writer, value->text, value->is_verbatim);
}

static smtp_result write_line(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *text = what;
    smtp__writer_string(writer, " ");
    smtp__writer_put(writer, text->data, text->length);
    return SMTP_OK;
}

static smtp_result write_id(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *id = what;
    smtp__writer_string(writer, " <");
    smtp__writer_put(writer, id->data, id->length);
    smtp__writer_string(writer, ">");
    return SMTP_OK;
}

/* A merge makes the field anew from the value that the caller gave. */
static smtp_result keep_template(struct smtp_message *message, const struct value *value, struct smtp__field *field) {
    if (!smtp__template_has_braces(value->text)) {
        return SMTP_OK;
    }
    field->value.data = smtp__arena_copy(&message->arena, value->text.data, value->text.length);
    field->value.length = value->text.length;
    return field->value.data == NULL ? SMTP_E_NO_MEMORY : SMTP_OK;
}

/* Makes a field and links it by `link`, or leaves the message as it was. */
static smtp_result put_field(struct smtp_message *message, enum smtp__field_kind kind, struct smtp__text name,
                             smtp__write_fn write, const void *what,
                             void (*link)(struct smtp__fields *fields, struct smtp__field *field)) {
    struct smtp__field *field;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = smtp__field_make(&message->arena, kind, name, write, what, &field);
    if (result == SMTP_OK && write == write_value) {
        result = keep_template(message, what, field);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    link(&message->fields, field);
    return SMTP_OK;
}

static smtp_result set_known(struct smtp_message *message, enum smtp__field_kind kind, smtp__write_fn write,
                             const void *what) {
    return put_field(message, kind, smtp__field_name(kind), write, what, smtp__field_replace);
}

smtp_result smtp_message_set_subject(smtp_message *message, const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct value value = {smtp__text_from(text, length), false};
    smtp_result result = smtp__text_check(value.text);
    return result == SMTP_OK ? set_known(message, SMTP__FIELD_SUBJECT, write_value, &value) : result;
}

smtp_result smtp_message_set_date(smtp_message *message, int64_t utc_seconds, int32_t offset_minutes) {
    char date[SMTP__DATE_LENGTH + 1];
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp__date_write(utc_seconds, offset_minutes, date);
    struct smtp__text text = {date, SMTP__DATE_LENGTH};
    return result == SMTP_OK ? set_known(message, SMTP__FIELD_DATE, write_line, &text) : result;
}

smtp_result smtp_message_set_message_id(smtp_message *message, const char *id, size_t length) {
    if (message == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, length);
    smtp_result result = smtp__message_id_check(&text);
    return result == SMTP_OK ? set_known(message, SMTP__FIELD_MESSAGE_ID, write_id, &text) : result;
}

smtp_result smtp_message_set_seed(smtp_message *message, const void *random, size_t length) {
    if (message == NULL || random == NULL || length < SMTP__SEED_LEAST || length > PTRDIFF_MAX) {
        return SMTP_E_ARGUMENT;
    }
    smtp__seed_set(&message->seed, random, length);
    return SMTP_OK;
}

int32_t smtp_message_has_date(const smtp_message *message) {
    return message != NULL && smtp__field_of_kind(&message->fields, SMTP__FIELD_DATE) != NULL;
}

int32_t smtp_message_has_message_id(const smtp_message *message) {
    return message != NULL && smtp__field_of_kind(&message->fields, SMTP__FIELD_MESSAGE_ID) != NULL;
}

int32_t smtp_message_has_seed(const smtp_message *message) {
    return message != NULL && message->seed.is_set;
}

static smtp_result check_own(struct smtp__text name, struct smtp__text value) {
    smtp_result result = smtp__text_check(name);
    if (result == SMTP_OK) {
        result = smtp__field_name_check(name);
    }
    return result == SMTP_OK ? smtp__text_check(value) : result;
}

smtp_result smtp_message_add_header(smtp_message *message, const char *name, size_t name_length, const char *value,
                                    size_t value_length) {
    if (message == NULL || name == NULL || value == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text named = smtp__text_from(name, name_length);
    struct value own = own_value(value, value_length);
    smtp_result result = check_own(named, own.text);
    if (result == SMTP_OK && smtp__field_is_unique(named) && smtp__field_find(&message->fields, named) != NULL) {
        result = SMTP_E_HEADER_RESERVED;
    }
    return result == SMTP_OK ? put_field(message, SMTP__FIELD_OWN, named, write_value, &own, smtp__field_insert)
                             : result;
}

smtp_result smtp_message_set_header(smtp_message *message, const char *name, size_t name_length, const char *value,
                                    size_t value_length) {
    if (message == NULL || name == NULL || value == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text named = smtp__text_from(name, name_length);
    struct value own = own_value(value, value_length);
    smtp_result result = check_own(named, own.text);
    return result == SMTP_OK ? put_field(message, SMTP__FIELD_OWN, named, write_value, &own, smtp__field_replace)
                             : result;
}
