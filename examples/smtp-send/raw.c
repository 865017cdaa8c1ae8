/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "raw.h"

#include "addresses.h"
#include "exit_status.h"
#include "header.h"
#include "input.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER_MAX = 1024 * 1024 };

/* The content as it is sent: the header from memory, the rest from the file. */
struct content {
    struct input input;
    char *header;
    size_t header_length;
    off_t rest;     /* where the rest begins in the file */
    off_t position; /* in what is sent */
};

static ptrdiff_t content_read(void *context, void *buffer, size_t size) {
    struct content *content = context;
    off_t header_length = (off_t)content->header_length;
    if (content->position < header_length) {
        size_t left = (size_t)(header_length - content->position);
        size_t n = size < left ? size : left;
        memcpy(buffer, content->header + content->position, n);
        content->position += (off_t)n;
        return (ptrdiff_t)n;
    }
    ssize_t n = input_read(&content->input, buffer, size, content->rest + (content->position - header_length));
    if (n < 0) {
        return SMTP_E_SOURCE;
    }
    content->position += n;
    return n;
}

static smtp_result content_rewind(void *context) {
    ((struct content *)context)->position = 0;
    return SMTP_OK;
}

static void content_release(void *context) {
    struct content *content = context;
    input_close(&content->input);
    free(content->header);
    free(content);
}

/* Where the header ends: at the first thing that is not a field. */
static size_t header_end(const char *text, size_t length) {
    struct header_field field;
    size_t position = 0;
    while (header_next(text, length, &position, &field)) {
    }
    return position;
}

/* Reads the header into memory; the empty line after it belongs to the rest. */
static bool read_header(struct content *content, bool strict, struct problem *problem) {
    content->header = malloc(HEADER_MAX);
    if (content->header == NULL) {
        return mail_input(problem, SMTP_E_NO_MEMORY, "the message");
    }
    ssize_t n = input_read(&content->input, content->header, HEADER_MAX, 0);
    if (n < 0) {
        return mail_input(problem, SMTP_E_SOURCE, "the message");
    }
    content->header_length = header_end(content->header, (size_t)n);
    content->rest = (off_t)content->header_length;
    if (content->header_length == 0) {
        return mail_input(problem, SMTP_E_NOT_A_MESSAGE, "the message");
    }
    if (content->header_length == HEADER_MAX) {
        return problem_set(problem, EXIT_INPUT, SMTP_E_HEADER_TOO_LONG, "the message", "its header passes 1 MiB");
    }
    if (strict && !header_ends_well(content->header, (size_t)n, content->header_length)) {
        return problem_set(problem, EXIT_INPUT, SMTP_E_NOT_A_MESSAGE, "the message",
                           "a line of its header is no header field");
    }
    return true;
}

/* The first address of From, for MAIL FROM. */
static bool reverse_path(struct mail *mail, const struct content *content, struct problem *problem) {
    struct header_field field;
    for (size_t position = 0; header_next(content->header, content->header_length, &position, &field);) {
        if (header_is(&field, "From")) {
            struct addresses list;
            addresses_begin(&list, field.value, field.value_length);
            bool found = addresses_next(&list);
            smtp_result result = list.result == SMTP_PENDING ? SMTP_E_NO_FROM : list.result;
            if (found) {
                result = smtp_envelope_set_mail_from(mail->envelope, list.address, list.address_length);
            }
            addresses_free(&list);
            return mail_input(problem, result, "the message's From");
        }
    }
    return mail_input(problem, SMTP_E_NO_FROM, "the message");
}

/* --mail-from comes later and wins; else --from; else the header. */
static bool set_reverse_path(struct mail *mail, const struct options *options, const struct content *content,
                             struct problem *problem) {
    const char *from = options_value(options, OPTION_FROM);
    if (options_has(options, OPTION_MAIL_FROM)) {
        return true;
    }
    if (from == NULL) {
        return reverse_path(mail, content, problem);
    }
    struct addresses list;
    smtp_result result = addresses_single(&list, from);
    if (result == SMTP_OK) {
        result = smtp_envelope_set_mail_from(mail->envelope, list.address, list.address_length);
    }
    addresses_free(&list);
    return mail_input(problem, result, "--from");
}

static smtp_result add_addresses(struct mail *mail, const struct header_field *field) {
    struct addresses list;
    smtp_result result = SMTP_OK;
    addresses_begin(&list, field->value, field->value_length);
    while (result == SMTP_OK && addresses_next(&list)) {
        result = smtp_envelope_add_recipient(mail->envelope, list.address, list.address_length);
    }
    if (result == SMTP_OK && list.result != SMTP_PENDING) {
        result = list.result;
    }
    addresses_free(&list);
    return result;
}

/* -t: the recipients of the header. */
static bool header_recipients(struct mail *mail, struct content *content, struct problem *problem) {
    static const char *const names[] = {"To", "Cc", "Bcc"};
    struct header_field field;
    for (size_t position = 0; header_next(content->header, content->header_length, &position, &field);) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            smtp_result result = header_is(&field, names[i]) ? add_addresses(mail, &field) : SMTP_OK;
            if (result != SMTP_OK) {
                return mail_input(problem, result, names[i]);
            }
        }
    }
    content->header_length = header_remove(content->header, content->header_length, "Bcc");
    content->header_length = header_remove(content->header, content->header_length, "Resent-Bcc");
    return true;
}

static bool load(struct mail *mail, const struct options *options, struct content *content, struct problem *problem) {
    const char *path = options_value(options, OPTION_MESSAGE);
    bool from_headers = options_has(options, OPTION_FROM_HEADERS);
    return input_open(&content->input, path, options, problem) && read_header(content, from_headers, problem) &&
           set_reverse_path(mail, options, content, problem) &&
           (!from_headers || header_recipients(mail, content, problem));
}

bool raw(struct mail *mail, const struct options *options, struct problem *problem) {
    struct content *content = calloc(1, sizeof *content);
    if (content == NULL) {
        return mail_input(problem, SMTP_E_NO_MEMORY, "the message");
    }
    content->input.descriptor = -1;
    bool loaded = load(mail, options, content, problem);
    smtp_result result = SMTP_E_STATE;
    if (loaded) {
        result = smtp_source_new_callback(smtp_allocator_libc(), content_read, content_rewind, content_release, content,
                                          &mail->raw);
    }
    if (result != SMTP_OK) {
        content_release(content);
        return loaded ? mail_input(problem, result, "the message") : false;
    }
    mail->content = mail->raw;
    return true;
}
