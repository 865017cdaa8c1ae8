/* SPDX-License-Identifier: MIT */
/* drv_esmtp.c - libesmtp: all mails of a connection are queued, then sent. It does not build messages. */
#define _DEFAULT_SOURCE
#include "driver.h"
#include <libesmtp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* The library frees this: its type of callback says so. */
struct piece {
    struct content content;
    char text[8192];
};

static const char *give_content(void **context, int *length, void *argument) {
    if (*context == NULL) {
        *context = calloc(1, sizeof(struct piece));
    }
    struct piece *piece = *context;
    if (piece == NULL) {
        return NULL;
    }
    if (length == NULL) { /* from the beginning */
        piece->content = (struct content){argument, 0};
        return NULL;
    }
    *length = (int)content_read(&piece->content, piece->text, sizeof piece->text);
    return piece->text;
}

static void add_mail(smtp_session_t session, const struct job *job) {
    char address[ADDRESS_SIZE];
    smtp_message_t message = smtp_add_message(session);
    smtp_set_reverse_path(message, SENDER);
    smtp_set_messagecb(message, give_content, (void *)job);
    for (int i = 0; i < job->recipients; i++) {
        recipient_address(address, i);
        smtp_add_recipient(message, address);
    }
}

/* One connection. */
static void send_mails(const struct job *job, long mails) {
    char text[128];
    smtp_session_t session = smtp_create_session();
    snprintf(text, sizeof text, "127.0.0.1:%u", (unsigned)job->port);
    smtp_set_server(session, text);
    smtp_set_hostname(session, "bench");
    for (long i = 0; i < mails; i++) {
        add_mail(session, job);
    }
    if (!smtp_start_session(session)) {
        fprintf(stderr, "drv_esmtp: %s\n", smtp_strerror(smtp_errno(), text, sizeof text));
        exit(1);
    }
    smtp_destroy_session(session);
}

int drive(const struct job *job) {
    if (job->attach) {
        return EXIT_CANNOT;
    }
    signal(SIGPIPE, SIG_IGN);
    long each = job->reconnect ? 1 : job->mails;
    for (long i = 0; i < job->mails; i += each) {
        send_mails(job, each);
    }
    return 0;
}
