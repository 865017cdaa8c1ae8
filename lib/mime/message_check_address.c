/* SPDX-License-Identifier: MIT */
#include "message_check.h"

#include <string.h>

enum { MANY = 100 };

/* A piece of a field as the builder writes it: name and "<address>", or the address alone. */
struct mailbox {
    struct smtp__text name; /* without quotes around it */
    struct smtp__text address;
};

/* Behind the last "@"; a quoted local part may have others. */
static struct smtp__text domain_of(struct smtp__text address) {
    size_t at = address.length;
    while (at > 0 && address.data[at - 1] != '@') {
        at--;
    }
    return (struct smtp__text){address.data + at, at > 0 ? address.length - at : 0};
}

static bool is_literal(struct smtp__text domain) {
    return domain.length > 0 && domain.data[0] == '[';
}

static bool is_bare(struct smtp__text domain) {
    return domain.length > 0 && !is_literal(domain) && memchr(domain.data, '.', domain.length) == NULL;
}

static void look_at_address(struct smtp__look *look, struct smtp__text address) {
    smtp__look_note(look, SMTP_FINDING_ADDRESS_LITERAL, is_literal(domain_of(address)));
    smtp__look_note(look, SMTP_FINDING_BARE_DOMAIN, is_bare(domain_of(address)));
}

static bool is_between(char c) {
    return c == ' ' || c == '\r' || c == '\n' || c == ',';
}

/* Without what parts it from others. */
static struct smtp__text strip(struct smtp__text text) {
    while (text.length > 0 && is_between(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && is_between(text.data[text.length - 1])) {
        text.length--;
    }
    return text;
}

static struct smtp__text without_quotes(struct smtp__text text) {
    if (text.length > 1 && text.data[0] == '"') {
        text.data++;
        text.length -= 2;
    }
    return text;
}

static struct mailbox read_mailbox(struct smtp__text piece) {
    struct mailbox mailbox = {{"", 0}, piece};
    size_t at = piece.length;
    while (at > 0 && !(piece.data[at - 1] == '<' && (at == 1 || is_between(piece.data[at - 2])))) {
        at--;
    }
    if (at > 0 && piece.data[piece.length - 1] == '>') {
        mailbox.name = without_quotes(strip((struct smtp__text){piece.data, at - 1}));
        mailbox.address = (struct smtp__text){piece.data + at, piece.length - at - 1};
    }
    mailbox.address = strip(mailbox.address);
    return mailbox;
}

/* "ann@example.org" or "Ann (ann@example.org)"; not "Ann @ home" nor the address itself. */
static void look_at_name(struct smtp__look *look, const struct mailbox *mailbox) {
    struct smtp__text name = mailbox->name;
    const char *at = name.length > 0 ? memchr(name.data, '@', name.length) : NULL;
    size_t place = at != NULL ? (size_t)(at - name.data) : 0;
    bool is_address = place > 0 && place + 1 < name.length && at[-1] != ' ' && at[1] != ' ';
    smtp__look_note(look, SMTP_FINDING_ADDRESS_IN_NAME, is_address && !smtp__text_equal(name, mailbox->address));
}

static void look_at_field(struct smtp__look *look, enum smtp__field_kind kind) {
    const struct smtp__field *field = smtp__field_of_kind(&look->message->fields, kind);
    for (const struct smtp__piece *piece = field != NULL ? field->first : NULL; piece != NULL; piece = piece->next) {
        struct mailbox mailbox = read_mailbox(piece == field->first ? smtp__field_value(field) : piece->text);
        look_at_address(look, mailbox.address);
        if (kind == SMTP__FIELD_FROM) {
            look_at_name(look, &mailbox);
        }
    }
}

/* Reply-To with the one address of From */
static void look_at_reply_to(struct smtp__look *look) {
    const struct smtp__field *field = smtp__field_of_kind(&look->message->fields, SMTP__FIELD_REPLY_TO);
    if (field != NULL && field->first == field->last) {
        struct mailbox mailbox = read_mailbox(smtp__field_value(field));
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
    smtp__look_note(look, SMTP_FINDING_NO_MESSAGE_ID, field == NULL && !look->message->seed.is_set);
    smtp__look_note(look, SMTP_FINDING_BARE_DOMAIN,
                    field != NULL && is_bare(domain_of(read_mailbox(smtp__field_value(field)).address)));
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
