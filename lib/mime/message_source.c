/* SPDX-License-Identifier: MIT */
/*
 * message_source.c - the message read piece by piece: each step makes a piece of text ready or begins a body, and says
 * which step comes next. The size of a message is the sum of the same pieces.
 */
#include "message_object.h"

#include "base/buffer.h"
#include "message_id.h"
#include <string.h>

static void field_step(struct smtp_message *message);
static void version_step(struct smtp_message *message);
static void id_step(struct smtp_message *message);
static void part_step(struct smtp_message *message);
static void end_step(struct smtp_message *message);

static void begin(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    memset(reader, 0, offsetof(struct smtp__reader, scratch));
    reader->part = message->tree;
    reader->field = smtp__field_first(&message->fields); /* From is there */
    reader->piece = reader->field->first;
    reader->step = field_step;
    reader->after_fields = smtp_message_has_message_id(message) ? version_step : id_step;
}

static void ready_string(struct smtp__reader *reader, const char *string) {
    reader->ready = smtp__text_from(string, SMTP_Z);
}

/* Makes ready what was put together in the scratch. */
static void ready_made(struct smtp__reader *reader, const struct smtp__buffer *made) {
    reader->ready.data = (const char *)made->data;
    reader->ready.length = made->length;
}

static struct smtp__buffer scratch_of(struct smtp__reader *reader) {
    struct smtp__buffer buffer = {reader->scratch, sizeof reader->scratch, 0};
    return buffer;
}

static void version_step(struct smtp_message *message) {
    ready_string(&message->reader, "MIME-Version: 1.0\r\n");
    message->reader.step = part_step;
}

/* Message-ID, where none was set */
static void id_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    struct smtp__buffer made = scratch_of(reader);
    char id[SMTP__MESSAGE_ID_MADE_MAX];
    smtp__buffer_append_string(&made, "Message-ID: ");
    smtp__buffer_append(&made, id, smtp__message_id_make(&message->seed, message->from, id));
    smtp__buffer_append_string(&made, "\r\n");
    ready_made(reader, &made);
    reader->step = version_step;
}

/* The next piece of a field, or its end */
static void field_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    if (reader->piece != NULL) {
        reader->ready = reader->piece->text;
        reader->piece = reader->piece->next;
        return;
    }
    ready_string(reader, smtp__field_end(reader->field));
    reader->field = smtp__field_next(reader->field);
    if (reader->field != NULL) {
        reader->piece = reader->field->first;
        return;
    }
    reader->step = reader->after_fields;
}

/* "--", "=_" and what no base64 or quoted-printable can hold after a line's beginning (RFC 2046 s5.1.1) */
static void put_boundary(const struct smtp_message *message, const struct smtp_part *part, struct smtp__buffer *out) {
    char digits[SMTP__SEED_DIGITS];
    smtp__seed_digits(&message->seed, SMTP__SEED_BOUNDARY + part->number, digits);
    smtp__buffer_append_string(out, "=_");
    smtp__buffer_append(out, digits, sizeof digits);
}

static void body_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    smtp__body_init(&reader->body, reader->part);
    reader->is_in_body = true;
    reader->step = end_step;
}

static void encoding_step(struct smtp_message *message) {
    static const char *const lines[] = {
        [SMTP__ENCODING_7BIT] = "Content-Transfer-Encoding: 7bit\r\n\r\n",
        [SMTP__ENCODING_8BIT] = "Content-Transfer-Encoding: 8bit\r\n\r\n",
        [SMTP__ENCODING_QUOTED_PRINTABLE] = "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        [SMTP__ENCODING_BASE64] = "Content-Transfer-Encoding: base64\r\n\r\n",
    };
    ready_string(&message->reader, lines[message->reader.part->content.encoding]);
    message->reader.step = body_step;
}

/* The encoding of a multipart, if it has 8-bit content, and the boundary of its first part */
static void first_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    struct smtp__buffer made = scratch_of(reader);
    smtp__buffer_append_string(&made, reader->part->is_8bit ? "Content-Transfer-Encoding: 8bit\r\n\r\n--" : "\r\n--");
    put_boundary(message, reader->part, &made);
    smtp__buffer_append_string(&made, "\r\n");
    ready_made(reader, &made);
    reader->part = reader->part->parts.first;
    reader->step = part_step;
}

/* What ends the fields that are not the caller's own, and those. */
static void own_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    const struct smtp_part *part = reader->part;
    reader->after_fields = part->is_multipart ? first_step : encoding_step;
    reader->step = reader->after_fields;
    ready_string(reader, "\r\n");
    if (part->own != NULL) {
        reader->field = part->own->first;
        reader->piece = reader->field->first;
        reader->step = field_step;
    }
}

static void ready_boundary(struct smtp_message *message) {
    struct smtp__buffer made = scratch_of(&message->reader);
    smtp__buffer_append_string(&made, ";\r\n boundary=\"");
    put_boundary(message, message->reader.part, &made);
    smtp__buffer_append_string(&made, "\"");
    ready_made(&message->reader, &made);
}

