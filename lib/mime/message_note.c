/* SPDX-License-Identifier: MIT */
/* message_note.c - what a mail says of itself to readers and machines: keywords, importance, who made it. */
#include "message_object.h"

#include "phrase.h"
#include "text_check.h"
#include <smtp/message_field.h>
#include <string.h>

struct keyword {
    struct smtp__text text;
    bool is_behind_encoded_word; /* a sign needs a blank there, RFC 2047 s5 (3) */
};

static smtp_result write_keyword(struct smtp__writer *writer, const void *what) {
    const struct keyword *keyword = what;
    if (!writer->is_first) {
        size_t blanks = keyword->is_behind_encoded_word ? 1 : 0;
        smtp__writer_word(writer, blanks, smtp__text_from(",", 1), blanks > 0 ? SMTP__ENCODED_LINE_AIM : SIZE_MAX);
    }
    (void)smtp__phrase_write(writer, keyword->text, 0);
    return SMTP_OK;
}

static bool ends_with_encoded_word(const struct smtp__field *field) {
    struct smtp__text text = field->last->text;
    return text.length > 2 && memcmp(text.data + text.length - 2, "?=", 2) == 0;
}

smtp_result smtp_message_add_keyword(smtp_message *message, const char *text, size_t length) {
    struct keyword keyword = {smtp__text_from(text, length), false};
    if (message == NULL || keyword.text.length == 0) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__draft draft = {SMTP__FIELD_OWN, {"Keywords", 8}, write_keyword, &keyword};
    const struct smtp__field *field = smtp__field_find(&message->fields, draft.name);
    keyword.is_behind_encoded_word = field != NULL && ends_with_encoded_word(field);
    smtp_result result = smtp__text_check(keyword.text);
    return result == SMTP_OK ? smtp__message_extend(message, &draft) : result;
}

static smtp_result write_token(struct smtp__writer *writer, const void *what) {
    smtp__writer_string(writer, " ");
    smtp__writer_string(writer, what);
    return SMTP_OK;
}

static struct smtp__draft token_draft(const char *name, const char *token) {
    struct smtp__draft draft = {SMTP__FIELD_OWN, smtp__text_from(name, SMTP_Z), write_token, token};
    return draft;
}

smtp_result smtp_message_set_auto_submitted(smtp_message *message, int32_t kind) {
    static const char *const words[] = {
        [SMTP_AUTO_NO] = "no",
        [SMTP_AUTO_GENERATED] = "auto-generated",
        [SMTP_AUTO_REPLIED] = "auto-replied",
        [SMTP_AUTO_NOTIFIED] = "auto-notified",
    };
    if (message == NULL || kind < SMTP_AUTO_NO || kind > SMTP_AUTO_NOTIFIED) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__draft draft = token_draft("Auto-Submitted", words[kind]);
    return smtp__message_replace(message, &draft, 1);
}

smtp_result smtp_message_set_importance(smtp_message *message, int32_t importance) {
    static const char *const words[] = {"low", "normal", "high"};
    static const char *const numbers[] = {"5", "3", "1"};
    if (message == NULL || importance < SMTP_IMPORTANCE_LOW || importance > SMTP_IMPORTANCE_HIGH) {
        return SMTP_E_ARGUMENT;
    }
    int32_t i = importance - SMTP_IMPORTANCE_LOW;
    struct smtp__draft drafts[] = {token_draft("Importance", words[i]), token_draft("X-Priority", numbers[i])};
    return smtp__message_replace(message, drafts, 2);
}
