/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include <string.h>

static smtp_result set_part(struct smtp_message *message, struct smtp__part *part, const char *fields,
                            struct smtp__text text) {
    struct smtp__part_content content;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = smtp__part_content_make(&message->arena, text, &content);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    part->fields = smtp__text_from(fields, SMTP_Z);
    part->content = content;
    part->is_set = true;
    return SMTP_OK;
}

static const char plain_fields[] = "Content-Type: text/plain; charset=utf-8\r\n";
static const char html_fields[] = "Content-Type: text/html; charset=utf-8\r\n";

smtp_result smtp_message_set_text(smtp_message *message, const char *text, size_t length) {
    if (message == NULL || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return set_part(message, &message->text, plain_fields, smtp__text_from(text, length));
}

smtp_result smtp_message_set_html(smtp_message *message, const char *html, size_t length) {
    if (message == NULL || html == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return set_part(message, &message->html, html_fields, smtp__text_from(html, length));
}

/* Links an attachment at the end; its source is the message's from now on. */
static void append(struct smtp_message *message, struct smtp__part *part) {
    if (message->last_attachment == NULL) {
        message->attachments = part;
    } else {
        message->last_attachment->next = part;
    }
    message->last_attachment = part;
    part->source->is_adopted = true;
}

static smtp_result make_attachment(struct smtp_message *message, const char *name, size_t name_length, const char *type,
                                   size_t type_length, struct smtp__part **part) {
    struct smtp__attachment attachment = {smtp__text_from(name, name_length), smtp__text_from(type, type_length)};
    smtp_result result = smtp__attachment_check(&attachment);
    if (result != SMTP_OK) {
        return result;
    }
    *part = smtp__attachment_part(&message->arena, &attachment);
    return *part == NULL ? SMTP_E_NO_MEMORY : SMTP_OK;
}

smtp_result smtp_message_attach(smtp_message *message, const char *name, size_t name_length, const char *type,
                                size_t type_length, smtp_source *source) {
    if (message == NULL || source == NULL || source->is_adopted) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__part *part;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = make_attachment(message, name, name_length, type, type_length, &part);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    part->source = source;
    append(message, part);
    return SMTP_OK;
}

/* A source over memory in the arena. */
static smtp_result make_memory_source(struct smtp_message *message, const void *data, size_t size,
                                      smtp_source **source) {
    void *memory = smtp__arena_take(&message->arena, smtp_source_bytes());
    return memory == NULL ? SMTP_E_NO_MEMORY : smtp_source_init_memory(memory, smtp_source_bytes(), data, size, source);
}

smtp_result smtp_message_attach_memory(smtp_message *message, const char *name, size_t name_length, const char *type,
                                       size_t type_length, const void *data, size_t data_length) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_source *source;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = make_memory_source(message, data, data_length, &source);
    if (result == SMTP_OK) {
        result = smtp_message_attach(message, name, name_length, type, type_length, source);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
    }
    return result;
}

static void make_multipart(struct smtp__part *part, const char *fields, uint32_t number, struct smtp__part *first) {
    memset(part, 0, sizeof *part);
    part->fields = smtp__text_from(fields, SMTP_Z);
    part->number = number;
    smtp__part_group(part, first);
}

/* Text, HTML, or both as alternatives, the plainest first (RFC 2046 s5.1.4). NULL if there is neither. */
static struct smtp__part *body_tree(struct smtp_message *message) {
    message->text.next = NULL;
    message->html.next = NULL;
    if (message->text.is_set && message->html.is_set) {
        message->text.next = &message->html;
        make_multipart(&message->alternative, "Content-Type: multipart/alternative;\r\n", 1, &message->text);
        return &message->alternative;
    }
    return message->text.is_set ? &message->text : message->html.is_set ? &message->html : NULL;
}

struct smtp__part *smtp__message_tree(struct smtp_message *message) {
    struct smtp__part *body = body_tree(message);
    if (message->attachments != NULL) {
        if (body != NULL) {
            body->next = message->attachments;
        }
        struct smtp__part *first = body != NULL ? body : message->attachments;
        make_multipart(&message->mixed, "Content-Type: multipart/mixed;\r\n", 0, first);
        return &message->mixed;
    }
    if (body == NULL) {
        message->text.fields = smtp__text_from(plain_fields, SMTP_Z);
        body = &message->text;
    }
    body->parent = NULL;
    return body;
}
