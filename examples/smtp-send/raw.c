/* SPDX-License-Identifier: MIT */
#include "raw.h"

#include "addresses.h"
#include "common/exit_status.h"
#include "input.h"

/* Makes a raw message of what the input has. */
static smtp_result open_message(struct mail *mail) {
    smtp_source *content = NULL;
    smtp_result result = smtp_source_new_descriptor(smtp_allocator_libc(), mail->input.descriptor, &content);
    if (result == SMTP_OK) {
        result = smtp_raw_new(smtp_allocator_libc(), content, &mail->raw);
        if (result != SMTP_OK) {
            smtp_source_free(content);
        }
    }
    return result;
}

/* What is wrong with the header, in more words where the result has few. */
static bool header_problem(struct problem *problem, smtp_result result) {
    if (result == SMTP_E_HEADER_TOO_LONG) {
        return problem_set(problem, EXIT_INPUT, result, "the message", "a field of its header passes 1 MiB");
    }
    return mail_input(problem, result, "the message's header");
}

/* -t: the recipients of the header. Those of the command line come later, and may be the only ones. */
static bool set_recipients(struct mail *mail, const struct options *options, struct problem *problem) {
    if (!options_has(options, OPTION_FROM_HEADERS)) {
        return true;
    }
    (void)smtp_raw_set_remove_bcc(mail->raw, 1);
    smtp_result result = smtp_raw_recipients(mail->raw, mail->envelope);
    if (result == SMTP_E_NOT_A_MESSAGE) {
        return problem_set(problem, EXIT_INPUT, result, "the message",
                           "it has no header, or a line of that is no header field");
    }
    return result == SMTP_OK || result == SMTP_E_NO_RECIPIENT || header_problem(problem, result);
}

/* --mail-from comes later and wins; else --from; else the header. */
static bool set_reverse_path(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *from = options_value(options, OPTION_FROM);
    if (options_has(options, OPTION_MAIL_FROM)) {
        return true;
    }
    if (from == NULL) {
        smtp_result result = smtp_raw_mail_from(mail->raw, mail->envelope);
        return result == SMTP_OK || header_problem(problem, result);
    }
    struct addresses list;
    smtp_result result = addresses_single(&list, from);
    if (result == SMTP_OK) {
        result = smtp_envelope_set_mail_from(mail->envelope, list.address, list.address_length);
    }
    addresses_free(&list);
    return mail_input(problem, result, "--from");
}

bool raw(struct mail *mail, const struct options *options, struct problem *problem) {
    if (!input_open(&mail->input, options_value(options, OPTION_MESSAGE), options, problem)) {
        return false;
    }
    smtp_result result = open_message(mail);
    if (result != SMTP_OK) {
        return mail_input(problem, result, "the message");
    }
    return set_recipients(mail, options, problem) && set_reverse_path(mail, options, problem) &&
           mail_input(problem, smtp_raw_source(mail->raw, &mail->content), "the message");
}
