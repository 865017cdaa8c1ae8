/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "common/exit_status.h"
#include "compose.h"
#include "delivery.h"
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
    for (size_t position = 0; (address = options_next(options, OPTION_ARGUMENT, &position)) != NULL;) {
        smtp_result result = smtp_envelope_add_recipient(mail->envelope, address, strlen(address));
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

/* The library makes the envelope of a message to all of them: what is one address, it alone decides. */
static smtp_result envelope_of_all(const smtp_envelope *all, smtp_message *message, smtp_envelope *once) {
    size_t length = 0;
    const char *address = smtp_envelope_recipient(all, 0, &length);
    smtp_result result = smtp_message_set_from(message, NULL, 0, address, length);
    for (size_t i = 0; result == SMTP_OK && i < smtp_envelope_recipient_count(all); i++) {
        address = smtp_envelope_recipient(all, i, &length);
        result = smtp_message_add_bcc(message, NULL, 0, address, length);
    }
    if (result == SMTP_OK) {
        result = smtp_message_envelope(message, once);
    }
    if (result == SMTP_OK) {
        address = smtp_envelope_mail_from(all, &length);
        result = smtp_envelope_set_mail_from(once, address, length);
    }
    return result;
}

/* An address that was given in more than one place gets the mail once. */
static bool take_once(struct mail *mail, struct problem *problem) {
    smtp_message *message = NULL;
    smtp_envelope *once = NULL;
    smtp_result result = smtp_message_new(smtp_allocator_libc(), &message);
    if (result == SMTP_OK) {
        result = smtp_envelope_new(smtp_allocator_libc(), &once);
    }
    if (result == SMTP_OK) {
        result = envelope_of_all(mail->envelope, message, once);
    }
    if (result == SMTP_OK) {
        smtp_envelope *all = mail->envelope;
        mail->envelope = once;
        once = all;
    }
    smtp_envelope_free(once);
    smtp_message_free(message);
    return mail_input(problem, result, "the envelope");
}

static bool set_mail_from(struct mail *mail, const struct options *options, struct problem *problem) {
    const char *address = options_value(options, OPTION_MAIL_FROM);
    if (address == NULL) {
        return true;
    }
    return mail_input(problem, smtp_envelope_set_mail_from(mail->envelope, address, SMTP_Z), "--mail-from");
}

struct mail mail_none(void) {
    return (struct mail){.input = {.descriptor = -1}};
}

bool mail_make(struct mail *mail, const struct options *options, struct problem *problem) {
    *mail = mail_none();
    smtp_result result = smtp_envelope_new(smtp_allocator_libc(), &mail->envelope);
    if (result != SMTP_OK) {
        return mail_input(problem, result, "the envelope");
    }
    bool made = compose_is_wanted(options) ? compose(mail, options, problem) : raw(mail, options, problem);
    return made && set_mail_from(mail, options, problem) && add_recipients(mail, options, problem) &&
           take_once(mail, problem) && delivery_set_envelope(mail->envelope, options, problem);
}

void mail_free(struct mail *mail) {
    smtp_raw_free(mail->raw);
    input_close(&mail->input);
    smtp_message_free(mail->message);
    smtp_envelope_free(mail->envelope);
    *mail = mail_none();
}