/* The next text of the part's header. A multipart has its boundary where a leaf has its name. */
static void part_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    uint32_t field = reader->part_field++;
    if (field == SMTP__PART_NAME && reader->part->is_multipart) {
        ready_boundary(message);
        return;
    }
    reader->ready = reader->part->header[field];
    if (reader->part_field == SMTP__PART_FIELDS) {
        reader->part_field = 0;
        reader->step = own_step;
    }
}

/* True if the body just read ended with a line's end that is none of its content. */
static bool has_own_end(const struct smtp__reader *reader) {
    const struct smtp_part *part = reader->part;
    return !part->is_multipart && part->content.encoding == SMTP__ENCODING_BASE64 && reader->body.taken > 0;
}

/* The message's last line is ended, too. */
static void last_step(struct smtp__reader *reader) {
    ready_string(reader, reader->part->content.is_open && !has_own_end(reader) ? "\r\n" : "");
    reader->step = NULL;
}

/* What stands between a part and the next one, or after the last of a multipart. */
static void end_step(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    struct smtp_part *part = reader->part;
    if (part->parent == NULL) {
        last_step(reader);
        return;
    }
    struct smtp__buffer made = scratch_of(reader);
    bool is_on_new_line = has_own_end(reader) || part->is_multipart;
    smtp__buffer_append_string(&made, is_on_new_line ? "--" : "\r\n--");
    put_boundary(message, part->parent, &made);
    smtp__buffer_append_string(&made, part->next != NULL ? "\r\n" : "--\r\n");
    ready_made(reader, &made);
    reader->step = part->next != NULL ? part_step : end_step;
    reader->part = part->next != NULL ? part->next : part->parent;
}

/* Octets of the body into the buffer, or, where that is small, into the scratch. */
static ptrdiff_t read_body(struct smtp__reader *reader, uint8_t *out, size_t room) {
    bool is_small = room < SMTP__BODY_ROOM;
    ptrdiff_t got = is_small ? smtp__body_read(&reader->body, reader->scratch, sizeof reader->scratch)
                             : smtp__body_read(&reader->body, out, room);
    if (got > 0 && is_small) {
        reader->ready.data = (const char *)reader->scratch;
        reader->ready.length = (size_t)got;
        return 0;
    }
    if (got == 0) {
        reader->is_in_body = false;
    }
    return got;
}

static ptrdiff_t read_message(void *context, void *buffer, size_t size) {
    struct smtp_message *message = context;
    struct smtp__reader *reader = &message->reader;
    uint8_t *out = buffer;
    size_t done = 0;
    while (done < size && (reader->ready.length > 0 || reader->is_in_body || reader->step != NULL)) {
        if (reader->ready.length > 0) {
            done += smtp__text_move(&reader->ready, out + done, size - done);
        } else if (reader->is_in_body) {
            ptrdiff_t got = read_body(reader, out + done, size - done);
            if (got < 0) {
                return got;
            }
            done += (size_t)got;
        } else {
            reader->step(message);
        }
    }
    return (ptrdiff_t)done;
}

static smtp_result rewind_message(void *context) {
    begin(context);
    return SMTP_OK;
}

/* The size of the whole, by the same steps; -1 where a source does not know its length. */
static int64_t size_of(struct smtp_message *message) {
    struct smtp__reader *reader = &message->reader;
    int64_t total = 0;
    begin(message);
    while (reader->step != NULL) {
        reader->step(message);
        int64_t more = (int64_t)reader->ready.length;
        if (reader->is_in_body) {
            more = smtp__body_size(reader->part);
            reader->body.taken = more;
        }
        if (more < 0 || more > INT64_MAX - total) {
            return -1;
        }
        total += more;
        reader->ready.length = 0;
        reader->is_in_body = false;
    }
    return total;
}

static void init_source(struct smtp_message *message, const struct smtp__tree *tree) {
    struct smtp__source_ops ops = {read_message, tree->is_rewindable ? rewind_message : NULL, NULL};
    smtp__source_init(&message->source, &ops, message);
    message->source.is_adopted = true;
    message->source.needs_smtputf8 = smtp__fields_are_8bit(&message->fields);
    bool is_8bit = message->source.needs_smtputf8 || tree->is_8bit;
    int64_t size = size_of(message);
    if (size >= 0) {
        (void)smtp_source_set_length(&message->source, size);
        smtp__source_set_measure(&message->source, (uint64_t)size, is_8bit);
    } else if (is_8bit) {
        message->source.is_8bit = 1;
    }
    begin(message);
}

smtp_result smtp_message_source(smtp_message *message, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp__message_whole(message);
    if (result != SMTP_OK) {
        return result;
    }
    message->tree = smtp__message_tree(message);
    bool needs_seed = message->tree->is_multipart || !smtp_message_has_message_id(message);
    if (needs_seed && !message->seed.is_set) {
        return SMTP_E_RANDOM;
    }
    struct smtp__tree tree;
    result = smtp__tree_prepare(message->tree, &tree);
    if (result == SMTP_OK) {
        smtp__fields_end_groups(&message->fields);
        message->seed.salt = tree.digest;
        init_source(message, &tree);
        *source = &message->source;
    }
    return result;
}
