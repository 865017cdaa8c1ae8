/* SPDX-License-Identifier: MIT */
#include "message_object.h"

#include "embedded.h"
#include <string.h>

void smtp__parts_append(struct smtp__parts *parts, struct smtp_part *part) {
    part->next = NULL;
    if (parts->last == NULL) {
        parts->first = part;
    } else {
        parts->last->next = part;
    }
    parts->last = part;
}

struct smtp_part *smtp__part_make(struct smtp_message *message, struct smtp__text type, bool has_charset) {
    struct smtp_part *part = smtp__arena_take(&message->arena, sizeof *part);
    if (part == NULL) {
        return NULL;
    }
    memset(part, 0, sizeof *part);
    part->message = message;
    return smtp__part_put_type(part, type, has_charset) == SMTP_OK ? part : NULL;
}

void smtp__part_keep(struct smtp_part *part) {
    part->older = part->message->made;
    part->message->made = part;
    if (part->source != NULL) {
        part->source->is_adopted = true;
    }
}

smtp_result smtp__part_put_source(struct smtp_part *part, enum smtp__media media, struct smtp_source *source) {
    part->source = source;
    if (media == SMTP__MEDIA_MESSAGE) {
        return smtp__embedded_measure(part);
    }
    part->content.encoding = SMTP__ENCODING_BASE64;
    return SMTP_OK;
}

/* The beginning of each door but for what only one of them takes. */
static smtp_result begin(const struct smtp_message *message, const char *type, struct smtp_part **part) {
    if (part == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *part = NULL;
    return message == NULL || type == NULL ? SMTP_E_ARGUMENT : SMTP_OK;
}

/* The end of each door: keeps the part, or leaves the message as it was. */
static smtp_result finish(struct smtp_message *message, struct smtp__arena_mark mark, smtp_result result,
                          struct smtp_part *made, smtp_part **part) {
    if (made == NULL || result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return made == NULL ? SMTP_E_NO_MEMORY : result;
    }
    smtp__part_keep(made);
    *part = made;
    return SMTP_OK;
}

smtp_result smtp_part_new_text(smtp_message *message, const char *type, size_t type_length, const char *text,
                               size_t length, smtp_part **part) {
    if (begin(message, type, part) != SMTP_OK || text == NULL) {
        return SMTP_E_ARGUMENT;
    }
    enum smtp__media media;
    struct smtp__text typed = smtp__text_from(type, type_length);
    smtp_result result = smtp__media_type_check(typed, "charset", &media);
    if (result != SMTP_OK || media != SMTP__MEDIA_TEXT) {
        return result != SMTP_OK ? result : SMTP_E_MEDIA_TYPE;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    struct smtp_part *made = smtp__part_make(message, typed, true);
    if (made != NULL) {
        result = smtp__part_content_make(&message->arena, smtp__text_from(text, length), &made->content);
    }
    return finish(message, mark, result, made, part);
}

smtp_result smtp_part_new_source(smtp_message *message, const char *type, size_t type_length, smtp_source *source,
                                 smtp_part **part) {
    if (begin(message, type, part) != SMTP_OK || source == NULL || source->is_adopted) {
        return SMTP_E_ARGUMENT;
    }
    enum smtp__media media;
    struct smtp__text typed = smtp__text_from(type, type_length);
    smtp_result result = smtp__media_type_check(typed, NULL, &media);
    if (result != SMTP_OK || media == SMTP__MEDIA_MULTIPART) {
        return result != SMTP_OK ? result : SMTP_E_MEDIA_TYPE;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    struct smtp_part *made = smtp__part_make(message, typed, false);
    if (made != NULL) {
        result = smtp__part_put_source(made, media, source);
    }
    return finish(message, mark, result, made, part);
}

smtp_result smtp_part_new_multipart(smtp_message *message, const char *type, size_t type_length, smtp_part **part) {
    if (begin(message, type, part) != SMTP_OK) {
        return SMTP_E_ARGUMENT;
    }
    enum smtp__media media;
    struct smtp__text typed = smtp__text_from(type, type_length);
    smtp_result result = smtp__media_type_check(typed, "boundary", &media);
    if (result != SMTP_OK || media != SMTP__MEDIA_MULTIPART) {
        return result != SMTP_OK ? result : SMTP_E_MEDIA_TYPE;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    struct smtp_part *made = smtp__part_make(message, typed, false);
    if (made != NULL) {
        made->is_multipart = true;
        made->number = SMTP__LEVELS + message->multiparts++;
    }
    return finish(message, mark, result, made, part);
}
