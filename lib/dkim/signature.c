/* SPDX-License-Identifier: MIT */
#include "signature.h"

#include "base/buffer.h"
#include "codec/base64.h"
#include "header.h"
#include "names.h"
#include <string.h>

enum { LINE = 78 /* RFC 5322 s2.1.1 */, GROUP = 48 /* octets in base64 at once, a multiple of 3 */ };

static void put(struct smtp__dkim_writer *writer, const void *data, size_t length) {
    if (writer->data != NULL) {
        memcpy(writer->data + writer->length, data, length);
    }
    writer->length += length;
    writer->column += length;
}

static void put_string(struct smtp__dkim_writer *writer, const char *string) {
    put(writer, string, strlen(string));
}

static void fold(struct smtp__dkim_writer *writer) {
    put_string(writer, "\r\n\t");
    writer->column = 1;
}

/* Makes room for what is to stand on one line: on this one, with a blank before it where one is wanted, or the next. */
static void make_room(struct smtp__dkim_writer *writer, size_t length, const char *blank) {
    if (writer->column + strlen(blank) + length > LINE) {
        fold(writer);
    } else {
        put_string(writer, blank);
    }
}

static void put_tag(struct smtp__dkim_writer *writer, const char *tag, struct smtp__text value) {
    make_room(writer, strlen(tag) + value.length + 1, " ");
    put_string(writer, tag);
    put(writer, value.data, value.length);
    put_string(writer, ";");
}

static void put_word(struct smtp__dkim_writer *writer, const char *tag, const char *value) {
    put_tag(writer, tag, smtp__text_from(value, SMTP_Z));
}

static void put_time(struct smtp__dkim_writer *writer, const char *tag, int64_t seconds) {
    char digits[20];
    struct smtp__buffer buffer = {(uint8_t *)digits, sizeof digits, 0};
    if (seconds >= 0) {
        (void)smtp__buffer_append_number(&buffer, (unsigned long long)seconds);
        struct smtp__text value = {digits, buffer.length};
        put_tag(writer, tag, value);
    }
}

/* A name of h=; what stands behind it is ":" or ";". */
static void put_name(struct smtp__dkim_writer *writer, struct smtp__text name, bool *is_first) {
    const char *before = *is_first ? "h=" : "";
    put_string(writer, *is_first ? "" : ":");
    make_room(writer, strlen(before) + name.length + 1, *is_first ? " " : "");
    put_string(writer, before);
    put(writer, name.data, name.length);
    *is_first = false;
}

/*
 * The fields from the last to the first, as a verifier takes those of the same name (s5.4.2), and then, once more for
 * each, those that nobody is to add another of: a field that is not there is signed as such (s5.4).
 */
static void put_names(struct smtp__dkim_writer *writer, struct smtp__text names, struct smtp__text header) {
    bool is_first = true;
    for (int round = 0; round < 2; round++) {
        struct smtp__text rest = header;
        struct smtp__text field;
        while (smtp__dkim_header_last(&rest, &field)) {
            struct smtp__text name = smtp__dkim_field_name(field);
            if (smtp__dkim_name_is_signed(names, name) && (round == 0 || smtp__dkim_name_is_single(name))) {
                put_name(writer, name, &is_first);
            }
        }
    }
    put_string(writer, ";");
}

/* Up to GROUP octets; returns the length of what is in `out`. */
static size_t encode(const uint8_t *data, size_t length, char out[GROUP / 3 * 4]) {
    struct smtp__base64 codec;
    smtp__base64_init(&codec, 0);
    struct smtp__input in = {data, length, true};
    struct smtp__output room = {(uint8_t *)out, GROUP / 3 * 4};
    (void)smtp__base64_step(&codec, &in, &room);
    return GROUP / 3 * 4 - room.length;
}

/* Base64 may be folded anywhere (s3.5, b=). */
static void put_base64(struct smtp__dkim_writer *writer, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (writer->column >= LINE) {
            fold(writer);
        }
        put(writer, text + i, 1);
    }
}

static void put_signature(struct smtp__dkim_writer *writer, const struct smtp__dkim_subject *subject) {
    char text[GROUP / 3 * 4];
    for (size_t at = 0; at < subject->signature_length; at += GROUP) {
        size_t left = subject->signature_length - at;
        size_t n = encode(subject->signature + at, left < GROUP ? left : GROUP, text);
        put_base64(writer, text, n);
    }
    if (subject->signature_length > 0) {
        put_string(writer, "\r\n");
    }
}

void smtp__dkim_signature_write(struct smtp__dkim_writer *writer, const struct smtp_dkim *dkim,
                                const struct smtp__dkim_signer *signer, const struct smtp__dkim_subject *subject) {
    static const char *const forms[2][2] = {{"simple/simple", "simple/relaxed"}, {"relaxed/simple", "relaxed/relaxed"}};
    char hash[GROUP / 3 * 4];
    struct smtp__text body_hash = {hash, encode(subject->body_hash, sizeof subject->body_hash, hash)};
    put_string(writer, "DKIM-Signature:");
    put_word(writer, "v=", "1");
    put_word(writer, "a=", signer->algorithm == SMTP_DKIM_RSA_SHA256 ? "rsa-sha256" : "ed25519-sha256");
    put_word(writer, "c=", forms[dkim->header_form][dkim->body_form]);
    put_tag(writer, "d=", signer->domain);
    put_tag(writer, "s=", signer->selector);
    put_time(writer, "t=", dkim->time);
    put_time(writer, "x=", dkim->expires);
    put_names(writer, dkim->names, subject->header);
    put_tag(writer, "bh=", body_hash);
    make_room(writer, sizeof "b=", " ");
    put_string(writer, "b=");
    put_signature(writer, subject);
}
