/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "addresses.h"
#include "compose.h"
#include "exit_status.h"
#include "raw.h"

#include <stdio.h>
#include <string.h>

bool mail_input(struct problem *problem, smtp_result result, const char *what) {
    if (result == SMTP_OK) {
        return true;
    }
    int status = exit_status(SMTP_OUTCOME_FAILED, SMTP_CLASS_INPUT, result);
    return problem_set(problem, status, result, what, NULL);
}

/* The envelope's part of the command line. */
static bool add_recipients(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *address = NULL;
    for (size_t position = 0; (address = options_next(options, OPTION_RECIPIENT, &position)) != NULL;) {
        smtp_result result = addresses_add_once(mail->envelope, address, strlen(address));
        if (result != SMTP_OK) {
            char what[300];
            (void)snprintf(what, sizeof what, "recipient '%.150s'", address);
            return mail_input(problem, result, what);
        }
    }
    if (smtp_envelope_recipient_count(mail->envelope) == 0) {
        return mail_input(problem, SMTP_E_NO_RECIPIENT, "the mail");
    }
    return true;
}

static bool set_mail_from(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *address = options_value(options, OPTION_MAIL_FROM);
    if (address == NULL) {
        return true;
    }
    return mail_input(problem, smtp_envelope_set_mail_from(mail->envelope, address, SMTP_Z), "--mail-from");
}

bool mail_make(struct mail *mail, const struct options *options, struct problem *problem) {
    *mail = (struct mail){NULL, NULL, NULL, NULL};
    smtp_result result = smtp_envelope_new(smtp_allocator_libc(), &mail->envelope);
    if (result != SMTP_OK) {
        return mail_input(problem, result, "the envelope");
    }
    bool made = options_composes(options) ? compose(mail, options, problem) : raw(mail, options, problem);
    return made && set_mail_from(mail, options, problem) && add_recipients(mail, options, problem);
}

void mail_free(struct mail *mail) {
    smtp_source_free(mail->raw);
    smtp_message_free(mail->message);
    smtp_envelope_free(mail->envelope);
    *mail = (struct mail){NULL, NULL, NULL, NULL};
}
