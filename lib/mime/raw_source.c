/* SPDX-License-Identifier: MIT */
/*
 * raw_source.c - the raw message read piece by piece: the prefix, the header without what is not to be seen, the fields
 * that it lacks, and from the empty line on the content as it comes.
 */
#include "raw_object.h"

#include <string.h>

/* Reads content into the window. SMTP_OK, at the end with nothing in it. */
static smtp_result fill(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    ptrdiff_t got = smtp__raw_content_read(&raw->content, reader->buffer, sizeof reader->buffer);
    if (got < 0) {
        return (smtp_result)got;
    }
    reader->window.data = reader->buffer;
    reader->window.length = (size_t)got;
    reader->window.is_last = got == 0;
    return SMTP_OK;
}

smtp_result smtp__raw_next(struct smtp_raw *raw, struct smtp__header_span *span) {
    smtp_result result;
    while ((result = smtp__header_next(&raw->reader.header, &raw->reader.window, span)) == SMTP_PENDING) {
        result = fill(raw);
        if (result != SMTP_OK) {
            return result;
        }
    }
    return result;
}

static void ready_string(struct smtp__raw_reader *reader, const char *string) {
    reader->ready = smtp__text_from(string, SMTP_Z);
}

static bool has_seen(const struct smtp__raw_reader *reader, enum smtp__header_field field) {
    return (reader->seen >> field & 1) != 0;
}

static bool lacks_date(const struct smtp_raw *raw) {
    return raw->date.length > 0 && !has_seen(&raw->reader, SMTP__HEADER_DATE);
}

static bool lacks_message_id(const struct smtp_raw *raw) {
    return raw->message_id.length > 0 && !has_seen(&raw->reader, SMTP__HEADER_MESSAGE_ID);
}

/* What is in the window, then what comes after it */
static smtp_result body_step(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    smtp_result result = reader->window.length == 0 && !reader->window.is_last ? fill(raw) : SMTP_OK;
    reader->ready.data = (const char *)reader->window.data;
    reader->ready.length = reader->window.length;
    reader->window.length = 0;
    if (reader->window.is_last) {
        reader->step = NULL;
    }
    return result;
}

static smtp_result message_id_step(struct smtp_raw *raw) {
    if (lacks_message_id(raw)) {
        raw->reader.ready = raw->message_id;
    }
    raw->reader.step = body_step;
    return SMTP_OK;
}

static smtp_result date_step(struct smtp_raw *raw) {
    if (lacks_date(raw)) {
        raw->reader.ready = raw->date;
    }
    raw->reader.step = message_id_step;
    return SMTP_OK;
}

/* Content that ends in its header may lack its last line end: without need nothing is added to it. */
static smtp_result end_header(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    if (reader->is_open && (lacks_date(raw) || lacks_message_id(raw))) {
        ready_string(reader, "\r\n");
    }
    reader->step = date_step;
    return SMTP_OK;
}

/* Must all of the header be read? Without need a message is trusted after its first field. */
static bool is_filtered(const struct smtp_raw *raw) {
    return raw->removes_bcc || raw->date.length > 0 || raw->message_id.length > 0;
}

static bool is_hidden(const struct smtp_raw *raw, enum smtp__header_field field) {
    return raw->removes_bcc && (field == SMTP__HEADER_BCC || field == SMTP__HEADER_RESENT_BCC);
}

/* The next octets of the header, if they may be seen */
static smtp_result header_step(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    struct smtp__header_span span;
    if (reader->header.has_field && !is_filtered(raw)) {
        reader->step = body_step;
        return SMTP_OK;
    }
    smtp_result result = smtp__raw_next(raw, &span);
    if (result != SMTP_OK) {
        return result;
    }
    if (span.text.length == 0) {
        return end_header(raw);
    }
    if (!is_hidden(raw, span.field)) {
        reader->seen |= UINT32_C(1) << span.field;
        reader->ready = span.text;
        reader->is_open = span.text.data[span.text.length - 1] != '\n';
    }
    return SMTP_OK;
}

