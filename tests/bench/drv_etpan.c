/* SPDX-License-Identifier: MIT */
/* drv_etpan.c - libetpan: a mail, and an attachment, must lie in memory as a whole. */
#define _DEFAULT_SOURCE
#include "driver.h"
#include <libetpan/libetpan.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void need(int result, int good, const char *what) {
    if (result != good) {
        fprintf(stderr, "drv_etpan: %s: %d\n", what, result);
        exit(1);
    }
}

static mailsmtp *open_session(uint16_t port) {
    mailsmtp *session = mailsmtp_new(0, NULL);
    need(mailsmtp_socket_connect(session, "127.0.0.1", port), MAILSMTP_NO_ERROR, "connect");
    need(mailesmtp_ehlo(session), MAILSMTP_NO_ERROR, "EHLO");
    return session;
}

static struct mailmime *make_part(const char *type, int encoding, char *name, char *data, size_t length) {
    struct mailmime_fields *fields =
        name == NULL ? mailmime_fields_new_encoding(encoding)
                     : mailmime_fields_new_filename(MAILMIME_DISPOSITION_TYPE_ATTACHMENT, name, encoding);
    struct mailmime *part = mailmime_new_empty(mailmime_content_new_with_str(type), fields);
    mailmime_set_body_text(part, data, length);
    return part;
}

static void add_field(struct mailimf_fields *fields, const char *name, const char *value) {
    mailimf_fields_add(fields, mailimf_field_new_custom(strdup(name), strdup(value)));
}

static MMAPString *build_message(char *attachment, size_t length) {
    char text[] = "see below\r\n";
    MMAPString *built = mmap_string_new("");
    struct mailimf_fields *fields = mailimf_fields_new_empty();
    struct mailmime *message = mailmime_new_message_data(NULL);
    struct mailmime *parts = mailmime_multiple_new("multipart/mixed");
    int column = 0;
    add_field(fields, "From", "<" SENDER ">");
    add_field(fields, "To", "<r0@example.org>");
    add_field(fields, "Subject", "bench");
    mailmime_set_imf_fields(message, fields);
    mailmime_smart_add_part(message, parts);
    mailmime_smart_add_part(parts, make_part("text/plain", MAILMIME_MECHANISM_7BIT, NULL, text, sizeof text - 1));
    mailmime_smart_add_part(
        parts, make_part("application/octet-stream", MAILMIME_MECHANISM_BASE64, strdup("a.bin"), attachment, length));
    need(mailmime_write_mem(built, &column, message), MAILIMF_NO_ERROR, "build");
    mailmime_free(message);
    return built;
}

static void send_bytes(mailsmtp *session, const struct job *job, const char *data, size_t length) {
    char address[ADDRESS_SIZE];
    clist *recipients = esmtp_address_list_new();
    for (int i = 0; i < job->recipients; i++) {
        recipient_address(address, i);
        esmtp_address_list_add(recipients, address, 0, NULL);
    }
    need(mailesmtp_send(session, SENDER, 0, NULL, recipients, data, length), MAILSMTP_NO_ERROR, "send");
    esmtp_address_list_free(recipients);
}

static void send_mail(mailsmtp *session, const struct job *job) {
    struct content from = {job, 0};
    size_t length = content_size(job);
    char *data = malloc(length);
    content_read(&from, data, length);
    if (job->attach) {
        MMAPString *built = build_message(data, length);
        send_bytes(session, job, built->str, built->len);
        mmap_string_free(built);
    } else {
        send_bytes(session, job, data, length);
    }
    free(data);
}

int drive(const struct job *job) {
    mailsmtp *session = NULL;
    for (long i = 0; i < job->mails; i++) {
        session = session == NULL ? open_session(job->port) : session;
        send_mail(session, job);
        if (job->reconnect || i + 1 == job->mails) {
            mailsmtp_quit(session);
            mailsmtp_free(session);
            session = NULL;
        }
    }
    return 0;
}
