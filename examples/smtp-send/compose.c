/* SPDX-License-Identifier: MIT */
#include "compose.h"

#include "addresses.h"
#include "attach.h"
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool set_from(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *from = options_value(options, OPTION_FROM);
    struct addresses list;
    if (from == NULL) {
        return mail_input(problem, SMTP_E_NO_FROM, "--from");
    }
    smtp_result result = addresses_single(&list, from);
    if (result == SMTP_OK) {
        result = smtp_message_set_from(mail->message, list.name, list.name_length, list.address, list.address_length);
    }
    if (result == SMTP_OK) {
        result = smtp_envelope_set_mail_from(mail->envelope, list.address, list.address_length);
    }
    addresses_free(&list);
    return mail_input(problem, result, "--from");
}

/* Each address of a list goes into the message and, as a recipient, into the envelope. */
static smtp_result add_list(smtp_message *message, int32_t field, smtp_envelope *envelope, const char *text) {
    struct addresses list;
    smtp_result result = SMTP_OK;
    addresses_begin_argument(&list, text);
    while (result == SMTP_OK && addresses_next(&list)) {
        result =
            smtp_message_add_address(message, field, list.name, list.name_length, list.address, list.address_length);
        if (result == SMTP_OK && envelope != NULL) {
            result = smtp_envelope_add_recipient(envelope, list.address, list.address_length);
        }
    }
    if (result == SMTP_OK && list.result != SMTP_PENDING) {
        result = list.result;
    }
    addresses_free(&list);
    return result;
}

static bool add_recipients(struct mail *mail, const struct options *options, struct problem *problem) {
    static const struct {
        enum option option;
        const char *name;
        int32_t field;
    } fields[] = {
        {OPTION_TO, "--to", SMTP_HEADER_TO},
        {OPTION_CC, "--cc", SMTP_HEADER_CC},
        {OPTION_BCC, "--bcc", SMTP_HEADER_BCC},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *text = NULL;
        for (size_t position = 0; (text = options_next(options, fields[i].option, &position)) != NULL;) {
            if (!mail_input(problem, add_list(mail->message, fields[i].field, mail->envelope, text), fields[i].name)) {
                return false;
            }
        }
    }
    return true;
}

/* 'Name: value'. Some fields of addresses have no option of their own. */
static smtp_result add_header(smtp_message *message, const char *header) {
    static const struct {
        const char *name;
        int32_t field;
    } of_addresses[] = {
        {"Reply-To", SMTP_HEADER_REPLY_TO},
        {"Disposition-Notification-To", SMTP_HEADER_DISPOSITION_NOTIFICATION_TO},
        {"Return-Receipt-To", SMTP_HEADER_RETURN_RECEIPT_TO},
    };
    const char *colon = strchr(header, ':');
    if (colon == NULL) {
        return SMTP_E_HEADER_NAME;
    }
    size_t name_length = (size_t)(colon - header);
    const char *value = colon + 1 + strspn(colon + 1, " ");
    for (size_t i = 0; i < sizeof of_addresses / sizeof of_addresses[0]; i++) {
        const char *name = of_addresses[i].name;
        if (name_length == strlen(name) && strncasecmp(header, name, name_length) == 0) {
            return add_list(message, of_addresses[i].field, NULL, value);
        }
    }
    return smtp_message_add_header(message, header, name_length, value, strlen(value));
}

static bool add_headers(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *subject = options_value(options, OPTION_SUBJECT);
    if (subject != NULL &&
        !mail_input(problem, smtp_message_set_subject(mail->message, subject, SMTP_Z), "--subject")) {
        return false;
    }
    const char *header = NULL;
    for (size_t position = 0; (header = options_next(options, OPTION_HEADER, &position)) != NULL;) {
        if (!mail_input(problem, add_header(mail->message, header), "--header")) {
            return false;
        }
    }
    return true;
}

/* The text itself, or @FILE. */
static bool set_body(smtp_message *message, const struct options *options, enum option option, const char *name,
                     smtp_result (*set)(smtp_message *, const char *, size_t), struct problem *problem) {
    const char *value = options_value(options, option);
    if (value == NULL) {
        return true;
    }
    if (value[0] != '@') {
        return mail_input(problem, set(message, value, strlen(value)), name);
    }
    char *text = NULL;
    size_t length = 0;
    if (!input_whole(value + 1, name, options, &text, &length, problem)) {
        return false;
    }
    bool done = mail_input(problem, set(message, text, length), name);
    free(text);
    return done;
}

/* Date, and the randomness that Message-ID and boundaries are made of. Without a clock the server adds the Date. */
static bool set_date_and_seed(smtp_message *message, struct problem *problem) {
    const smtp_platform *platform = smtp_platform_posix();
    int64_t seconds = 0;
    int32_t offset = 0;
    uint8_t seed[32];
    smtp_result result = platform->random(platform->context, seed, sizeof seed);
    if (result == SMTP_OK) {
        result = smtp_message_set_seed(message, seed, sizeof seed);
    }
    if (result == SMTP_OK && platform->utc(platform->context, &seconds, &offset) == SMTP_OK) {
        result = smtp_message_set_date(message, seconds, offset);
    }
    return mail_input(problem, result, "the message");
}

static bool fill(struct mail *mail, const struct options *options, struct problem *problem) {
    smtp_message *message = mail->message;
    return set_from(mail, options, problem) && add_recipients(mail, options, problem) &&
           add_headers(mail, options, problem) &&
           set_body(message, options, OPTION_TEXT, "--text", smtp_message_set_text, problem) &&
           set_body(message, options, OPTION_HTML, "--html", smtp_message_set_html, problem) &&
           attach_all(message, options, problem) && set_date_and_seed(message, problem);
}

bool compose(struct mail *mail, const struct options *options, struct problem *problem) {
    smtp_result result = smtp_message_new(smtp_allocator_libc(), &mail->message);
    if (result != SMTP_OK) {
        return mail_input(problem, result, "the message");
    }
    return fill(mail, options, problem) &&
           mail_input(problem, smtp_message_source(mail->message, &mail->content), "the message");
}

bool compose_is_wanted(const struct options *options) {
    static const enum option composing[] = {OPTION_SUBJECT, OPTION_TEXT, OPTION_HTML, OPTION_HEADER,
                                            OPTION_ATTACH,  OPTION_TO,   OPTION_CC,   OPTION_BCC};
    for (size_t i = 0; i < sizeof composing / sizeof composing[0]; i++) {
        if (options_has(options, composing[i])) {
            return true;
        }
    }
    return false;
}
