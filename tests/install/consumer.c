/* SPDX-License-Identifier: MIT */
/* consumer.c - a program of somebody else: links what was installed, builds a message, refuses a bad address. */
#include <smtp/smtp.h>
#include <stdio.h>
#include <string.h>

static int build(smtp_message *message) {
    smtp_source *source = NULL;
    char octets[512];
    ptrdiff_t n;
    if (smtp_message_set_from(message, NULL, 0, "a@example.org", SMTP_Z) != SMTP_OK ||
        smtp_message_add_to(message, NULL, 0, "b@example.net\r\nX: y", SMTP_Z) != SMTP_E_CONTROL_CHARACTER ||
        smtp_message_add_to(message, NULL, 0, "b@example.net", SMTP_Z) != SMTP_OK ||
        smtp_message_set_text(message, "hello\n", SMTP_Z) != SMTP_OK ||
        smtp_message_set_seed(message, "0123456789abcdef", 16) != SMTP_OK ||
        smtp_message_source(message, &source) != SMTP_OK) {
        return 1;
    }
    n = smtp_source_read(source, octets, sizeof octets);
    return n > 0 ? 0 : 1;
}

int main(void) {
    smtp_client *client = NULL;
    smtp_message *message = NULL;
    int failed = smtp_client_new(smtp_platform_posix(), &client) != SMTP_OK ||
                 smtp_client_set_url(client, "smtp://localhost", SMTP_Z) != SMTP_OK ||
                 smtp_message_new(smtp_allocator_libc(), &message) != SMTP_OK || build(message);
    smtp_message_free(message);
    smtp_client_free(client);
    if (!failed) {
        printf("libsmtp %s\n", smtp_library_version());
    }
    return failed;
}
