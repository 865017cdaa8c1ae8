/* SPDX-License-Identifier: MIT */
/*
 * mail-out - a mail to each line of a table: SMTP_URL=smtp://mail.example.org SMTP_USER=… SMTP_PASSWORD=…
 *     ./mail-out news@example.org 'News for {{name}}' 'Dear {{name}}, …' <people.tsv
 * The cells of the table are parted by tabs. The first line names its columns, of which the first has the addresses.
 */
#define _POSIX_C_SOURCE 200809L

#include <smtp/smtp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 32 };

struct row {
    char *line;
    size_t size;
    char *cells[COLUMNS];
    size_t count; /* of the cells of the line, also of those that have no room here */
};

/* False at the end of the table. */
static bool read_row(struct row *row) {
    if (getline(&row->line, &row->size, stdin) < 0) {
        return false;
    }
    row->line[strcspn(row->line, "\r\n")] = '\0';
    row->count = 0;
    for (char *cell = row->line; cell != NULL; row->count++) {
        if (row->count < COLUMNS) {
            row->cells[row->count] = cell;
        }
        cell = strchr(cell, '\t');
        if (cell != NULL) {
            *cell++ = '\0';
        }
    }
    return true;
}

static smtp_result prepare(smtp_message *mail, char **argv, const struct row *names, smtp_merge **merge) {
    smtp_result result = names->count > COLUMNS ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK;
    result = result == SMTP_OK ? smtp_message_set_from(mail, NULL, 0, argv[1], SMTP_Z) : result;
    result = result == SMTP_OK ? smtp_message_set_subject(mail, argv[2], SMTP_Z) : result;
    result = result == SMTP_OK ? smtp_message_set_text(mail, argv[3], SMTP_Z) : result;
    result = result == SMTP_OK ? smtp_merge_new(smtp_allocator_libc(), mail, merge) : result;
    for (size_t i = 0; i < names->count && result == SMTP_OK; i++) {
        result = smtp_merge_add_key(*merge, names->cells[i], SMTP_Z);
    }
    return result == SMTP_OK ? smtp_merge_check(*merge, NULL, NULL) : result;
}

/* SMTP_E_MERGE_VALUE for a line with fewer cells than the first, SMTP_E_MERGE_KEY for one with more. */
static smtp_result fill(smtp_merge *merge, const struct row *names, const struct row *row) {
    smtp_result result = row->count < names->count   ? SMTP_E_MERGE_VALUE
                         : row->count > names->count ? SMTP_E_MERGE_KEY
                                                     : SMTP_OK;
    result = result == SMTP_OK ? smtp_merge_set_recipient(merge, NULL, 0, row->cells[0], SMTP_Z) : result;
    for (size_t i = 0; i < names->count && result == SMTP_OK; i++) {
        result = smtp_merge_set_value(merge, names->cells[i], SMTP_Z, row->cells[i], SMTP_Z);
    }
    return result == SMTP_OK ? smtp_merge_apply(merge) : result;
}

/* Says which mails were not sent; true if there was none. */
static bool send_all(smtp_client *client, smtp_message *mail, smtp_merge *merge, const struct row *names) {
    struct row row = {.line = NULL};
    bool are_sent = true;
    while (read_row(&row)) {
        smtp_result result = fill(merge, names, &row);
        const char *why = smtp_result_text(result);
        if (result == SMTP_OK) {
            result = smtp_client_send_message(client, mail);
            why = smtp_report_message(smtp_client_report(client));
        }
        if (result != SMTP_OK) {
            (void)fprintf(stderr, "mail-out: %s: %s\n", row.cells[0], why);
            are_sent = false;
        }
    }
    free(row.line);
    return are_sent;
}

int main(int argc, char **argv) {
    smtp_client *client = NULL;
    smtp_message *mail = NULL;
    smtp_merge *merge = NULL;
    struct row names = {.line = NULL};
    bool are_sent = false;
    if (argc != 4 || !read_row(&names) || smtp_client_new(smtp_platform_posix(), &client) != SMTP_OK ||
        smtp_message_new(smtp_allocator_libc(), &mail) != SMTP_OK ||
        smtp_client_set_url(client, getenv("SMTP_URL"), SMTP_Z) != SMTP_OK ||
        smtp_client_set_credentials(client, getenv("SMTP_USER"), SMTP_Z, getenv("SMTP_PASSWORD"), SMTP_Z) != SMTP_OK) {
        (void)fputs("usage: SMTP_URL=... SMTP_USER=... SMTP_PASSWORD=... mail-out FROM SUBJECT TEXT <TABLE\n", stderr);
    } else {
        smtp_result result = prepare(mail, argv, &names, &merge);
        if (result != SMTP_OK) {
            (void)fprintf(stderr, "mail-out: %s\n", smtp_result_text(result));
        }
        are_sent = result == SMTP_OK && send_all(client, mail, merge, &names);
    }
    smtp_merge_free(merge);
    smtp_message_free(mail);
    smtp_client_free(client);
    free(names.line);
    return are_sent ? 0 : 1;
}
