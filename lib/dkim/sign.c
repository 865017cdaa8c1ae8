/* SPDX-License-Identifier: MIT */
/* sign.c - reads a message and signs it. */
#include "dkim.h"

#include "canonical.h"
#include "codec/crlf.h"
#include "codec/lines.h"
#include "header.h"
#include "names.h"
#include "signature.h"
#include <string.h>

/* CRLF for each octet at worst. */
_Static_assert(2 * SMTP__DKIM_READ <= SMTP_DKIM_SIGNATURE_BYTES, "not all that is read fits with its line ends");

/* What a reading does with each piece, in which every line end is a CRLF. SMTP_PENDING: that is enough. */
typedef smtp_result (*take_fn)(void *context, const uint8_t *data, size_t length);

/* Reads from the beginning. SMTP_OK: to the end. */
static smtp_result read_lines(struct smtp_dkim *dkim, smtp_source *message, take_fn take, void *context) {
    struct smtp__crlf crlf;
    smtp__crlf_init(&crlf);
    smtp_result result = smtp_source_rewind(message);
    while (result == SMTP_OK) {
        ptrdiff_t got = smtp_source_read(message, dkim->in, sizeof dkim->in);
        if (got <= 0) {
            return (smtp_result)got;
        }
        struct smtp__input in = {dkim->in, (size_t)got, false};
        struct smtp__output out = {dkim->out, sizeof dkim->out};
        (void)smtp__crlf_step(&crlf, &in, &out);
        result = take(context, dkim->out, sizeof dkim->out - out.length);
    }
    return result;
}

static smtp_result take_header_end(void *context, const uint8_t *data, size_t length) {
    struct smtp__dkim_header_end *end = context;
    smtp__dkim_header_end_feed(end, data, length);
    if (end->length > SMTP__DKIM_HEADER_MAX) {
        return SMTP_E_HEADER_TOO_LONG;
    }
    return end->is_found ? SMTP_PENDING : SMTP_OK;
}

/* The second reading: the header is kept, the body hashed. */
struct reading {
    char *header;
    size_t size; /* as the first reading found it, with the empty line */
    struct smtp__dkim_header_end end;
    struct smtp__lines lines;
    struct smtp__dkim_body body;
};

static smtp_result take_all(void *context, const uint8_t *data, size_t length) {
    struct reading *reading = context;
    size_t before = reading->end.length;
    smtp__dkim_header_end_feed(&reading->end, data, length);
    if (reading->end.length > reading->size) {
        return SMTP_E_SOURCE_CHANGED;
    }
    size_t n = reading->end.length - before;
    memcpy(reading->header + before, data, n);
    smtp__dkim_body_feed(&reading->body, data + n, length - n);
    smtp_result result = smtp__lines_feed(&reading->lines, data, length);
    return result == SMTP_OK ? reading->body.hash->result : result;
}

/* The fields alone, the last one ended as a session ends it. */
static struct smtp__text fields_of(struct reading *reading) {
    struct smtp__text header = {reading->header, reading->end.length};
    if (reading->end.is_found) {
        header.length -= 2;
    } else if (header.length > 0 && header.data[header.length - 1] != '\n') {
        memcpy(reading->header + header.length, "\r\n", 2);
        header.length += 2;
    }
    return header;
}

/* Reads the whole, and notes what is known of it then. */
static smtp_result read_all(struct smtp_dkim *dkim, smtp_source *message, struct reading *reading, uint8_t *body_hash) {
    struct smtp__dkim_hash hash;
    smtp__dkim_hash_begin(&hash, dkim->digests, dkim->state);
    smtp__dkim_body_init(&reading->body, &hash, dkim->body_form);
    smtp__lines_init(&reading->lines);
    smtp_result result = hash.result == SMTP_OK ? read_lines(dkim, message, take_all, reading) : hash.result;
    smtp__dkim_body_end(&reading->body);
    smtp_result ended = smtp__dkim_hash_end(&hash, body_hash);
    if (result != SMTP_OK || ended != SMTP_OK) {
        return result != SMTP_OK ? result : ended;
    }
    if (reading->end.length != reading->size) {
        return SMTP_E_SOURCE_CHANGED;
    }
    if (message->wire_size < 0) {
        bool is_memory = message->data != NULL; /* what is read again may be another thing */
        smtp__source_set_measure(message, smtp__lines_total(&reading->lines), reading->lines.is_8bit);
        message->is_sound = is_memory;
    }
    return SMTP_OK;
}

