/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include "common/exit_status.h"
#include "common/login.h"
#include "common/times.h"
#include "compose.h"
#include "delivery.h"
#include "provider.h"

#include <string.h>

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

static bool server(const struct options *options, struct problem *problem) {
    bool has_server = options_has(options, OPTION_SERVER);
    bool has_provider = options_has(options, OPTION_PROVIDER);
    if (has_server && has_provider) {
        return wrong(problem, "--server, --provider", "both name the server; give one of them");
    }
    return has_server || has_provider ||
           problem_set(problem, EXIT_USAGE, SMTP_E_NO_SERVER, "--server, --provider",
                       "one of them is needed; smtp-send --help says more");
}

/* --attach-name and --attach-type belong to the --attach before them. */
static bool attachments(const struct options *options, struct problem *problem) {
    for (size_t i = 0; i < options->count; i++) {
        enum option option = options->list[i].option;
        if (option == OPTION_ATTACH) {
            return true;
        }
        if (option == OPTION_ATTACH_NAME || option == OPTION_ATTACH_TYPE) {
            return wrong(problem, "--attach-name, --attach-type", "must follow the --attach they are for");
        }
    }
    return true;
}

/* The domain, the selector and the key make a signer together. */
static bool signer(const struct options *options, struct problem *problem) {
    bool has_key = options_has(options, OPTION_DKIM_KEY);
    if (options_has(options, OPTION_DKIM_DOMAIN) != has_key || options_has(options, OPTION_DKIM_SELECTOR) != has_key) {
        return wrong(problem, "--dkim-domain, --dkim-selector, --dkim-key", "one needs the others");
    }
    return true;
}

/* An unset variable of a script is not to make a mail one of which no bounce comes back. */
static bool mail_from(const struct options *options, struct problem *problem) {
    const char *address = options_value(options, OPTION_MAIL_FROM);
    if (address != NULL && address[0] == '\0') {
        return wrong(problem, "--mail-from", "is empty; '<>' asks for the empty reverse-path");
    }
    return true;
}

/* Will there be a recipient, as far as the command line tells? */
static bool recipients(const struct options *options, struct problem *problem) {
    static const enum option sources[] = {OPTION_ARGUMENT, OPTION_FROM_HEADERS, OPTION_TO,
                                          OPTION_CC,       OPTION_BCC,          OPTION_CHECK};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (options_has(options, sources[i])) {
            return true;
        }
    }
    return problem_set(problem, EXIT_USAGE, SMTP_E_NO_RECIPIENT, "no recipient",
                       "give addresses as arguments or with --rcpt, --to, --cc, --bcc or -t");
}

/* What there is to be sent, and how often. */
static bool mails(const struct options *options, struct problem *problem) {
    struct delivery unused;
    if (options_has(options, OPTION_MESSAGE) && compose_is_wanted(options)) {
        return wrong(problem, "--message", "is a mail already; it cannot be composed as well");
    }
    if (options_has(options, OPTION_REPEAT) && options_has(options, OPTION_CHECK)) {
        return wrong(problem, "--repeat", "sends mails, and --check none");
    }
    return delivery_read(&unused, options, problem);
}

bool usage_check(const struct options *options, struct problem *problem) {
    return server(options, problem) && mails(options, problem) && attachments(options, problem) &&
           login_check(options, provider_user(options), problem) && signer(options, problem) &&
           times_check(options, problem) && mail_from(options, problem) && recipients(options, problem);
}