static void begin_field(struct smtp__raw_reader *reader, const struct smtp__field *field) {
    reader->field = field;
    reader->piece = field == NULL ? NULL : field->first;
}

/* The next piece of a field of the prefix, or its end */
static smtp_result prefix_step(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    if (reader->field == NULL) {
        reader->step = header_step;
    } else if (reader->piece != NULL) {
        reader->ready = reader->piece->text;
        reader->piece = reader->piece->next;
    } else {
        ready_string(reader, smtp__field_end(reader->field));
        begin_field(reader, smtp__field_next(reader->field));
    }
    return SMTP_OK;
}

/* What the prefix has is not missing. */
static void begin_prefix(struct smtp__raw_reader *reader, const struct smtp_message *prefix) {
    if (prefix == NULL) {
        return;
    }
    begin_field(reader, smtp__field_first(&prefix->fields));
    if (smtp_message_has_date(prefix)) {
        reader->seen |= UINT32_C(1) << SMTP__HEADER_DATE;
    }
    if (smtp_message_has_message_id(prefix)) {
        reader->seen |= UINT32_C(1) << SMTP__HEADER_MESSAGE_ID;
    }
}

smtp_result smtp__raw_begin(struct smtp_raw *raw) {
    struct smtp__raw_reader *reader = &raw->reader;
    memset(reader, 0, offsetof(struct smtp__raw_reader, buffer));
    smtp__raw_content_begin(&raw->content);
    smtp__header_init(&reader->header);
    begin_prefix(reader, raw->prefix);
    reader->step = prefix_step;
    return smtp__source_is_rewindable(raw->content.source) ? smtp_source_rewind(raw->content.source) : SMTP_OK;
}

/* With enough room the body is read where it is wanted. */
static bool can_read_into(const struct smtp__raw_reader *reader, size_t room) {
    bool is_empty = reader->window.length == 0 && !reader->window.is_last;
    return reader->step == body_step && is_empty && room >= sizeof reader->buffer;
}

/* Octets of the body into the buffer, or one step. Returns how many there are, or an error. */
static ptrdiff_t advance(struct smtp_raw *raw, uint8_t *out, size_t room) {
    struct smtp__raw_reader *reader = &raw->reader;
    if (!can_read_into(reader, room)) {
        return reader->step(raw);
    }
    ptrdiff_t got = smtp__raw_content_read(&raw->content, out, room);
    if (got == 0) {
        reader->step = NULL;
    }
    return got;
}

static ptrdiff_t read_raw(void *context, void *buffer, size_t size) {
    struct smtp_raw *raw = context;
    struct smtp__raw_reader *reader = &raw->reader;
    uint8_t *out = buffer;
    size_t done = 0;
    while (done < size && (reader->ready.length > 0 || reader->step != NULL)) {
        ptrdiff_t got;
        if (reader->ready.length > 0) {
            got = (ptrdiff_t)smtp__text_move(&reader->ready, out + done, size - done);
        } else {
            got = advance(raw, out + done, size - done);
        }
        if (got < 0) {
            return got;
        }
        done += (size_t)got;
    }
    return (ptrdiff_t)done;
}

static smtp_result rewind_raw(void *context) {
    return smtp__raw_begin(context);
}

smtp_result smtp_raw_source(smtp_raw *raw, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (raw == NULL) {
        return SMTP_E_ARGUMENT;
    }
    bool is_rewindable = smtp__source_is_rewindable(raw->content.source);
    if (!is_rewindable && raw->content.source->position > 0) {
        return SMTP_E_NOT_REWINDABLE;
    }
    struct smtp__source_ops ops = {read_raw, is_rewindable ? rewind_raw : NULL, NULL};
    smtp__source_init(&raw->source, &ops, raw);
    raw->source.is_adopted = true;
    raw->source.is_binary = raw->content.source->is_binary;
    raw->source.needs_smtputf8 = raw->prefix != NULL && smtp__fields_are_8bit(&raw->prefix->fields);
    smtp_result result = smtp__raw_begin(raw);
    if (result == SMTP_OK) {
        *source = &raw->source;
    }
    return result;
}
