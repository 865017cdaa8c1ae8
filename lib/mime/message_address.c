/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "phrase.h"
#include "text_check.h"
#include <smtp/mailbox.h>

struct mailbox {
    struct smtp__text name;
    struct smtp__text address;
    bool is_first; /* in its field */
    bool is_8bit;
};

static smtp_result write_mailbox(struct smtp__writer *writer, const void *what) {
    const struct mailbox *mailbox = what;
    if (!mailbox->is_first) {
        smtp__writer_string(writer, ",");
    }
    size_t aim = mailbox->is_first ? SMTP__HEADER_MAX : SMTP__LIST_AIM;
    smtp__mailbox_write(writer, mailbox->name, mailbox->address, aim);
    return SMTP_OK;
}

static smtp_result check_mailbox(struct mailbox *mailbox) {
    uint32_t flags = 0;
    smtp_result result = mailbox->address.data == NULL ? SMTP_E_ARGUMENT : smtp__text_check(mailbox->name);
    if (result == SMTP_OK) {
        result = smtp__text_check(mailbox->address);
    }
    if (result == SMTP_OK) {
        result = smtp_mailbox_check(mailbox->address.data, mailbox->address.length, &flags);
    }
    mailbox->is_8bit = (flags & (SMTP_MAILBOX_UTF8_LOCAL | SMTP_MAILBOX_UTF8_DOMAIN)) != 0;
    return result;
}

/* A string that may not be NULL, which check_mailbox then sees. */
static struct smtp__text required(const char *data, size_t length) {
    struct smtp__text none = {NULL, 0};
    return data == NULL ? none : smtp__text_from(data, length);
}

/* A field of one mailbox in the arena, with a copy of the address for the envelope. */
static smtp_result make_single(struct smtp_message *message, enum smtp__field_kind kind, const struct mailbox *mailbox,
                               struct smtp__text *kept) {
    struct smtp__field *field;
    char *copy = smtp__arena_copy(&message->arena, mailbox->address.data, mailbox->address.length);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp_result result =
        smtp__field_make(&message->arena, kind, smtp__field_name(kind), write_mailbox, mailbox, &field);
    if (result == SMTP_OK) {
        field->is_8bit = mailbox->is_8bit;
        smtp__field_replace(&message->fields, field);
        *kept = smtp__text_from(copy, mailbox->address.length);
    }
    return result;
}

/* A mailbox at the end of an address list: a field, or a piece of the one that is there. */
static smtp_result make_in_list(struct smtp_message *message, enum smtp__field_kind kind, struct mailbox *mailbox) {
    struct smtp__field *field = smtp__field_of_kind(&message->fields, kind);
    struct smtp__piece *piece;
    smtp_result result;
    mailbox->is_first = field == NULL;
    if (field == NULL) {
        result = smtp__field_make(&message->arena, kind, smtp__field_name(kind), write_mailbox, mailbox, &field);
        if (result == SMTP_OK) {
            smtp__field_insert(&message->fields, field);
        }
    } else {
        result = smtp__piece_make(&message->arena, write_mailbox, mailbox, &field->column, &piece);
        if (result == SMTP_OK) {
            smtp__field_append(field, piece);
        }
    }
    if (result == SMTP_OK) {
        field->is_8bit = field->is_8bit || mailbox->is_8bit;
    }
    return result;
}

/* Where a mailbox goes: into the one field, to the end of a list, into the envelope, or both of these. */
enum place { PLACE_SINGLE, PLACE_LIST, PLACE_RECIPIENT, PLACE_HIDDEN };

static smtp_result put(struct smtp_message *message, enum smtp__field_kind kind, enum place place,
                       struct mailbox *mailbox) {
    struct smtp__message_recipient *recipient = NULL;
    smtp_result result = SMTP_OK;
    if (place == PLACE_SINGLE) {
        return make_single(message, kind, mailbox, kind == SMTP__FIELD_FROM ? &message->from : &message->sender);
    }
    if (place != PLACE_LIST) {
        result = smtp__recipient_make(&message->recipients, &message->arena, mailbox->address, &recipient);
    }
    if (result == SMTP_OK && place != PLACE_HIDDEN) {
        result = make_in_list(message, kind, mailbox);
    }
    if (result == SMTP_OK && recipient != NULL) {
        smtp__recipients_link(&message->recipients, recipient);
    }
    return result;
}

/* Every setter of an address: arguments, check, and the message as it was if anything fails. */
static smtp_result put_mailbox(struct smtp_message *message, enum smtp__field_kind kind, enum place place,
                               struct smtp__text name, struct smtp__text address) {
    struct mailbox mailbox = {name, address, true, false};
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = check_mailbox(&mailbox);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    result = put(message, kind, place, &mailbox);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
    }
    return result;
}

smtp_result smtp_message_set_from(smtp_message *message, const char *name, size_t name_length, const char *address,
                                  size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_FROM, PLACE_SINGLE, smtp__text_from(name, name_length),
                       required(address, address_length));
}

smtp_result smtp_message_set_sender(smtp_message *message, const char *name, size_t name_length, const char *address,
                                    size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_SENDER, PLACE_SINGLE, smtp__text_from(name, name_length),
                       required(address, address_length));
}

smtp_result smtp_message_add_reply_to(smtp_message *message, const char *name, size_t name_length, const char *address,
                                      size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_REPLY_TO, PLACE_LIST, smtp__text_from(name, name_length),
                       required(address, address_length));
}

smtp_result smtp_message_add_to(smtp_message *message, const char *name, size_t name_length, const char *address,
                                size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_TO, PLACE_RECIPIENT, smtp__text_from(name, name_length),
                       required(address, address_length));
}

smtp_result smtp_message_add_cc(smtp_message *message, const char *name, size_t name_length, const char *address,
                                size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_CC, PLACE_RECIPIENT, smtp__text_from(name, name_length),
                       required(address, address_length));
}

smtp_result smtp_message_add_bcc(smtp_message *message, const char *name, size_t name_length, const char *address,
                                 size_t address_length) {
    return put_mailbox(message, SMTP__FIELD_CC, PLACE_HIDDEN, smtp__text_from(name, name_length),
                       required(address, address_length));
}

static smtp_result fill(const struct smtp_message *message, smtp_envelope *envelope) {
    struct smtp__text path = message->sender.length > 0 ? message->sender : message->from;
    smtp_result result = smtp_envelope_set_mail_from(envelope, path.data, path.length);
    const struct smtp__message_recipient *recipient = message->recipients.first;
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
    if (message->from.length == 0) {
        return SMTP_E_NO_FROM;
    }
    if (message->recipients.first == NULL) {
        return SMTP_E_NO_RECIPIENT;
    }
    smtp_result result = fill(message, envelope);
    if (result != SMTP_OK) {
        smtp_envelope_clear(envelope);
    }
    return result;
}
