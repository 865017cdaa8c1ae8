/* SPDX-License-Identifier: MIT */
#include "field.h"

#include "codec/utf8.h"

enum { NAME_MAX = 76 }; /* with ":" and a blank it fits a line of 78 */

static const char *const names[] = {
    [SMTP__FIELD_RESENT_DATE] = "Resent-Date",
    [SMTP__FIELD_RESENT_FROM] = "Resent-From",
    [SMTP__FIELD_RESENT_SENDER] = "Resent-Sender",
    [SMTP__FIELD_RESENT_TO] = "Resent-To",
    [SMTP__FIELD_RESENT_CC] = "Resent-Cc",
    [SMTP__FIELD_RESENT_MESSAGE_ID] = "Resent-Message-ID",
    [SMTP__FIELD_DATE] = "Date",
    [SMTP__FIELD_FROM] = "From",
    [SMTP__FIELD_SENDER] = "Sender",
    [SMTP__FIELD_REPLY_TO] = "Reply-To",
    [SMTP__FIELD_TO] = "To",
    [SMTP__FIELD_CC] = "Cc",
    [SMTP__FIELD_MESSAGE_ID] = "Message-ID",
    [SMTP__FIELD_SUBJECT] = "Subject",
    [SMTP__FIELD_DISPOSITION_NOTIFICATION_TO] = "Disposition-Notification-To",
    [SMTP__FIELD_RETURN_RECEIPT_TO] = "Return-Receipt-To",
};

struct smtp__text smtp__field_name(enum smtp__field_kind kind) {
    return smtp__text_from(names[kind], SMTP_Z);
}

static bool is_one_of(struct smtp__text name, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (smtp__text_is(name, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_reserved(struct smtp__text name) {
    static const char *const others[] = {"Bcc", "MIME-Version"};
    return smtp__text_begins(name, "Content-") || smtp__text_begins(name, "Resent-") ||
           is_one_of(name, names, sizeof names / sizeof names[0]) ||
           is_one_of(name, others, sizeof others / sizeof others[0]);
}

smtp_result smtp__field_name_check(struct smtp__text name) {
    if (name.length == 0 || name.length > NAME_MAX) {
        return SMTP_E_HEADER_NAME;
    }
    for (size_t i = 0; i < name.length; i++) {
        /* ftext, RFC 5322 s3.6.8 */
        if (name.data[i] < '!' || name.data[i] > '~' || name.data[i] == ':') {
            return SMTP_E_HEADER_NAME;
        }
    }
    return is_reserved(name) ? SMTP_E_HEADER_RESERVED : SMTP_OK;
}

bool smtp__field_is_unique(struct smtp__text name) {
    static const char *const unique[] = {
        "In-Reply-To",    "References", /* RFC 5322 s3.6 */
        "List-Help",      "List-Unsubscribe",
        "List-Subscribe", "List-Post",
        "List-Owner",     "List-Archive",          /* RFC 2369 */
        "List-Id",        "List-Unsubscribe-Post", /* RFC 2919, RFC 8058 */
        "Auto-Submitted",                          /* RFC 3834 */
        "Importance",     "Priority",
        "Sensitivity",    "X-Priority", /* RFC 4021 */
    };
    return is_one_of(name, unique, sizeof unique / sizeof unique[0]);
}

struct smtp__field *smtp__field_find(const struct smtp__fields *fields, struct smtp__text name) {
    struct smtp__key wanted = {.text = name};
    struct smtp__key *found = smtp__keys_find(&fields->names, &wanted);
    return (struct smtp__field *)found; /* its first member */
}

struct smtp__field *smtp__field_of_kind(const struct smtp__fields *fields, enum smtp__field_kind kind) {
    return fields->last[kind];
}

bool smtp__field_is_empty(const struct smtp__field *field) {
    return field->first == field->last && field->first->text.length == field->name.text.length + 1;
}

struct smtp__text smtp__field_value(const struct smtp__field *field) {
    struct smtp__text text = field->first->text;
    size_t name = field->name.text.length + 1;
    struct smtp__text value = {text.data + name, text.length - name};
    return smtp__text_trim(value);
}

const struct smtp__field *smtp__field_first(const struct smtp__fields *fields) {
    const struct smtp__field *field = fields->first;
    return field == NULL || field->first != NULL ? field : smtp__field_next(field);
}

const struct smtp__field *smtp__field_next(const struct smtp__field *field) {
    do {
        field = field->next;
    } while (field != NULL && field->first == NULL);
    return field;
}

const char *smtp__field_end(const struct smtp__field *field) {
    return field->group == SMTP__GROUP_NONE ? "\r\n" : ";\r\n";
}

bool smtp__fields_are_8bit(const struct smtp__fields *fields) {
    const struct smtp__field *field = smtp__field_first(fields);
    while (field != NULL && !field->is_8bit) {
        field = smtp__field_next(field);
    }
    return field != NULL;
}

/* Behind the last one that comes before or has the same kind. */
static struct smtp__field **place_of(struct smtp__fields *fields, enum smtp__field_kind kind) {
    for (size_t i = (size_t)kind + 1; i > 0; i--) {
        if (fields->last[i - 1] != NULL) {
            return &fields->last[i - 1]->next;
        }
    }
    return &fields->first;
}

static void add_name(struct smtp__fields *fields, struct smtp__field *field) {
    struct smtp__field *first = smtp__field_find(fields, field->name.text);
    if (first == NULL) {
        smtp__keys_add(&fields->names, &field->name);
        return;
    }
    field->same = first->same;
    first->same = field;
}

void smtp__field_insert(struct smtp__fields *fields, struct smtp__field *field) {
    struct smtp__field **place = place_of(fields, field->kind);
    field->next = *place;
    *place = field;
    fields->last[field->kind] = field;
    if (field->kind == SMTP__FIELD_OWN) {
        add_name(fields, field);
    }
}

static void give_text(struct smtp__field *to, const struct smtp__field *from) {
    to->name.text = from->name.text;
    to->first = from->first;
    to->last = from->last;
    to->column = from->column;
    to->is_8bit = from->is_8bit;
    to->group = from->group;
    to->value = from->value;
}

void smtp__field_replace(struct smtp__fields *fields, struct smtp__field *field) {
    struct smtp__field *first = field->kind == SMTP__FIELD_OWN ? smtp__field_find(fields, field->name.text)
                                                               : smtp__field_of_kind(fields, field->kind);
    if (first == NULL) {
        smtp__field_insert(fields, field);
        return;
    }
    for (struct smtp__field *other = first->same; other != NULL; other = other->same) {
        other->first = NULL;
    }
    first->same = NULL;
    give_text(first, field);
}

void smtp__field_remove(struct smtp__fields *fields, enum smtp__field_kind kind) {
    static const struct smtp__field nothing = {.first = NULL};
    if (fields->last[kind] != NULL) {
        give_text(fields->last[kind], &nothing);
    }
}

enum smtp__group smtp__group_end(enum smtp__group group) {
    return group == SMTP__GROUP_NONE ? SMTP__GROUP_NONE : SMTP__GROUP_ENDED;
}

void smtp__fields_end_groups(struct smtp__fields *fields) {
    for (struct smtp__field *field = fields->first; field != NULL; field = field->next) {
        field->group = smtp__group_end(field->group);
    }
}

void smtp__field_append(struct smtp__field *field, struct smtp__piece *piece) {
    piece->next = NULL;
    if (field->last == NULL) {
        field->first = piece;
    } else {
        field->last->next = piece;
    }
    field->last = piece;
    field->is_8bit = field->is_8bit || !smtp__utf8_is_ascii(piece->text.data, piece->text.length);
}
