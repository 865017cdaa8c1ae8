/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "phrase.h"
#include "text_check.h"
#include <smtp/mailbox.h>
#include <smtp/message_address.h>

/* What holds for a field of addresses. */
enum { LIST = 1, ONE = 2, GROUPS = 4, RECIPIENT = 8, HIDDEN = 16, RESENT = 32 };

struct rule {
    enum smtp__field_kind kind;
    unsigned is; /* 0: no field of this number */
};

static struct rule rule_of(int32_t field) {
    static const struct rule rules[] = {
        [SMTP_HEADER_FROM] = {SMTP__FIELD_FROM, LIST},
        [SMTP_HEADER_SENDER] = {SMTP__FIELD_SENDER, ONE},
        [SMTP_HEADER_REPLY_TO] = {SMTP__FIELD_REPLY_TO, LIST | GROUPS},
        [SMTP_HEADER_TO] = {SMTP__FIELD_TO, LIST | GROUPS | RECIPIENT},
        [SMTP_HEADER_CC] = {SMTP__FIELD_CC, LIST | GROUPS | RECIPIENT},
        [SMTP_HEADER_BCC] = {SMTP__FIELD_CC, LIST | RECIPIENT | HIDDEN},
        [SMTP_HEADER_RESENT_FROM] = {SMTP__FIELD_RESENT_FROM, LIST | RESENT},
        [SMTP_HEADER_RESENT_SENDER] = {SMTP__FIELD_RESENT_SENDER, ONE | RESENT},
        [SMTP_HEADER_RESENT_TO] = {SMTP__FIELD_RESENT_TO, LIST | GROUPS | RECIPIENT | RESENT},
        [SMTP_HEADER_RESENT_CC] = {SMTP__FIELD_RESENT_CC, LIST | GROUPS | RECIPIENT | RESENT},
        [SMTP_HEADER_RESENT_BCC] = {SMTP__FIELD_RESENT_CC, LIST | RECIPIENT | HIDDEN | RESENT},
        [SMTP_HEADER_DISPOSITION_NOTIFICATION_TO] = {SMTP__FIELD_DISPOSITION_NOTIFICATION_TO, LIST},
        [SMTP_HEADER_RETURN_RECEIPT_TO] = {SMTP__FIELD_RETURN_RECEIPT_TO, LIST},
    };
    static const struct rule none = {SMTP__FIELD_OWN, 0};
    bool is_there = field > 0 && field < (int32_t)(sizeof rules / sizeof rules[0]);
    return is_there ? rules[field] : none;
}

struct mailbox {
    struct smtp__text name;
    struct smtp__text address; /* as it stands in the field */
    struct smtp__text path;    /* as it stands in the envelope: the domain in A-labels */
    char ascii[SMTP_MAILBOX_BYTES];
};

/* An item of a list and the group in which the list stands before it. */
struct item {
    const struct mailbox *mailbox;
    struct smtp__text opens; /* the name of a group, where there is no mailbox */
    enum smtp__group group;
};

static smtp_result write_item(struct smtp__writer *writer, const void *what) {
    static const char *const separators[] = {
        [SMTP__GROUP_NONE] = ",", [SMTP__GROUP_EMPTY] = "", [SMTP__GROUP_OPEN] = ",", [SMTP__GROUP_ENDED] = ";,"};
    const struct item *item = what;
    if (!writer->is_first) {
        smtp__writer_string(writer, separators[item->group]);
    }
    if (item->mailbox != NULL) {
        smtp__mailbox_write(writer, item->mailbox->name, item->mailbox->address);
    } else if (smtp__phrase_write(writer, item->opens, 2)) {
        smtp__writer_word(writer, 1, smtp__text_from(":", 1), SMTP__ITEM_AIM);
    } else {
        smtp__writer_string(writer, ":");
    }
    return SMTP_OK;
}

static enum smtp__group group_of(const struct smtp_message *message, enum smtp__field_kind kind) {
    const struct smtp__field *field = smtp__field_of_kind(&message->fields, kind);
    return field == NULL ? SMTP__GROUP_NONE : field->group;
}

