/* SPDX-License-Identifier: MIT */
/*
 * many.c - sends one message file several times over one connection and prints what became of each mail.
 *
 *   many URL CA-FILE USER FROM MESSAGE COUNT RECIPIENT…      (password: $SMTP_PASSWORD)
 *
 * "%d" within a recipient becomes the number of the mail. One line for each recipient of each mail:
 * "mail N RESULT OUTCOME RECIPIENT ACCEPTED CODE". Exit status 0 unless the client could not be set up.
 */
#include <smtp/smtp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL = 1, CA_FILE, USER, FROM, MESSAGE, COUNT, RECIPIENTS };

/* The client that the arguments describe, or NULL. */
static smtp_client *make_client(char **arguments) {
    const char *password = getenv("SMTP_PASSWORD");
    smtp_client *client = NULL;
    if (smtp_client_new(smtp_platform_posix(), &client) == SMTP_OK &&
        smtp_client_set_url(client, arguments[URL], SMTP_Z) == SMTP_OK &&
        smtp_client_set_ca_file(client, arguments[CA_FILE], SMTP_Z) == SMTP_OK &&
        smtp_client_set_credentials(client, arguments[USER], SMTP_Z, password, SMTP_Z) == SMTP_OK &&
        smtp_client_set_timeout(client, 20000) == SMTP_OK) {
        return client;
    }
    smtp_client_free(client);
    return NULL;
}

/* `pattern` with the number of the mail in place of "%d". */
static void number_address(char *address, size_t size, const char *pattern, int number) {
    const char *place = strstr(pattern, "%d");
    if (place == NULL) {
        snprintf(address, size, "%s", pattern);
    } else {
        snprintf(address, size, "%.*s%d%s", (int)(place - pattern), pattern, number, place + 2);
    }
}

static smtp_result fill_envelope(smtp_envelope *envelope, char **arguments, int count, int number) {
    smtp_envelope_clear(envelope);
    smtp_result result = smtp_envelope_set_mail_from(envelope, arguments[FROM], SMTP_Z);
    for (int i = RECIPIENTS; i < count && result == SMTP_OK; i++) {
        char address[256];
        number_address(address, sizeof address, arguments[i], number);
        result = smtp_envelope_add_recipient(envelope, address, SMTP_Z);
    }
    return result;
}

static void print_report(const smtp_report *report, int number) {
    const char *name = smtp_result_name(smtp_report_result(report));
    const char *outcome = smtp_outcome_name(smtp_report_outcome(report));
    for (size_t i = 0; i < smtp_report_recipient_count(report); i++) {
        printf("mail %d %s %s %s %d %d\n", number, name, outcome, smtp_report_recipient_address(report, i),
               (int)smtp_report_recipient_accepted(report, i), (int)smtp_report_recipient_code(report, i));
    }
}

static smtp_result send_all(smtp_client *client, smtp_envelope *envelope, smtp_source *source, char **arguments,
                            int count) {
    smtp_result result = SMTP_OK;
    int mails = (int)strtol(arguments[COUNT], NULL, 10);
    for (int number = 0; number < mails && result == SMTP_OK; number++) {
        result = fill_envelope(envelope, arguments, count, number);
        if (result == SMTP_OK) {
            (void)smtp_client_send(client, envelope, source);
            print_report(smtp_client_report(client), number);
        }
    }
    (void)smtp_client_close(client);
    return result;
}

int main(int count, char **arguments) {
    if (count <= RECIPIENTS) {
        return 64;
    }
    smtp_client *client = make_client(arguments);
    smtp_envelope *envelope = NULL;
    smtp_source *source = NULL;
    smtp_result result = SMTP_E_ARGUMENT;
    if (client != NULL && smtp_envelope_new(smtp_allocator_libc(), &envelope) == SMTP_OK &&
        smtp_source_new_file(smtp_allocator_libc(), arguments[MESSAGE], &source) == SMTP_OK) {
        result = send_all(client, envelope, source, arguments, count);
    }
    smtp_source_free(source);
    smtp_envelope_free(envelope);
    smtp_client_free(client);
    return result == SMTP_OK ? 0 : 1;
}
