/* SPDX-License-Identifier: MIT */
/*
 * many.c - sends one message file several times over one connection and prints what became of each mail.
 *
 *   many URL CA-FILE USER FROM MESSAGE COUNT RECIPIENT…      (password: $SMTP_PASSWORD)
 *
 * "" for CA-FILE: that of the system; for USER: no AUTH. $SMTP_LEVEL is the level of pipelining, a number; with
 * $SMTP_CHUNKING the content goes by BDAT. "%d" within a recipient becomes the number of the mail. One line for each
 * recipient of each mail: "mail N RESULT OUTCOME RECIPIENT ACCEPTED CODE". Exit status 0 unless the client could not be
 * set up.
 */
#include <smtp/smtp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL = 1, CA_FILE, USER, FROM, MESSAGE, COUNT, RECIPIENTS };

/* Settings that are not always made. */
static smtp_result set_more(smtp_client *client, char **arguments) {
    const char *password = getenv("SMTP_PASSWORD");
    const char *level = getenv("SMTP_LEVEL");
    smtp_result result = smtp_client_set_chunking(client, getenv("SMTP_CHUNKING") != NULL);
    if (result == SMTP_OK && *arguments[CA_FILE] != '\0') {
        result = smtp_client_set_ca_file(client, arguments[CA_FILE], SMTP_Z);
    }
    if (result == SMTP_OK && *arguments[USER] != '\0') {
        result = smtp_client_set_credentials(client, arguments[USER], SMTP_Z, password, SMTP_Z);
    }
    if (result == SMTP_OK && level != NULL) {
        result = smtp_client_set_pipelining(client, (int32_t)strtol(level, NULL, 10));
    }
    return result;
}

/* The client that the arguments describe, or NULL. */
static smtp_client *make_client(char **arguments) {
    smtp_client *client = NULL;
    if (smtp_client_new(smtp_platform_posix(), &client) == SMTP_OK &&
        smtp_client_set_url(client, arguments[URL], SMTP_Z) == SMTP_OK &&
        smtp_client_set_timeout(client, 20000) == SMTP_OK && set_more(client, arguments) == SMTP_OK) {
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

struct mail {
    smtp_envelope *envelope;
    smtp_source *source;
    int number;
};

struct supply {
    char **arguments;
    int recipients_end;
    int count;
    int next;
};

static smtp_result fill_envelope(smtp_envelope *envelope, const struct supply *supply) {
    smtp_result result = smtp_envelope_set_mail_from(envelope, supply->arguments[FROM], SMTP_Z);
    for (int i = RECIPIENTS; i < supply->recipients_end && result == SMTP_OK; i++) {
        char address[256];
        number_address(address, sizeof address, supply->arguments[i], supply->next);
        result = smtp_envelope_add_recipient(envelope, address, SMTP_Z);
    }
    return result;
}

static void free_mail(struct mail *mail) {
    smtp_source_free(mail->source);
    smtp_envelope_free(mail->envelope);
    free(mail);
}

static smtp_result make_mail(struct mail *mail, const struct supply *supply) {
    mail->number = supply->next;
    smtp_result result = smtp_envelope_new(smtp_allocator_libc(), &mail->envelope);
    if (result == SMTP_OK) {
        result = fill_envelope(mail->envelope, supply);
    }
    if (result == SMTP_OK) {
        result = smtp_source_new_file(smtp_allocator_libc(), supply->arguments[MESSAGE], &mail->source);
    }
    return result;
}

static smtp_result next_mail(void *context, smtp_mail_item *mail) {
    struct supply *supply = context;
    if (supply->next == supply->count) {
        return SMTP_OK;
    }
    struct mail *made = calloc(1, sizeof *made);
    smtp_result result = made == NULL ? SMTP_E_NO_MEMORY : make_mail(made, supply);
    if (result != SMTP_OK && made != NULL) {
        free_mail(made);
    }
    if (result == SMTP_OK) {
        supply->next++;
        mail->envelope = made->envelope;
        mail->source = made->source;
        mail->context = made;
    }
    return result;
}

static void mail_done(void *context, void *mail_context, const smtp_report *report) {
    struct mail *mail = mail_context;
    const char *name = smtp_result_name(smtp_report_result(report));
    const char *outcome = smtp_outcome_name(smtp_report_outcome(report));
    (void)context;
    for (size_t i = 0; i < smtp_report_recipient_count(report); i++) {
        printf("mail %d %s %s %s %d %d\n", mail->number, name, outcome, smtp_report_recipient_address(report, i),
               (int)smtp_report_recipient_accepted(report, i), (int)smtp_report_recipient_code(report, i));
    }
    free_mail(mail);
}

int main(int count, char **arguments) {
    if (count <= RECIPIENTS) {
        return 64;
    }
    struct supply supply = {arguments, count, (int)strtol(arguments[COUNT], NULL, 10), 0};
    smtp_client *client = make_client(arguments);
    if (client == NULL) {
        return 1;
    }
    (void)smtp_client_send_all(client, next_mail, mail_done, &supply);
    (void)smtp_client_close(client);
    smtp_client_free(client);
    return supply.next == supply.count ? 0 : 1;
}
