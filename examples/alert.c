/* SPDX-License-Identifier: MIT */
/* alert - sends a mail with an attachment: SMTP_URL=smtp://mail.example.org SMTP_USER=… SMTP_PASSWORD=… ./alert */
#include <smtp/smtp.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    static const char log[] = "time,celsius\n12:00,21\n12:01,84\n";
    smtp_client *client = NULL;
    smtp_message *mail = NULL;
    smtp_result result = SMTP_E_ARGUMENT;
    if (smtp_client_new(smtp_platform_posix(), &client) || smtp_message_new(smtp_allocator_libc(), &mail) ||
        smtp_client_set_url(client, getenv("SMTP_URL"), SMTP_Z) ||
        smtp_client_set_credentials(client, getenv("SMTP_USER"), SMTP_Z, getenv("SMTP_PASSWORD"), SMTP_Z) ||
        smtp_message_set_from(mail, "Lager 3", SMTP_Z, "sensor@example.org", SMTP_Z) ||
        smtp_message_add_to(mail, "Ann", SMTP_Z, "ann@example.com", SMTP_Z) ||
        smtp_message_set_subject(mail, "Brand im Lager: 84 °C ⚠", SMTP_Z) ||
        smtp_message_set_text(mail, "The sensor in aisle 7 reads 84 °C.\n", SMTP_Z) ||
        smtp_message_attach_memory(mail, "sensor.csv", SMTP_Z, NULL, 0, log, sizeof log - 1)) {
        fputs("usage: SMTP_URL=smtp://mail.example.org SMTP_USER=... SMTP_PASSWORD=... alert\n", stderr);
    } else if ((result = smtp_client_send_message(client, mail)) != SMTP_OK) {
        fprintf(stderr, "alert: %s\n", smtp_report_message(smtp_client_report(client)));
    }
    smtp_message_free(mail);
    smtp_client_free(client);
    return result != SMTP_OK;
}
