/* SPDX-License-Identifier: MIT */
/* to_ascii.c - reads domains in UTF-8, one a line, and writes a line for each: its A-labels, or the error's name. */
#include <smtp/mailbox.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    char address[1024] = "a@";
    while (fgets(address + 2, sizeof address - 2, stdin) != NULL) {
        char ascii[SMTP_MAILBOX_BYTES];
        size_t length = 0;
        address[strcspn(address, "\n")] = '\0';
        smtp_result result = smtp_mailbox_to_ascii(address, SMTP_Z, ascii, sizeof ascii, &length);
        puts(result == SMTP_OK ? ascii + 2 : smtp_result_name(result));
    }
    return 0;
}
