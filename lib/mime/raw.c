/* SPDX-License-Identifier: MIT */
#include "raw_object.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "date.h"
#include "message_id.h"
#include <string.h>

_Static_assert(sizeof(struct smtp_raw) + SMTP__SLACK <= SMTP_RAW_BYTES, "SMTP_RAW_BYTES is too small");

/* Takes the content over. */
static void adopt(struct smtp_raw *raw, smtp_source *content) {
    raw->content.source = content;
    content->is_adopted = true;
}

static bool is_free(const smtp_source *content) {
    return content != NULL && !content->is_adopted;
}

smtp_result smtp_raw_new(const smtp_allocator *allocator, smtp_source *content, smtp_raw **raw) {
    if (raw == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *raw = NULL;
    if (!smtp__allocator_is_whole(allocator) || !is_free(content)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_raw *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    smtp__arena_init(&made->arena, allocator);
    adopt(made, content);
    *raw = made;
    return SMTP_OK;
}

void smtp_raw_free(smtp_raw *raw) {
    if (raw == NULL) {
        return;
    }
    smtp_allocator allocator = raw->arena.allocator;
    smtp_raw_fini(raw);
    if (allocator.release != NULL) {
        allocator.release(allocator.context, raw);
    }
}

size_t smtp_raw_bytes(void) {
    return sizeof(struct smtp_raw) + SMTP__SLACK;
}

smtp_result smtp_raw_init(void *memory, size_t memory_size, smtp_source *content, smtp_raw **raw) {
    if (raw == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *raw = NULL;
    if (memory == NULL || memory_size > PTRDIFF_MAX || !is_free(content)) {
        return SMTP_E_ARGUMENT;
    }
    size_t rest;
    struct smtp_raw *placed = smtp__memory_place(memory, memory_size, sizeof *placed, &rest);
    if (placed == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    memset(placed, 0, sizeof *placed);
    smtp__arena_init_fixed(&placed->arena, placed + 1, rest);
    adopt(placed, content);
    *raw = placed;
    return SMTP_OK;
}

void smtp_raw_fini(smtp_raw *raw) {
    if (raw != NULL) {
        smtp_source_free(raw->content.source);
        raw->content.source = NULL;
        smtp__arena_clear(&raw->arena);
    }
}

smtp_result smtp_raw_set_line_ends(smtp_raw *raw, int32_t line_ends) {
    if (raw == NULL || (line_ends != SMTP_LINE_ENDS_NORMALIZE && line_ends != SMTP_LINE_ENDS_REFUSE)) {
        return SMTP_E_ARGUMENT;
    }
    raw->content.is_strict = line_ends == SMTP_LINE_ENDS_REFUSE;
    return SMTP_OK;
}

smtp_result smtp_raw_set_remove_bcc(smtp_raw *raw, int32_t is_on) {
    if (raw == NULL || (is_on != 0 && is_on != 1)) {
        return SMTP_E_ARGUMENT;
    }
    raw->removes_bcc = is_on == 1;
    return SMTP_OK;
}

/* A line of the header in the arena. */
static smtp_result set_line(struct smtp_raw *raw, struct smtp__text *line, const char *before, struct smtp__text value,
                            const char *after) {
    size_t room = strlen(before) + value.length + strlen(after);
    struct smtp__buffer made = {smtp__arena_take(&raw->arena, room), room, 0};
    if (made.data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__buffer_append_string(&made, before);
    smtp__buffer_append(&made, value.data, value.length);
    smtp__buffer_append_string(&made, after);
    line->data = (const char *)made.data;
    line->length = made.length;
    return SMTP_OK;
}

smtp_result smtp_raw_set_missing_date(smtp_raw *raw, int64_t utc_seconds, int32_t offset_minutes) {
    char date[SMTP__DATE_LENGTH + 1];
    if (raw == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp__date_write(utc_seconds, offset_minutes, date);
    struct smtp__text text = {date, SMTP__DATE_LENGTH};
    return result == SMTP_OK ? set_line(raw, &raw->date, "Date: ", text, "\r\n") : result;
}

smtp_result smtp_raw_set_missing_message_id(smtp_raw *raw, const char *id, size_t length) {
    if (raw == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(id, length);
    smtp_result result = smtp__message_id_check(&text);
    return result == SMTP_OK ? set_line(raw, &raw->message_id, "Message-ID: <", text, ">\r\n") : result;
}

smtp_result smtp_raw_set_prefix(smtp_raw *raw, const smtp_message *fields) {
    if (raw == NULL) {
        return SMTP_E_ARGUMENT;
    }
    raw->prefix = fields;
    return SMTP_OK;
}
