/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include <smtp/envelope.h>

static bool has(const struct smtp_message *message, enum smtp__field_kind kind) {
    return smtp__field_of_kind(&message->fields, kind) != NULL;
}

/* A single author, or a Sender beside several (RFC 5322 s3.6.2). */
static smtp_result check_authors(const struct smtp_message *message, enum smtp__field_kind kind,
                                 struct smtp__text sender) {
    const struct smtp__field *field = smtp__field_of_kind(&message->fields, kind);
    if (field == NULL) {
        return SMTP_E_NO_FROM;
    }
    return field->first == field->last || sender.length > 0 ? SMTP_OK : SMTP_E_NO_SENDER;
}

/* RFC 5322 s3.6.6: Resent-From and Resent-Date, where there is any of them. */
static smtp_result check_resent(const struct smtp_message *message) {
    const struct smtp__field *first = smtp__field_first(&message->fields);
    bool is_resent = first->kind < SMTP__FIELD_DATE || message->resent_recipients.first != NULL;
    if (is_resent && !has(message, SMTP__FIELD_RESENT_DATE)) {
        return SMTP_E_DATE;
    }
    return is_resent ? check_authors(message, SMTP__FIELD_RESENT_FROM, message->resent_sender) : SMTP_OK;
}

smtp_result smtp__message_whole(const struct smtp_message *message) {
    smtp_result result = check_authors(message, SMTP__FIELD_FROM, message->sender);
    return result == SMTP_OK ? check_resent(message) : result;
}

/* Who answers for the mail: whoever sends it again, else its Sender, else its first author. */
static struct smtp__text reverse_path(const struct smtp_message *message) {
    const struct smtp__text paths[] = {message->resent_sender, message->resent_from, message->sender, message->from};
    size_t i = message->resent_recipients.first != NULL ? 0 : 2;
    while (i < 3 && paths[i].length == 0) {
        i++;
    }
    return paths[i];
}

static smtp_result fill(smtp_envelope *envelope, struct smtp__text path,
                        const struct smtp__message_recipient *recipient) {
    smtp_result result = smtp_envelope_set_mail_from(envelope, path.data, path.length);
    while (result == SMTP_OK && recipient != NULL) {
        result = smtp_envelope_add_recipient(envelope, recipient->key.text.data, recipient->key.text.length);
        recipient = recipient->next;
    }
    return result;
}

smtp_result smtp_message_envelope(const smtp_message *message, smtp_envelope *envelope) {
    if (message == NULL || envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_envelope_clear(envelope);
    struct smtp__text path = reverse_path(message);
    const struct smtp__message_recipient *resent = message->resent_recipients.first;
    const struct smtp__message_recipient *recipient = resent != NULL ? resent : message->recipients.first;
    if (path.length == 0) {
        return SMTP_E_NO_FROM;
    }
    if (recipient == NULL) {
        return SMTP_E_NO_RECIPIENT;
    }
    smtp_result result = fill(envelope, path, recipient);
    if (result != SMTP_OK) {
        smtp_envelope_clear(envelope);
    }
    return result;
}