static smtp_result put_item(struct smtp_message *message, struct rule rule, bool is_alone, const struct item *item) {
    struct smtp__draft draft = {.kind = rule.kind, .write = write_item, .what = item};
    return is_alone ? smtp__message_replace(message, &draft, 1) : smtp__message_extend(message, &draft);
}

static smtp_result put_in_field(struct smtp_message *message, struct rule rule, bool is_alone,
                                const struct mailbox *mailbox) {
    struct item item = {mailbox, {NULL, 0}, group_of(message, rule.kind)};
    smtp_result result = put_item(message, rule, is_alone, &item);
    if (result == SMTP_OK && item.group == SMTP__GROUP_EMPTY) {
        smtp__field_of_kind(&message->fields, rule.kind)->group = SMTP__GROUP_OPEN;
    } else if (result == SMTP_OK && item.group == SMTP__GROUP_ENDED) {
        smtp__field_of_kind(&message->fields, rule.kind)->group = SMTP__GROUP_NONE;
    }
    return result;
}

/* Where the reverse-path is kept that the first address of a field makes; NULL for other fields. */
static struct smtp__text *path_of(struct smtp_message *message, enum smtp__field_kind kind) {
    switch (kind) {
    case SMTP__FIELD_FROM:
        return &message->from;
    case SMTP__FIELD_SENDER:
        return &message->sender;
    case SMTP__FIELD_RESENT_FROM:
        return &message->resent_from;
    case SMTP__FIELD_RESENT_SENDER:
        return &message->resent_sender;
    default:
        return NULL;
    }
}

/* Into the field, with a copy for the envelope if it is the first one there. */
static smtp_result put_originator(struct smtp_message *message, struct rule rule, bool is_alone,
                                  const struct mailbox *mailbox) {
    struct smtp__text *path = path_of(message, rule.kind);
    bool is_kept = path != NULL && (is_alone || path->length == 0);
    char *copy = is_kept ? smtp__arena_copy(&message->arena, mailbox->path.data, mailbox->path.length) : NULL;
    if (is_kept && copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp_result result = put_in_field(message, rule, is_alone, mailbox);
    if (result == SMTP_OK && is_kept) {
        *path = smtp__text_from(copy, mailbox->path.length);
    }
    return result;
}

/* Into the envelope, and into the field unless nobody is to see it. */
static smtp_result put_recipient(struct smtp_message *message, struct rule rule, const struct mailbox *mailbox) {
    struct smtp__recipients *all = (rule.is & RESENT) != 0 ? &message->resent_recipients : &message->recipients;
    struct smtp__message_recipient *recipient = NULL;
    smtp_result result = smtp__recipient_make(all, &message->arena, mailbox->path, &recipient);
    if (result == SMTP_OK && (rule.is & HIDDEN) == 0) {
        result = put_in_field(message, rule, false, mailbox);
    }
    if (result == SMTP_OK && recipient != NULL) {
        smtp__recipients_link(all, recipient);
    }
    return result;
}

static smtp_result read_mailbox(const struct smtp_message *message, struct mailbox *mailbox) {
    struct smtp__text given = mailbox->address;
    smtp_result result = smtp__text_check(mailbox->name);
    if (result == SMTP_OK) {
        result = smtp__text_check(given);
    }
    if (result == SMTP_OK) {
        result = smtp_mailbox_to_ascii(given.data, given.length, mailbox->ascii, sizeof mailbox->ascii,
                                       &mailbox->path.length);
    }
    mailbox->path.data = mailbox->ascii;
    mailbox->address = message->takes_utf8 ? given : mailbox->path;
    return result;
}

/* A checked mailbox; the message as it was if anything fails. */
static smtp_result put(struct smtp_message *message, struct rule rule, bool is_alone, const struct mailbox *mailbox) {
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = (rule.is & RECIPIENT) != 0 ? put_recipient(message, rule, mailbox)
                                                    : put_originator(message, rule, is_alone, mailbox);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
    }
    return result;
}

