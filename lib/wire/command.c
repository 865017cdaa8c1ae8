/* SPDX-License-Identifier: MIT */
#include "command.h"

#include "base/ascii.h"
#include "base/wipe.h"
#include "codec/base64.h"

enum { LINE_END = 2, GROUP = 3 };

/* One command while it is being appended: the first thing that is wrong sticks. */
struct line {
    struct smtp__buffer *buffer;
    size_t start;
    size_t most;          /* octets with CRLF */
    smtp_result too_long; /* what to answer when it passes them */
    smtp_result result;
};

static struct line begin(struct smtp__buffer *buffer, size_t most, smtp_result too_long) {
    struct line line = {buffer, buffer->length, most, too_long, SMTP_OK};
    return line;
}

/* Makes sure that `length` octets more may and can be appended. */
static bool has_room(struct line *line, size_t length) {
    if (line->result == SMTP_OK && length > line->most - (line->buffer->length - line->start)) {
        line->result = line->too_long;
    } else if (line->result == SMTP_OK && length > line->buffer->capacity - line->buffer->length) {
        line->result = SMTP_E_BUFFER_TOO_SMALL;
    }
    return line->result == SMTP_OK;
}

/* The one way of text into a command. */
static void put(struct line *line, struct smtp__text text) {
    if (line->result == SMTP_OK && smtp__ascii_has_control(text.data, text.length)) {
        line->result = SMTP_E_CONTROL_CHARACTER;
    }
    if (has_room(line, text.length)) {
        (void)smtp__buffer_append(line->buffer, text.data, text.length);
    }
}

static void put_string(struct line *line, const char *string) {
    put(line, smtp__text_from(string, SMTP_Z));
}

static void put_number(struct line *line, uint64_t number) {
    uint8_t digits[20];
    struct smtp__buffer buffer = {digits, sizeof digits, 0};
    (void)smtp__buffer_append_number(&buffer, number);
    struct smtp__text text = {(const char *)digits, buffer.length};
    put(line, text);
}

/* In groups of three, each read before it is written: the input may stand at the very end of the buffer's memory. */
static void put_base64(struct line *line, struct smtp__text bytes) {
    uint64_t size = smtp__base64_size(bytes.length, 0);
    if (!has_room(line, size > SIZE_MAX - LINE_END ? SIZE_MAX : (size_t)size + LINE_END)) {
        return;
    }
    struct smtp__base64 codec;
    struct smtp__output out = {line->buffer->data + line->buffer->length, (size_t)size};
    smtp__base64_init(&codec, 0);
    for (size_t at = 0; at < bytes.length; at += GROUP) {
        size_t left = bytes.length - at;
        struct smtp__input in = {(const uint8_t *)bytes.data + at, left < GROUP ? left : GROUP, left <= GROUP};
        (void)smtp__base64_step(&codec, &in, &out); /* there is room for all of it */
    }
    smtp__wipe(&codec, sizeof codec);
    line->buffer->length += (size_t)size;
}

/* Ends the line, or takes all of it back. */
static smtp_result finish(struct line *line) {
    if (has_room(line, LINE_END)) {
        (void)smtp__buffer_append(line->buffer, "\r\n", LINE_END);
        return SMTP_OK;
    }
    smtp__wipe(line->buffer->data + line->start, line->buffer->length - line->start);
    line->buffer->length = line->start;
    return line->result;
}

smtp_result smtp__command_verb(struct smtp__buffer *buffer, const char *verb) {
    struct line line = begin(buffer, SMTP__COMMAND_MAX, SMTP_E_BUFFER_TOO_SMALL);
    put_string(&line, verb);
    return finish(&line);
}

static smtp_result hello(struct smtp__buffer *buffer, const char *verb, struct smtp__text name) {
    struct line line = begin(buffer, SMTP__COMMAND_MAX, SMTP_E_HELO_NAME);
    put_string(&line, verb);
    put(&line, name);
    return finish(&line);
}

smtp_result smtp__command_ehlo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "EHLO ", name);
}

smtp_result smtp__command_lhlo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "LHLO ", name);
}

smtp_result smtp__command_helo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "HELO ", name);
}

/* RFC 5321 s4.1.1.2, s4.1.1.3: no blank after the colon */
static struct line path(struct smtp__buffer *buffer, const char *before, const char *mailbox) {
    struct line line = begin(buffer, SMTP__COMMAND_MAX, SMTP_E_ADDRESS);
    put_string(&line, before);
    put_string(&line, mailbox);
    put_string(&line, ">");
    return line;
}

smtp_result smtp__command_mail(struct smtp__buffer *buffer, const smtp_envelope *envelope,
                               const struct smtp__mail_parameters *parameters) {
    static const char *const bodies[] = {"", " BODY=8BITMIME", " BODY=BINARYMIME"};
    struct line line = path(buffer, "MAIL FROM:<", smtp_envelope_mail_from(envelope, NULL));
    if (parameters->size >= 0) {
        put_string(&line, " SIZE=");
        put_number(&line, (uint64_t)parameters->size);
    }
    put_string(&line, bodies[parameters->body]);
    if (parameters->smtputf8) {
        put_string(&line, " SMTPUTF8");
    }
    return finish(&line);
}

smtp_result smtp__command_rcpt(struct smtp__buffer *buffer, const smtp_envelope *envelope, size_t index) {
    struct line line = path(buffer, "RCPT TO:<", smtp_envelope_recipient(envelope, index, NULL));
    return finish(&line);
}

smtp_result smtp__command_bdat(struct smtp__buffer *buffer, size_t size, bool is_last) {
    struct line line = begin(buffer, SMTP__COMMAND_MAX, SMTP_E_BUFFER_TOO_SMALL);
    put_string(&line, "BDAT ");
    put_number(&line, size);
    if (is_last) {
        put_string(&line, " LAST");
    }
    return finish(&line);
}

smtp_result smtp__command_auth(struct smtp__buffer *buffer, const char *mechanism, struct smtp__text initial) {
    struct line line = begin(buffer, SMTP__AUTH_LINE_MAX, SMTP_E_SECRET);
    put_string(&line, "AUTH ");
    put_string(&line, mechanism);
    if (initial.data != NULL) {
        put_string(&line, " ");
        if (initial.length == 0) {
            put_string(&line, "=");
        }
        put_base64(&line, initial);
    }
    return finish(&line);
}

smtp_result smtp__command_auth_response(struct smtp__buffer *buffer, struct smtp__text response) {
    struct line line = begin(buffer, SMTP__AUTH_LINE_MAX, SMTP_E_SECRET);
    if (response.data == NULL) {
        put_string(&line, "*");
    }
    put_base64(&line, response);
    return finish(&line);
}
