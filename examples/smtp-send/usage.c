/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include "exit_status.h"

#include <string.h>

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
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
    if (options_has(options, OPTION_PASSWORD_FILE) && !options_has(options, OPTION_USER)) {
        return wrong(problem, "--password-file", "needs --user");
    }
    if (options_has(options, OPTION_CLIENT_CERT) != options_has(options, OPTION_CLIENT_KEY)) {
        return wrong(problem, "--client-cert, --client-key", "one needs the other");
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
    if (!options_has(options, OPTION_SERVER)) {
        return problem_set(problem, EXIT_USAGE, SMTP_E_NO_SERVER, "--server", "is missing; smtp-send --help says more");
    }
    if (options_has(options, OPTION_MESSAGE) && options_composes(options)) {
        return wrong(problem, "--message", "is a mail already; it cannot be composed as well");
    }
    return attachments(options, problem) && credentials(options, problem) && times(options, problem) &&
           recipients(options, problem);
}

bool usage_seconds(const char *text, uint32_t *milliseconds) {
    uint64_t total = 0;
    uint32_t scale = 1000;
    bool rest = false;
    size_t whole = strspn(text, "0123456789");
    size_t fraction = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    size_t end = whole + (text[whole] == '.' ? 1 + fraction : 0);
    if (whole + fraction == 0 || text[end] != '\0') {
        return false;
    }
    for (size_t i = 0; i < whole; i++) {
        total = total * 10 + (uint64_t)(text[i] - '0') * 1000;
        if (total > UINT32_MAX) {
            return false;
        }
    }
    for (size_t i = 0; i < fraction; i++) {
        uint32_t digit = (uint32_t)(text[whole + 1 + i] - '0');
        scale /= 10;
        total += (uint64_t)digit * scale;
        rest = rest || (scale == 0 && digit != 0);
    }
    total += rest ? 1 : 0;
    *milliseconds = (uint32_t)total;
    return total > 0 && total <= UINT32_MAX;
}
