/* SPDX-License-Identifier: MIT */
/*
 * drv_libsmtp.c - libsmtp as a program uses it: a client with its default settings, a new source and envelope for each
 * mail. The source can be rewound, so that each mail is measured before it is sent; of an attachment the length is told,
 * as to libcurl.
 */
#include "driver.h"
#include <smtp/smtp.h>
#include <stdio.h>
#include <stdlib.h>

static void need(smtp_result result, const char *what) {
    if (result != SMTP_OK) {
        fprintf(stderr, "drv_libsmtp: %s: %s\n", what, smtp_result_text(result));
        exit(1);
    }
}

static ptrdiff_t read_content(void *context, void *buffer, size_t size) {
    return (ptrdiff_t)content_read(context, buffer, size);
}

static smtp_result rewind_content(void *context) {
    ((struct content *)context)->position = 0;
    return SMTP_OK;
}

static smtp_source *make_source(struct content *from) {
    smtp_source *source = NULL;
    need(smtp_source_new_callback(smtp_allocator_libc(), read_content, rewind_content, NULL, from, &source), "source");
    return source;
}

static void send_ready_made(smtp_client *client, smtp_envelope *envelope, const struct job *job) {
    char address[ADDRESS_SIZE];
    struct content content = {job, 0};
    smtp_source *source = make_source(&content);
    smtp_envelope_clear(envelope);
    need(smtp_envelope_set_mail_from(envelope, SENDER, SMTP_Z), "reverse-path");
    for (int i = 0; i < job->recipients; i++) {
        recipient_address(address, i);
        need(smtp_envelope_add_recipient(envelope, address, SMTP_Z), "recipient");
    }
    need(smtp_client_send(client, envelope, source), "send");
    smtp_source_free(source);
}

static void send_built(smtp_client *client, const struct job *job) {
    struct content content = {job, 0};
    smtp_source *attachment = make_source(&content);
    smtp_message *message = NULL;
    need(smtp_source_set_length(attachment, (int64_t)content_size(job)), "length");
    need(smtp_message_new(smtp_allocator_libc(), &message), "message");
    need(smtp_message_set_from(message, NULL, 0, SENDER, SMTP_Z), "From");
    need(smtp_message_add_to(message, NULL, 0, "r0@example.org", SMTP_Z), "To");
    need(smtp_message_set_subject(message, "bench", SMTP_Z), "Subject");
    need(smtp_message_set_text(message, "see below\n", SMTP_Z), "text");
    need(smtp_message_attach(message, "a.bin", SMTP_Z, NULL, 0, attachment), "attach");
    need(smtp_client_send_message(client, message), "send");
    smtp_message_free(message);
}

int drive(const struct job *job) {
    smtp_client *client = NULL;
    smtp_envelope *envelope = NULL;
    need(smtp_client_new(smtp_platform_posix(), &client), "client");
    need(smtp_client_set_server(client, "127.0.0.1", SMTP_Z, job->port, SMTP_SECURITY_CLEAR), "server");
    need(smtp_envelope_new(smtp_allocator_libc(), &envelope), "envelope");
    for (long i = 0; i < job->mails; i++) {
        if (job->attach) {
            send_built(client, job);
        } else {
            send_ready_made(client, envelope, job);
        }
        if (job->reconnect || i + 1 == job->mails) {
            need(smtp_client_close(client), "close");
        }
    }
    smtp_envelope_free(envelope);
    smtp_client_free(client);
    return 0;
}