/* Every setter of an address. */
static smtp_result put_address(struct smtp_message *message, int32_t field, bool is_alone, struct smtp__text name,
                               struct smtp__text address) {
    struct rule rule = rule_of(field);
    struct mailbox mailbox = {.name = name, .address = address};
    if (message == NULL || rule.is == 0) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = read_mailbox(message, &mailbox);
    return result == SMTP_OK ? put(message, rule, is_alone || (rule.is & ONE) != 0, &mailbox) : result;
}

smtp_result smtp_message_add_address(smtp_message *message, int32_t field, const char *name, size_t name_length,
                                     const char *address, size_t address_length) {
    return address == NULL ? SMTP_E_ARGUMENT
                           : put_address(message, field, false, smtp__text_from(name, name_length),
                                         smtp__text_from(address, address_length));
}

smtp_result smtp_message_set_from(smtp_message *message, const char *name, size_t name_length, const char *address,
                                  size_t address_length) {
    return address == NULL ? SMTP_E_ARGUMENT
                           : put_address(message, SMTP_HEADER_FROM, true, smtp__text_from(name, name_length),
                                         smtp__text_from(address, address_length));
}

smtp_result smtp_message_set_sender(smtp_message *message, const char *name, size_t name_length, const char *address,
                                    size_t address_length) {
    return smtp_message_add_address(message, SMTP_HEADER_SENDER, name, name_length, address, address_length);
}

smtp_result smtp_message_add_reply_to(smtp_message *message, const char *name, size_t name_length, const char *address,
                                      size_t address_length) {
    return smtp_message_add_address(message, SMTP_HEADER_REPLY_TO, name, name_length, address, address_length);
}

smtp_result smtp_message_add_to(smtp_message *message, const char *name, size_t name_length, const char *address,
                                size_t address_length) {
    return smtp_message_add_address(message, SMTP_HEADER_TO, name, name_length, address, address_length);
}

smtp_result smtp_message_add_cc(smtp_message *message, const char *name, size_t name_length, const char *address,
                                size_t address_length) {
    return smtp_message_add_address(message, SMTP_HEADER_CC, name, name_length, address, address_length);
}

smtp_result smtp_message_add_bcc(smtp_message *message, const char *name, size_t name_length, const char *address,
                                 size_t address_length) {
    return smtp_message_add_address(message, SMTP_HEADER_BCC, name, name_length, address, address_length);
}

static smtp_result check_group(const struct smtp_message *message, struct rule rule) {
    return message == NULL || (rule.is & GROUPS) == 0 ? SMTP_E_ARGUMENT : SMTP_OK;
}

smtp_result smtp_message_open_group(smtp_message *message, int32_t field, const char *name, size_t name_length) {
    struct rule rule = rule_of(field);
    struct item item = {NULL, smtp__text_from(name, name_length), SMTP__GROUP_NONE};
    smtp_result result = item.opens.length == 0 ? SMTP_E_ARGUMENT : check_group(message, rule);
    if (result == SMTP_OK) {
        result = smtp__text_check(item.opens);
    }
    if (result != SMTP_OK) {
        return result;
    }
    item.group = smtp__group_end(group_of(message, rule.kind));
    result = put_item(message, rule, false, &item);
    if (result == SMTP_OK) {
        smtp__field_of_kind(&message->fields, rule.kind)->group = SMTP__GROUP_EMPTY;
    }
    return result;
}

smtp_result smtp_message_close_group(smtp_message *message, int32_t field) {
    struct rule rule = rule_of(field);
    smtp_result result = check_group(message, rule);
    if (result != SMTP_OK) {
        return result;
    }
    enum smtp__group group = group_of(message, rule.kind);
    if (group == smtp__group_end(group)) {
        return SMTP_E_STATE;
    }
    smtp__field_of_kind(&message->fields, rule.kind)->group = SMTP__GROUP_ENDED;
    return SMTP_OK;
}