static smtp_result read_message(struct smtp_dkim *dkim, smtp_source *message, struct smtp__dkim_subject *subject) {
    struct smtp__dkim_header_end end = {0, false, false};
    struct reading reading;
    smtp_result result = read_lines(dkim, message, take_header_end, &end);
    if (result < 0) {
        return result;
    }
    memset(&reading, 0, sizeof reading);
    reading.size = end.length;
    reading.header = smtp__arena_take(&dkim->arena, end.length + 2);
    if (reading.header == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    result = read_all(dkim, message, &reading, subject->body_hash);
    if (result == SMTP_OK) {
        subject->header = fields_of(&reading);
        result = smtp__dkim_header_check(subject->header);
    }
    return result;
}

/* Writes the field of a signer to new memory. */
static smtp_result write_field(struct smtp_dkim *dkim, struct smtp__dkim_signer *signer,
                               const struct smtp__dkim_subject *subject) {
    struct smtp__dkim_writer measured = {NULL, 0, 0};
    smtp__dkim_signature_write(&measured, dkim, signer, subject);
    struct smtp__dkim_writer writer = {smtp__arena_take(&dkim->arena, measured.length), 0, 0};
    if (writer.data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__dkim_signature_write(&writer, dkim, signer, subject);
    signer->field.data = writer.data;
    signer->field.length = writer.length;
    return SMTP_OK;
}

/* RFC 6376 s3.7: the fields that are signed, then the signature's own without what it signs. */
static smtp_result hash_header(struct smtp_dkim *dkim, const struct smtp__dkim_signer *signer, struct smtp__text header,
                               uint8_t *digest) {
    struct smtp__dkim_hash hash;
    struct smtp__text field;
    smtp__dkim_hash_begin(&hash, dkim->digests, dkim->state);
    while (smtp__dkim_header_last(&header, &field)) {
        if (smtp__dkim_name_is_signed(dkim->names, smtp__dkim_field_name(field))) {
            smtp__dkim_hash_field(&hash, dkim->header_form, field);
            smtp__dkim_hash_add(&hash, "\r\n", 2);
        }
    }
    smtp__dkim_hash_field(&hash, dkim->header_form, signer->field);
    return smtp__dkim_hash_end(&hash, digest);
}

/* What a signer answers, made sure of. */
static smtp_result call_signer(struct smtp_dkim *dkim, const struct smtp__dkim_signer *signer, const uint8_t *digest,
                               struct smtp__dkim_subject *subject) {
    size_t length = 0;
    smtp_result result = signer->sign(signer->context, digest, SMTP__DKIM_HASH, dkim->out, sizeof dkim->out, &length);
    if (result == SMTP_OK && (length == 0 || length > sizeof dkim->out)) {
        result = SMTP_E_DKIM_KEY;
    }
    subject->signature = dkim->out;
    subject->signature_length = length;
    return result > 0 ? SMTP_E_DKIM_KEY : result;
}

static smtp_result sign_with(struct smtp_dkim *dkim, struct smtp__dkim_signer *signer,
                             struct smtp__dkim_subject *subject) {
    uint8_t digest[SMTP__DKIM_HASH];
    struct smtp__arena_mark mark = smtp__arena_mark(&dkim->arena);
    subject->signature_length = 0;
    smtp_result result = write_field(dkim, signer, subject);
    if (result == SMTP_OK) {
        result = hash_header(dkim, signer, subject->header, digest);
    }
    if (result == SMTP_OK) {
        result = call_signer(dkim, signer, digest, subject);
    }
    smtp__arena_rewind(&dkim->arena, mark);
    return result == SMTP_OK ? write_field(dkim, signer, subject) : result;
}

static smtp_result sign(struct smtp_dkim *dkim, smtp_source *message) {
    struct smtp__dkim_subject subject;
    memset(&subject, 0, sizeof subject);
    smtp_result result = read_message(dkim, message, &subject);
    for (struct smtp__dkim_signer *signer = dkim->signers; signer != NULL && result == SMTP_OK; signer = signer->next) {
        result = sign_with(dkim, signer, &subject);
    }
    return result == SMTP_OK ? smtp_source_rewind(message) : result;
}

smtp_result smtp_dkim_sign(smtp_dkim *dkim, smtp_source *message, smtp_source **signed_source) {
    if (signed_source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *signed_source = NULL;
    if (dkim == NULL || message == NULL || message == &dkim->source || message->is_binary) {
        return SMTP_E_ARGUMENT;
    }
    smtp__dkim_forget(dkim);
    if (dkim->signers == NULL) {
        return SMTP_E_STATE;
    }
    smtp_result result = sign(dkim, message);
    if (result != SMTP_OK) {
        smtp__dkim_forget(dkim);
        return result;
    }
    smtp__dkim_signed_start(dkim, message);
    *signed_source = &dkim->source;
    return SMTP_OK;
}
