/* SPDX-License-Identifier: MIT */
#include "field.h"

enum { NAME_MAX = 76 }; /* with ":" and a blank it fits a line of 78 */

static const char *const names[] = {
    [SMTP__FIELD_DATE] = "Date",
    [SMTP__FIELD_FROM] = "From",
    [SMTP__FIELD_SENDER] = "Sender",
    [SMTP__FIELD_REPLY_TO] = "Reply-To",
    [SMTP__FIELD_TO] = "To",
    [SMTP__FIELD_CC] = "Cc",
    [SMTP__FIELD_MESSAGE_ID] = "Message-ID",
    [SMTP__FIELD_SUBJECT] = "Subject",
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
    static const char *const others[] = {"Bcc", "Resent-Bcc", "MIME-Version"};
    struct smtp__text prefix = {name.data, name.length < 8 ? name.length : 8};
    return smtp__text_is(prefix, "Content-") || is_one_of(name, names, sizeof names / sizeof names[0]) ||
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
    static const char *const unique[] = {"In-Reply-To", "References"};
    return is_one_of(name, unique, sizeof unique / sizeof unique[0]);
}

struct smtp__field *smtp__field_find(struct smtp__field *fields, struct smtp__text name) {
    while (fields != NULL && !smtp__text_equal(fields->name, name)) {
        fields = fields->next;
    }
    return fields;
}

struct smtp__field *smtp__field_of_kind(struct smtp__field *fields, enum smtp__field_kind kind) {
    while (fields != NULL && fields->kind != kind) {
        fields = fields->next;
    }
    return fields;
}

void smtp__field_insert(struct smtp__field **fields, struct smtp__field *field) {
    while (*fields != NULL && (*fields)->kind <= field->kind) {
        fields = &(*fields)->next;
    }
    field->next = *fields;
    *fields = field;
}

void smtp__field_replace(struct smtp__field **fields, struct smtp__field *field) {
    struct smtp__field **place = NULL;
    struct smtp__field **at = fields;
    while (*at != NULL) {
        if (!smtp__text_equal((*at)->name, field->name)) {
            at = &(*at)->next;
            continue;
        }
        place = place != NULL ? place : at;
        *at = (*at)->next;
    }
    if (place == NULL) {
        smtp__field_insert(fields, field);
        return;
    }
    field->next = *place;
    *place = field;
}

void smtp__field_append(struct smtp__field *field, struct smtp__piece *piece) {
    piece->next = NULL;
    if (field->last == NULL) {
        field->first = piece;
    } else {
        field->last->next = piece;
    }
    field->last = piece;
}
