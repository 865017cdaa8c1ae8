/* SPDX-License-Identifier: MIT */
#include "test_mail.h"

#include "common/exit_status.h"

#include <stdio.h>

static const char text[] = "This is a test. It was sent by smtp-doctor, which was asked to.\n";

static bool is_address(const char *address, const char *what, struct problem *problem) {
    smtp_result result = smtp_mailbox_check(address, SMTP_Z, NULL);
    return result == SMTP_OK || problem_set(problem, EXIT_INPUT, result, what, NULL);
}

bool test_mail_check(const struct checkup *checkup, struct problem *problem) {
    const char *to = options_value(checkup->options, OPTION_SEND_TEST);
    return to == NULL ||
           (is_address(to, "--send-test", problem) && is_address(checkup_test_from(checkup), "--mail-from", problem));
}

static smtp_result fill(smtp_message *message, const struct checkup *checkup) {
    char subject[DNS_NAME + 64];
    (void)snprintf(subject, sizeof subject, "Test of %s", checkup->advice.url);
    smtp_result result = smtp_message_set_from(message, NULL, 0, checkup_test_from(checkup), SMTP_Z);
    if (result == SMTP_OK) {
        result = smtp_message_add_to(message, NULL, 0, options_value(checkup->options, OPTION_SEND_TEST), SMTP_Z);
    }
    if (result == SMTP_OK) {
        result = smtp_message_set_subject(message, subject, SMTP_Z);
    }
    return result == SMTP_OK ? smtp_message_set_text(message, text, sizeof text - 1) : result;
}

bool test_mail_send(struct checkup *checkup, const struct probe_way *way, struct problem *problem) {
    smtp_message *message = NULL;
    smtp_result result = smtp_message_new(smtp_allocator_libc(), &message);
    if (result == SMTP_OK) {
        result = fill(message, checkup);
    }
    bool is_made = (result == SMTP_OK || problem_set(problem, EXIT_INPUT, result, "--send-test", NULL)) &&
                   probe_make(&checkup->test, way, checkup->best->port, problem);
    if (is_made) {
        (void)smtp_client_send_message(checkup->test.client, message);
        (void)smtp_client_close(checkup->test.client);
    }
    smtp_message_free(message);
    return is_made;
}
