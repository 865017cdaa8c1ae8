/* SPDX-License-Identifier: MIT */
/*
 * mail-out - a mail to each line of a table: SMTP_URL=smtp://mail.example.org SMTP_USER=… SMTP_PASSWORD=…
 *     ./mail-out news@example.org 'News for {{name}}' 'Dear {{name}}, …' <people.tsv
 * The cells of the table are parted by tabs. The first line names its columns, of which the first has the addresses.
 *
 * All go over one connection. With SMTP_AHEAD=1 the next ones do not wait for the reply to the first, which is faster,
 * and more than some servers bear: see smtp_client_set_pipelining. Each mail under way is from a message of its own.
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

/* One of the mails under way. Its message is filled in again when it is through. */
struct place {
    smtp_message *message;
    smtp_merge *merge;
    smtp_envelope *envelope;
};

struct mail_out {
    struct row names;
    struct row row;
    struct place places[SMTP_CFG_WINDOW];
    size_t begun;
    bool are_sent;
};

static void tell(struct mail_out *out, const char *address, const char *why) {
    (void)fprintf(stderr, "mail-out: %s: %s\n", address, why);
    out->are_sent = false;
}

/* words: sender, subject, text. The random bytes are for each mail's Message-ID. */
static smtp_result write_message(smtp_message *message, char **words) {
    const smtp_platform *platform = smtp_platform_posix();
    uint8_t seed[32];
    smtp_result result = platform->random(platform->context, seed, sizeof seed);
    result = result == SMTP_OK ? smtp_message_set_seed(message, seed, sizeof seed) : result;
    result = result == SMTP_OK ? smtp_message_set_from(message, NULL, 0, words[0], SMTP_Z) : result;
    result = result == SMTP_OK ? smtp_message_set_subject(message, words[1], SMTP_Z) : result;
    return result == SMTP_OK ? smtp_message_set_text(message, words[2], SMTP_Z) : result;
}

static smtp_result prepare(struct place *place, char **words, const struct row *names) {
    smtp_result result = names->count > COLUMNS ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK;
    result = result == SMTP_OK ? smtp_envelope_new(smtp_allocator_libc(), &place->envelope) : result;
    result = result == SMTP_OK ? smtp_message_new(smtp_allocator_libc(), &place->message) : result;
    result = result == SMTP_OK ? write_message(place->message, words) : result;
    result = result == SMTP_OK ? smtp_merge_new(smtp_allocator_libc(), place->message, &place->merge) : result;
    for (size_t i = 0; i < names->count && result == SMTP_OK; i++) {
        result = smtp_merge_add_key(place->merge, names->cells[i], SMTP_Z);
    }
    return result == SMTP_OK ? smtp_merge_check(place->merge, NULL, NULL) : result;
}

/* SMTP_E_MERGE_VALUE for a line with fewer cells than the first, SMTP_E_MERGE_KEY for one with more. */
static smtp_result fill(const struct place *place, const struct row *names, const struct row *row) {
    const smtp_platform *platform = smtp_platform_posix();
    int64_t now = 0;
    int32_t offset = 0;
    smtp_result result = row->count < names->count   ? SMTP_E_MERGE_VALUE
                         : row->count > names->count ? SMTP_E_MERGE_KEY
                                                     : SMTP_OK;
    result = result == SMTP_OK ? smtp_merge_set_recipient(place->merge, NULL, 0, row->cells[0], SMTP_Z) : result;
    for (size_t i = 0; i < names->count && result == SMTP_OK; i++) {
        result = smtp_merge_set_value(place->merge, names->cells[i], SMTP_Z, row->cells[i], SMTP_Z);
    }
    result = result == SMTP_OK ? smtp_merge_apply(place->merge) : result;
    result = result == SMTP_OK ? platform->utc(platform->context, &now, &offset) : result;
    return result == SMTP_OK ? smtp_message_set_date(place->message, now, offset) : result;
}

/* The next line of which a mail can be made. Mails end in the order in which they began, and no more are under way than
   there are places: this one is free. */
static smtp_result next_mail(void *context, smtp_mail_item *mail) {
    struct mail_out *out = context;
    const struct place *place = &out->places[out->begun % SMTP_CFG_WINDOW];
    while (mail->envelope == NULL && read_row(&out->row)) {
        smtp_result result = fill(place, &out->names, &out->row);
        result = result == SMTP_OK ? smtp_message_envelope(place->message, place->envelope) : result;
        result = result == SMTP_OK ? smtp_message_source(place->message, &mail->source) : result;
        if (result == SMTP_OK) {
            mail->envelope = place->envelope;
            out->begun++;
        } else {
            tell(out, out->row.cells[0], smtp_result_text(result));
        }
    }
    return SMTP_OK;
}

static void mail_done(void *context, void *mail_context, const smtp_report *report) {
    (void)mail_context;
    if (smtp_report_result(report) != SMTP_OK) {
        tell(context, smtp_report_recipient_address(report, 0), smtp_report_message(report));
    }
}

/* The table is not read to its end where the server cannot be used at all. */
static bool send_mails(struct mail_out *out, smtp_client *client) {
    out->are_sent = true;
    (void)smtp_client_send_all(client, next_mail, mail_done, out);
    while (read_row(&out->row)) {
        tell(out, out->row.cells[0], "not tried");
    }
    if (ferror(stdin) != 0) {
        tell(out, "the table", "it cannot be read further");
    }
    (void)smtp_client_close(client);
    return out->are_sent;
}

static bool run(struct mail_out *out, smtp_client *client, char **words) {
    smtp_result result = SMTP_OK;
    for (size_t i = 0; i < SMTP_CFG_WINDOW && result == SMTP_OK; i++) {
        result = prepare(&out->places[i], words, &out->names);
    }
    if (result != SMTP_OK) {
        (void)fprintf(stderr, "mail-out: %s\n", smtp_result_text(result));
    }
    return result == SMTP_OK && send_mails(out, client);
}

static void end(struct mail_out *out) {
    for (size_t i = 0; i < SMTP_CFG_WINDOW; i++) {
        smtp_merge_free(out->places[i].merge);
        smtp_message_free(out->places[i].message);
        smtp_envelope_free(out->places[i].envelope);
    }
    free(out->row.line);
    free(out->names.line);
}

int main(int argc, char **argv) {
    int32_t level = getenv("SMTP_AHEAD") != NULL ? SMTP_PIPELINING_ACROSS_MAILS : SMTP_PIPELINING_WITHIN_MAIL;
    smtp_client *client = NULL;
    struct mail_out out = {.are_sent = false};
    bool are_sent = false;
    if (argc != 4 || !read_row(&out.names) || smtp_client_new(smtp_platform_posix(), &client) != SMTP_OK ||
        smtp_client_set_url(client, getenv("SMTP_URL"), SMTP_Z) != SMTP_OK ||
        smtp_client_set_credentials(client, getenv("SMTP_USER"), SMTP_Z, getenv("SMTP_PASSWORD"), SMTP_Z) != SMTP_OK ||
        smtp_client_set_pipelining(client, level) != SMTP_OK) {
        (void)fputs("usage: SMTP_URL=... SMTP_USER=... SMTP_PASSWORD=... mail-out FROM SUBJECT TEXT <TABLE\n", stderr);
    } else {
        are_sent = run(&out, client, argv + 1);
    }
    end(&out);
    smtp_client_free(client);
    return are_sent ? 0 : 1;
}
