/* SPDX-License-Identifier: MIT */
/*
 * raw.c - sends a message file to the people in its header: Bcc left out, a Date of the epoch and a Message-ID added
 * where it has none, a field put before all.
 *
 *   raw URL MESSAGE
 *
 * Prints the result. Exit status 0 if the mail was sent.
 */
#include <smtp/smtp.h>

#include <stdio.h>

enum { URL = 1, MESSAGE, COUNT };

struct mail {
    smtp_client *client;
    smtp_envelope *envelope;
    smtp_message *prefix;
    smtp_raw *raw;
    smtp_source *source;
};

static smtp_result make_raw(struct mail *mail, const char *path) {
    smtp_source *content = NULL;
    smtp_result result = smtp_source_new_file(smtp_allocator_libc(), path, &content);
    if (result == SMTP_OK) {
        result = smtp_raw_new(smtp_allocator_libc(), content, &mail->raw);
        if (result != SMTP_OK) {
            smtp_source_free(content);
        }
    }
    return result;
}

static smtp_result make_prefix(struct mail *mail) {
    smtp_result result = smtp_message_new(smtp_allocator_libc(), &mail->prefix);
    return result == SMTP_OK ? smtp_message_add_header(mail->prefix, "X-Before", SMTP_Z, "all", SMTP_Z) : result;
}

static smtp_result set_raw(struct mail *mail) {
    smtp_result result = smtp_raw_set_remove_bcc(mail->raw, 1);
    if (result == SMTP_OK) {
        result = smtp_raw_set_missing_date(mail->raw, 0, 0);
    }
    if (result == SMTP_OK) {
        result = smtp_raw_set_missing_message_id(mail->raw, "1@sender.test", SMTP_Z);
    }
    if (result == SMTP_OK) {
        result = smtp_raw_set_prefix(mail->raw, mail->prefix);
    }
    if (result == SMTP_OK) {
        result = smtp_raw_envelope(mail->raw, mail->envelope);
    }
    return result == SMTP_OK ? smtp_raw_source(mail->raw, &mail->source) : result;
}

static smtp_result make_client(struct mail *mail, const char *url) {
    smtp_result result = smtp_client_new(smtp_platform_posix(), &mail->client);
    if (result == SMTP_OK) {
        result = smtp_client_set_url(mail->client, url, SMTP_Z);
    }
    return result == SMTP_OK ? smtp_envelope_new(smtp_allocator_libc(), &mail->envelope) : result;
}

static smtp_result send_mail(struct mail *mail, char **arguments) {
    smtp_result result = make_client(mail, arguments[URL]);
    if (result == SMTP_OK) {
        result = make_raw(mail, arguments[MESSAGE]);
    }
    if (result == SMTP_OK) {
        result = make_prefix(mail);
    }
    if (result == SMTP_OK) {
        result = set_raw(mail);
    }
    return result == SMTP_OK ? smtp_client_send(mail->client, mail->envelope, mail->source) : result;
}

int main(int argc, char **argv) {
    struct mail mail = {NULL, NULL, NULL, NULL, NULL};
    if (argc != COUNT) {
        return 1;
    }
    smtp_result result = send_mail(&mail, argv);
    puts(smtp_result_name(result));
    smtp_raw_free(mail.raw);
    smtp_message_free(mail.prefix);
    smtp_envelope_free(mail.envelope);
    smtp_client_free(mail.client);
    return result == SMTP_OK ? 0 : 1;
}
