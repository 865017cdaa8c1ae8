/* SPDX-License-Identifier: MIT */
/* message_identity.c - when a message was sent, what it is called, and which ones it answers. */
#include "message_object.h"

#include "date.h"
#include "message_id.h"
#include "phrase.h"
#include <smtp/message_field.h>

static smtp_result write_date(struct smtp__writer *writer, const void *what) {
    smtp__writer_string(writer, " ");
    smtp__writer_put(writer, what, SMTP__DATE_LENGTH);
    return SMTP_OK;
}

static smtp_result write_id(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *id = what;
    smtp__angle_write(writer, *id);
    return SMTP_OK;
}

static struct smtp__draft id_draft(enum smtp__field_kind kind, const struct smtp__text *id) {
    struct smtp__draft draft = {.kind = kind, .write = write_id, .what = id};
    return draft;
}

static struct smtp__draft date_draft(enum smtp__field_kind kind, const char *date) {
    struct smtp__draft draft = {.kind = kind, .write = write_date, .what = date};
    return draft;
}

smtp_result smtp_message_set_date(smtp_message *message, int64_t utc_seconds, int32_t offset_minutes) {
    char date[SMTP__DATE_LENGTH + 1];
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp__date_write(utc_seconds, offset_minutes, date);
    struct smtp__draft draft = date_draft(SMTP__FIELD_DATE, date);
    return result == SMTP_OK ? smtp__message_replace(message, &draft, 1) : result;
}

smtp_result smtp_message_set_message_id(smtp_message *message, const char *id, size_t length) {
    if (message == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, length);
    smtp_result result = smtp__message_id_check(&text);
    struct smtp__draft draft = id_draft(SMTP__FIELD_MESSAGE_ID, &text);
    return result == SMTP_OK ? smtp__message_replace(message, &draft, 1) : result;
}

int32_t smtp_message_has_date(const smtp_message *message) {
    return message != NULL && smtp__field_of_kind(&message->fields, SMTP__FIELD_DATE) != NULL;
}

int32_t smtp_message_has_message_id(const smtp_message *message) {
    return message != NULL && smtp__field_of_kind(&message->fields, SMTP__FIELD_MESSAGE_ID) != NULL;
}

static smtp_result add_id(struct smtp_message *message, const char *name, const char *id, size_t length) {
    if (message == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, length);
    smtp_result result = smtp__message_id_check(&text);
    struct smtp__draft draft = id_draft(SMTP__FIELD_OWN, &text);
    draft.name = smtp__text_from(name, SMTP_Z);
    return result == SMTP_OK ? smtp__message_extend(message, &draft) : result;
}

smtp_result smtp_message_add_in_reply_to(smtp_message *message, const char *id, size_t length) {
    return add_id(message, "In-Reply-To", id, length);
}

smtp_result smtp_message_add_reference(smtp_message *message, const char *id, size_t length) {
    return add_id(message, "References", id, length);
}

smtp_result smtp_message_set_resent(smtp_message *message, int64_t utc_seconds, int32_t offset_minutes, const char *id,
                                    size_t id_length) {
    char date[SMTP__DATE_LENGTH + 1];
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, id_length);
    struct smtp__draft drafts[] = {date_draft(SMTP__FIELD_RESENT_DATE, date),
                                   id_draft(SMTP__FIELD_RESENT_MESSAGE_ID, &text)};
    smtp_result result = smtp__date_write(utc_seconds, offset_minutes, date);
    if (result == SMTP_OK && id != NULL) {
        result = smtp__message_id_check(&text);
    }
    if (result == SMTP_OK) {
        result = smtp__message_replace(message, drafts, id != NULL ? 2 : 1);
    }
    if (result == SMTP_OK && id == NULL) {
        smtp__field_remove(&message->fields, SMTP__FIELD_RESENT_MESSAGE_ID);
    }
    return result;
}
