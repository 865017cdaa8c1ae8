/* SPDX-License-Identifier: MIT */
#include "common/exit_status.h"

/* Results whose exit status is not that of their class. */
static const struct {
    smtp_result result;
    int status;
} exceptions[] = {
    {SMTP_E_NO_FILE, EXIT_NO_INPUT},
    {SMTP_E_SOURCE, EXIT_NO_INPUT},
    {SMTP_E_AUTH_REFUSED, EXIT_SECURITY},
    {SMTP_E_RESOLVE, EXIT_NO_HOST},
};

static int status_of_class(int32_t class_number) {
    switch (class_number) {
    case SMTP_CLASS_NONE:
        return EXIT_SENT;
    case SMTP_CLASS_INPUT:
        return EXIT_INPUT;
    case SMTP_CLASS_CONFIG:
        return EXIT_CONFIG;
    case SMTP_CLASS_CREDENTIALS:
    case SMTP_CLASS_TLS:
        return EXIT_SECURITY;
    case SMTP_CLASS_PROTOCOL:
        return EXIT_PROTOCOL;
    case SMTP_CLASS_PERMANENT:
        return EXIT_REFUSED;
    default: /* transient, timeout, io, resource, and classes to come */
        return EXIT_TRY_LATER;
    }
}

int exit_status(int32_t outcome, int32_t class_number, smtp_result result) {
    if (outcome == SMTP_OUTCOME_SENT) {
        return EXIT_SENT;
    }
    if (outcome == SMTP_OUTCOME_UNKNOWN) {
        return EXIT_TRY_LATER;
    }
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (exceptions[i].result == result) {
            return exceptions[i].status;
        }
    }
    return status_of_class(class_number);
}
