/* SPDX-License-Identifier: MIT */
/* enc_libsmtp.c - a message as a program builds it, read out as a source; and the codecs by themselves. */
#include "encoder.h"

#include "codec/base64.h"
#include "codec/quoted_printable.h"
#include <smtp/smtp.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIECE = 32 << 10 };

static void need(smtp_result result, const char *what) {
    if (result != SMTP_OK) {
        fprintf(stderr, "enc_libsmtp: %s: %s\n", what, smtp_result_text(result));
        exit(1);
    }
}

static size_t read_out(smtp_source *source) {
    static uint8_t piece[PIECE];
    size_t octets = 0;
    ptrdiff_t got;
    while ((got = smtp_source_read(source, piece, sizeof piece)) > 0) {
        octets += (size_t)got;
    }
    need((smtp_result)got, "read");
    return octets;
}

static size_t compose(const struct task *task) {
    smtp_message *message = NULL;
    smtp_source *source = NULL;
    need(smtp_message_new(smtp_allocator_libc(), &message), "message");
    need(smtp_message_set_seed(message, "0123456789abcdef", 16), "seed");
    need(smtp_message_set_from(message, NULL, 0, "sender@example.org", SMTP_Z), "From");
    need(smtp_message_add_to(message, NULL, 0, "r0@example.org", SMTP_Z), "To");
    need(smtp_message_set_subject(message, "bench", SMTP_Z), "Subject");
    need(smtp_message_set_text(message, task->text, SMTP_Z), "text");
    need(smtp_message_set_html(message, task->html, SMTP_Z), "HTML");
    need(smtp_message_attach_memory(message, "a.bin", SMTP_Z, NULL, 0, task->data, task->length), "attach");
    need(smtp_message_source(message, &source), "source");
    size_t octets = read_out(source);
    smtp_message_free(message);
    return octets;
}

static size_t to_base64(const struct task *task, uint8_t line) {
    struct smtp__base64 codec;
    struct smtp__input in = {task->data, task->length, true};
    struct smtp__output out = {task->room, 4 * task->length};
    smtp__base64_init(&codec, line);
    need(smtp__base64_step(&codec, &in, &out), "base64");
    return (size_t)(out.data - task->room);
}

static size_t to_quoted_printable(const struct task *task) {
    struct smtp__quoted_printable codec;
    struct smtp__input in = {task->data, task->length, true};
    struct smtp__output out = {task->room, 4 * task->length};
    smtp__quoted_printable_init(&codec);
    need(smtp__quoted_printable_step(&codec, &in, &out), "quoted-printable");
    return (size_t)(out.data - task->room);
}

size_t encode(const struct task *task) {
    switch (task->work) {
    case WORK_MAIL:
        return compose(task);
    case WORK_BASE64:
        return to_base64(task, 0);
    case WORK_BASE64_LINES:
        return to_base64(task, SMTP__BASE64_MIME_LINE);
    default:
        return to_quoted_printable(task);
    }
}

void put_out(const struct task *task, size_t octets) {
    (void)task;
    (void)octets;
}
