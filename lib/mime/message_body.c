/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "flowed.h"
#include "template.h"

enum { METHOD_MAX = 64 };

/* A text to be set, and how it becomes content. */
struct body {
    enum smtp__alternative which;
    struct smtp__text type; /* without charset */
    struct smtp__text text;
    smtp__content_fn make;
    bool is_flowed;
};

static smtp_result make_part(struct smtp_message *message, const struct body *body, struct smtp_part **part) {
    struct smtp_part *made = smtp__part_make(message, body->type, true);
    *part = made;
    return made == NULL ? SMTP_E_NO_MEMORY : body->make(&message->arena, body->text, &made->content);
}

/* A merge wraps the text anew. */
static smtp_result keep_flowed(struct smtp_message *message, const struct body *body, struct smtp__text *kept) {
    if (!body->is_flowed || !smtp__template_has_braces(body->text)) {
        return SMTP_OK;
    }
    kept->data = smtp__arena_copy(&message->arena, body->text.data, body->text.length);
    kept->length = body->text.length;
    return kept->data == NULL ? SMTP_E_NO_MEMORY : SMTP_OK;
}

static smtp_result set_body(struct smtp_message *message, const struct body *body) {
    if (message->root != NULL) {
        return SMTP_E_STATE;
    }
    struct smtp_part *part;
    struct smtp__text flowed = {NULL, 0};
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = make_part(message, body, &part);
    if (result == SMTP_OK) {
        result = keep_flowed(message, body, &flowed);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    message->alternatives[body->which] = part;
    message->flowed = body->which == SMTP__ALTERNATIVE_TEXT ? flowed : message->flowed;
    return SMTP_OK;
}

static smtp_result set_typed(struct smtp_message *message, enum smtp__alternative which, struct smtp__text type,
                             const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct body body = {which, type, smtp__text_from(text, length), smtp__part_content_make, false};
    return set_body(message, &body);
}

smtp_result smtp_message_set_text(smtp_message *message, const char *text, size_t length) {
    return set_typed(message, SMTP__ALTERNATIVE_TEXT, smtp__text_from("text/plain", SMTP_Z), text, length);
}

smtp_result smtp_message_set_html(smtp_message *message, const char *html, size_t length) {
    return set_typed(message, SMTP__ALTERNATIVE_HTML, smtp__text_from("text/html", SMTP_Z), html, length);
}

smtp_result smtp_message_set_amp(smtp_message *message, const char *amp, size_t length) {
    return set_typed(message, SMTP__ALTERNATIVE_AMP, smtp__text_from("text/x-amp-html", SMTP_Z), amp, length);
}

smtp_result smtp_message_set_flowed_text(smtp_message *message, const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct body body = {SMTP__ALTERNATIVE_TEXT, smtp__text_from("text/plain; format=flowed", SMTP_Z),
                        smtp__text_from(text, length), smtp__flowed_make, true};
    return set_body(message, &body);
}

/* iana-token, RFC 5545 s3.1 */
static bool is_method(struct smtp__text method) {
    for (size_t i = 0; i < method.length; i++) {
        if (!smtp__ascii_is_alnum(method.data[i]) && method.data[i] != '-') {
            return false;
        }
    }
    return method.length > 0 && method.length <= METHOD_MAX;
}

smtp_result smtp_message_set_calendar(smtp_message *message, const char *method, size_t method_length,
                                      const char *calendar, size_t length) {
    if (message == NULL || method == NULL || calendar == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text token = smtp__text_from(method, method_length);
    if (!is_method(token)) {
        return SMTP_E_MEDIA_TYPE;
    }
    char memory[METHOD_MAX + 32];
    struct smtp__buffer type = {(uint8_t *)memory, sizeof memory, 0};
    smtp__buffer_append_string(&type, "text/calendar; method=");
    smtp__buffer_append(&type, token.data, token.length);
    struct smtp__text typed = {memory, type.length};
    return set_typed(message, SMTP__ALTERNATIVE_CALENDAR, typed, calendar, length);
}
