/* SPDX-License-Identifier: MIT */
/*
 * special.c - what smtp-send has no option for. Prints the result, the code and the text of the reply that decided it.
 *
 *   special URL CA-FILE USER command LINE                             VRFY, EXPN, HELP, ETRN
 *   special URL CA-FILE USER original FROM MESSAGE RECIPIENT ORCPT    for whom the mail was, with NOTIFY=FAILURE
 *   special URL CA-FILE USER binary FROM MESSAGE RECIPIENT            octet for octet, which takes BINARYMIME
 *
 * "" for USER: no AUTH; password: $SMTP_PASSWORD. Exit status 0 unless something could not be set up.
 */
#include <smtp/smtp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL = 1, CA_FILE, USER, WHAT, FROM, MESSAGE, RECIPIENT, ORIGINAL, LINE = FROM };

static smtp_result set_up(smtp_client *client, char **arguments) {
    smtp_result result = smtp_client_set_url(client, arguments[URL], SMTP_Z);
    if (result == SMTP_OK) {
        result = smtp_client_set_ca_file(client, arguments[CA_FILE], SMTP_Z);
    }
    if (result == SMTP_OK && arguments[USER][0] != '\0') {
        result = smtp_client_set_credentials(client, arguments[USER], SMTP_Z, getenv("SMTP_PASSWORD"), SMTP_Z);
    }
    if (result == SMTP_OK) {
        result = smtp_client_set_timeout(client, 20000);
    }
    return result;
}

static smtp_result fill_envelope(smtp_envelope *envelope, char **arguments, const char *original) {
    smtp_result result = smtp_envelope_set_mail_from(envelope, arguments[FROM], SMTP_Z);
    if (result == SMTP_OK) {
        result = smtp_envelope_add_recipient(envelope, arguments[RECIPIENT], SMTP_Z);
    }
    if (result == SMTP_OK && original != NULL) {
        result = smtp_envelope_set_notify(envelope, SMTP_NOTIFY_FAILURE);
    }
    if (result == SMTP_OK && original != NULL) {
        result = smtp_envelope_set_recipient_original(envelope, 0, original, SMTP_Z);
    }
    return result;
}

/* Whether it could be tried; what became of it stands in the report. */
static smtp_result send_mail(smtp_client *client, char **arguments, const char *original, int32_t binary) {
    smtp_envelope *envelope = NULL;
    smtp_source *source = NULL;
    smtp_result result = smtp_envelope_new(smtp_allocator_libc(), &envelope);
    if (result == SMTP_OK) {
        result = fill_envelope(envelope, arguments, original);
    }
    if (result == SMTP_OK) {
        result = smtp_source_new_file(smtp_allocator_libc(), arguments[MESSAGE], &source);
    }
    if (result == SMTP_OK && binary) {
        result = smtp_source_set_binary(source, 1);
    }
    if (result == SMTP_OK) {
        (void)smtp_client_send(client, envelope, source);
    }
    smtp_source_free(source);
    smtp_envelope_free(envelope);
    return result;
}

static smtp_result run(smtp_client *client, char **arguments, int count) {
    if (count == LINE + 1 && strcmp(arguments[WHAT], "command") == 0) {
        (void)smtp_client_command(client, arguments[LINE], SMTP_Z);
        return SMTP_OK;
    }
    if (count == ORIGINAL + 1 && strcmp(arguments[WHAT], "original") == 0) {
        return send_mail(client, arguments, arguments[ORIGINAL], 0);
    }
    if (count == RECIPIENT + 1 && strcmp(arguments[WHAT], "binary") == 0) {
        return send_mail(client, arguments, NULL, 1);
    }
    return SMTP_E_ARGUMENT;
}

int main(int count, char **arguments) {
    smtp_client *client = NULL;
    smtp_result result = count > WHAT ? smtp_client_new(smtp_platform_posix(), &client) : SMTP_E_ARGUMENT;
    if (result == SMTP_OK) {
        result = set_up(client, arguments);
    }
    if (result == SMTP_OK) {
        result = run(client, arguments, count);
        const smtp_report *report = smtp_client_report(client);
        printf("%s %d %s\n", smtp_result_name(smtp_report_result(report)), (int)smtp_report_code(report),
               smtp_report_text(report));
        (void)smtp_client_close(client);
    }
    if (result != SMTP_OK) {
        fprintf(stderr, "special: %s\n", smtp_result_name(result));
    }
    smtp_client_free(client);
    return result == SMTP_OK ? 0 : 1;
}
