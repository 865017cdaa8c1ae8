/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "codec/utf8.h"
#include "template.h"
#include "text_check.h"
#include "unstructured.h"
#include <smtp/message_field.h>

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

/* A merge makes the field anew from the value that the caller gave. */
static smtp_result keep_template(struct smtp_message *message, const struct value *value, struct smtp__field *field) {
    if (!smtp__template_has_braces(value->text)) {
        return SMTP_OK;
    }
    field->value.data = smtp__arena_copy(&message->arena, value->text.data, value->text.length);
    field->value.length = value->text.length;
    return field->value.data == NULL ? SMTP_E_NO_MEMORY : SMTP_OK;
}

/* Makes a field of a checked value and links it by `link`, or leaves the message as it was. */
static smtp_result put_value(struct smtp_message *message, enum smtp__field_kind kind, struct smtp__text name,
                             const struct value *value,
                             void (*link)(struct smtp__fields *fields, struct smtp__field *field)) {
    struct smtp__draft draft = {kind, name, write_value, value};
    struct smtp__field *field;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = smtp__field_make(message, &draft, &field);
    if (result == SMTP_OK) {
        result = keep_template(message, value, field);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    link(&message->fields, field);
    return SMTP_OK;
}

smtp_result smtp_message_set_smtputf8(smtp_message *message, int32_t is_on) {
    if (message == NULL || (is_on != 0 && is_on != 1)) {
        return SMTP_E_ARGUMENT;
    }
    if (message->fields.first != NULL || message->recipients.first != NULL ||
        message->resent_recipients.first != NULL) {
        return SMTP_E_STATE;
    }
    message->takes_utf8 = is_on != 0;
    return SMTP_OK;
}

smtp_result smtp_message_set_subject(smtp_message *message, const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct value value = {smtp__text_from(text, length), false};
    smtp_result result = smtp__text_check(value.text);
    return result == SMTP_OK ? put_value(message, SMTP__FIELD_SUBJECT, smtp__field_name(SMTP__FIELD_SUBJECT), &value,
                                         smtp__field_replace)
                             : result;
}

smtp_result smtp_message_add_comment(smtp_message *message, const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct value value = {smtp__text_from(text, length), false};
    smtp_result result = smtp__text_check(value.text);
    return result == SMTP_OK
               ? put_value(message, SMTP__FIELD_OWN, smtp__text_from("Comments", SMTP_Z), &value, smtp__field_insert)
               : result;
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
    return result == SMTP_OK ? put_value(message, SMTP__FIELD_OWN, named, &own, smtp__field_insert) : result;
}

smtp_result smtp_message_set_header(smtp_message *message, const char *name, size_t name_length, const char *value,
                                    size_t value_length) {
    if (message == NULL || name == NULL || value == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text named = smtp__text_from(name, name_length);
    struct value own = own_value(value, value_length);
    smtp_result result = check_own(named, own.text);
    return result == SMTP_OK ? put_value(message, SMTP__FIELD_OWN, named, &own, smtp__field_replace) : result;
}
