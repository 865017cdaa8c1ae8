/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include "exit_status.h"
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

static bool credentials(const struct options *options, struct problem *problem) {
    if (options_has(options, OPTION_TOKEN_FILE) && provider_user(options) == NULL) {
        return wrong(problem, "--token-file", "needs --user");
    }
    if (options_has(options, OPTION_PASSWORD_FILE) && provider_user(options) == NULL) {
        return wrong(problem, "--password-file", "needs --user");
    }
    if (options_has(options, OPTION_CLIENT_CERT) != options_has(options, OPTION_CLIENT_KEY)) {
        return wrong(problem, "--client-cert, --client-key", "one needs the other");
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

static bool times(const struct options *options, struct problem *problem) {
    uint32_t unused = 0;
    const char *timeout = options_value(options, OPTION_TIMEOUT);
    if (timeout != NULL && !usage_seconds(timeout, &unused)) {
        return wrong(problem, "--timeout", "must be a number of seconds above 0");
    }
    const char *deadline = options_value(options, OPTION_DEADLINE);
    if (deadline != NULL && !usage_seconds(deadline, &unused)) {
        return wrong(problem, "--deadline", "must be a number of seconds above 0");
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
    static const enum option sources[] = {OPTION_RECIPIENT, OPTION_FROM_HEADERS, OPTION_TO,
                                          OPTION_CC,        OPTION_BCC,          OPTION_CHECK};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (options_has(options, sources[i])) {
            return true;
        }
    }
    return problem_set(problem, EXIT_USAGE, SMTP_E_NO_RECIPIENT, "no recipient",
                       "give addresses as arguments or with --rcpt, --to, --cc, --bcc or -t");
}

bool usage_check(const struct options *options, struct problem *problem) {
    if (!server(options, problem)) {
        return false;
    }
    if (options_has(options, OPTION_MESSAGE) && options_composes(options)) {
        return wrong(problem, "--message", "is a mail already; it cannot be composed as well");
    }
    return attachments(options, problem) && credentials(options, problem) && signer(options, problem) &&
           times(options, problem) && mail_from(options, problem) && recipients(options, problem);
}

/* The value of digits as thousandths: "2" is 2000. Above `limit`: limit + 1. */
static uint64_t whole_part(const char *digits, size_t length, uint64_t limit) {
    uint64_t total = 0;
    for (size_t i = 0; i < length && total <= limit; i++) {
        total = total * 10 + (uint64_t)(digits[i] - '0') * 1000;
    }
    return total <= limit ? total : limit + 1;
}

/* The value of digits after the point as thousandths, rounded up: "5" is 500, "0001" is 1. */
static uint64_t fraction_part(const char *digits, size_t length) {
    uint64_t total = 0;
    uint32_t scale = 1000;
    bool rest = false;
    for (size_t i = 0; i < length; i++) {
        scale /= 10;
        total += (uint64_t)(digits[i] - '0') * scale;
        rest = rest || (scale == 0 && digits[i] != '0');
    }
    return total + (rest ? 1 : 0);
}

bool usage_seconds(const char *text, uint32_t *milliseconds) {
    static const char digits[] = "0123456789";
    size_t whole = strspn(text, digits);
    bool has_point = text[whole] == '.';
    size_t fraction = has_point ? strspn(text + whole + 1, digits) : 0;
    if (whole + fraction == 0 || text[whole + fraction + (has_point ? 1 : 0)] != '\0') {
        return false;
    }
    uint64_t total = whole_part(text, whole, UINT32_MAX) + fraction_part(text + whole + 1, fraction);
    *milliseconds = (uint32_t)total;
    return total > 0 && total <= UINT32_MAX;
}
