/* SPDX-License-Identifier: MIT */
#include "message_check.h"

#include "local_part.h"
#include "text_check.h"
#include <smtp/address.h>
#include <smtp/mailbox.h>
#include <string.h>

enum { MANY = 100 };

/* One that is read from a field; names that are longer are not looked at. */
struct mailbox {
    char name_room[120];
    char address_room[SMTP_MAILBOX_BYTES];
    struct smtp__text name;
    struct smtp__text address;
};

static void look_at_domain(struct smtp__look *look, struct smtp__text domain) {
    bool is_literal = domain.length > 0 && domain.data[0] == '[';
    smtp__look_note(look, SMTP_FINDING_ADDRESS_LITERAL, is_literal);
    smtp__look_note(look, SMTP_FINDING_BARE_DOMAIN,
                    domain.length > 0 && !is_literal && memchr(domain.data, '.', domain.length) == NULL);
}

static void look_at_address(struct smtp__look *look, struct smtp__text address) {
    size_t at = smtp__local_part_length(address);
    struct smtp__text domain = {address.data + at, address.length - at};
    if (domain.length > 0) {
        domain.data++;
        domain.length--;
    }
    look_at_domain(look, domain);
}

/* "ann@example.org" or "Ann (ann@example.org)"; not "Ann @ home" nor the address itself. */
static void look_at_name(struct smtp__look *look, const struct mailbox *mailbox) {
    struct smtp__text name = mailbox->name;
    const char *at = name.length > 0 ? memchr(name.data, '@', name.length) : NULL;
    size_t place = at != NULL ? (size_t)(at - name.data) : 0;
    bool is_address = place > 0 && place + 1 < name.length && at[-1] != ' ' && at[1] != ' ';
    smtp__look_note(look, SMTP_FINDING_ADDRESS_IN_NAME, is_address && !smtp__text_equal(name, mailbox->address));
}

/* The next address in a piece of a field; false at the end, and where one cannot be read, as in a group. */
static bool next_mailbox(struct smtp__text list, size_t *position, struct mailbox *mailbox) {
    smtp_result result = smtp_address_next(list.data, list.length, position, mailbox->name_room,
                                           sizeof mailbox->name_room, &mailbox->name.length, mailbox->address_room,
                                           sizeof mailbox->address_room, &mailbox->address.length);
    mailbox->name.data = mailbox->name_room;
    mailbox->address.data = mailbox->address_room;
    return result == SMTP_OK;
}

static void look_at_field(struct smtp__look *look, enum smtp__field_kind kind) {
    const struct smtp__field *field = smtp__field_of_kind(&look->message->fields, kind);
    for (const struct smtp__piece *piece = field != NULL ? field->first : NULL; piece != NULL; piece = piece->next) {
        struct mailbox mailbox;
        size_t position = 0;
        struct smtp__text list = piece == field->first ? smtp__field_value(field) : piece->text;
        while (next_mailbox(list, &position, &mailbox)) {
            look_at_address(look, mailbox.address);
            if (kind == SMTP__FIELD_FROM) {
                look_at_name(look, &mailbox);
            }
        }
    }
}

/* Reply-To with the one address of From */
static void look_at_reply_to(struct smtp__look *look) {
    const struct smtp__field *field = smtp__field_of_kind(&look->message->fields, SMTP__FIELD_REPLY_TO);
    struct mailbox mailbox;
    size_t position = 0;
    if (field != NULL && field->first == field->last && next_mailbox(smtp__field_value(field), &position, &mailbox)) {
        smtp__look_note(look, SMTP_FINDING_REPLY_TO_IS_FROM, smtp__text_equal(mailbox.address, look->message->from));
    }
}

static void look_at_recipients(struct smtp__look *look) {
    const struct smtp_message *message = look->message;
    const struct smtp__message_recipient *recipient =
        message->resent_recipients.first != NULL ? message->resent_recipients.first : message->recipients.first;
    size_t count = 0;
    smtp__look_note(look, SMTP_FINDING_NO_RECIPIENT, recipient == NULL);
    smtp__look_note(look, SMTP_FINDING_ONLY_BCC,
                    recipient != NULL && smtp__field_of_kind(&message->fields, SMTP__FIELD_TO) == NULL &&
                        smtp__field_of_kind(&message->fields, SMTP__FIELD_CC) == NULL);
    for (; recipient != NULL; recipient = recipient->next) {
        look_at_address(look, recipient->key.text);
        count++;
    }
    smtp__look_note(look, SMTP_FINDING_MANY_RECIPIENTS, count > MANY);
}

static void look_at_message_id(struct smtp__look *look) {
    const struct smtp__field *field = smtp__field_of_kind(&look->message->fields, SMTP__FIELD_MESSAGE_ID);
    struct smtp__text id = field != NULL ? smtp__field_value(field) : (struct smtp__text){"", 0};
    const char *at = id.length > 0 ? memchr(id.data, '@', id.length) : NULL;
    smtp__look_note(look, SMTP_FINDING_NO_MESSAGE_ID, field == NULL && !look->message->seed.is_set);
    if (at != NULL) {
        struct smtp__text domain = {at + 1, id.length - (size_t)(at - id.data) - 2}; /* without ">" */
        smtp__look_note(look, SMTP_FINDING_BARE_DOMAIN,
                        domain.data[0] != '[' && memchr(domain.data, '.', domain.length) == NULL);
    }
}

void smtp__look_at_addresses(struct smtp__look *look) {
    const struct smtp__field *from = smtp__field_of_kind(&look->message->fields, SMTP__FIELD_FROM);
    bool is_several = from != NULL && from->first != from->last;
    smtp__look_note(look, SMTP_FINDING_NO_FROM, from == NULL);
    smtp__look_note(look, SMTP_FINDING_SEVERAL_FROM, is_several);
    smtp__look_note(look, SMTP_FINDING_NO_SENDER, is_several && look->message->sender.length == 0);
    look_at_field(look, SMTP__FIELD_FROM);
    look_at_field(look, SMTP__FIELD_SENDER);
    look_at_field(look, SMTP__FIELD_REPLY_TO);
    look_at_reply_to(look);
    look_at_recipients(look);
    look_at_message_id(look);
}
