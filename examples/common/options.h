/* SPDX-License-Identifier: MIT */
/* options.h - the command line, as a list of what was given, in its order. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "common/problem.h"

/* The programs that share these options, though not all of them. */
enum options_tool { OPTIONS_SEND, OPTIONS_DOCTOR };

enum { OPTIONS_DEFAULTS = 4 };

enum option {
    OPTION_SERVER,
    OPTION_PROVIDER,
    OPTION_CONNECT,
    OPTION_HELO,
    OPTION_TIMEOUT,
    OPTION_DEADLINE,
    OPTION_USER,
    OPTION_PASSWORD_FILE,
    OPTION_TOKEN_FILE,
    OPTION_AUTH,
    OPTION_PLAINTEXT_AUTH,
    OPTION_CA_FILE,
    OPTION_CA_DIR,
    OPTION_TLS_NAME,
    OPTION_PIN,
    OPTION_CLIENT_CERT,
    OPTION_CLIENT_KEY,
    OPTION_NO_VERIFY,
    OPTION_DKIM_DOMAIN,
    OPTION_DKIM_SELECTOR,
    OPTION_DKIM_KEY,
    OPTION_ARGUMENT, /* what is no option: a recipient, as --rcpt; what the doctor looks at */
    OPTION_MAIL_FROM,
    OPTION_FROM_HEADERS, /* -t */
    OPTION_IGNORE_DOTS,  /* -i, -oi: the way of this program anyhow */
    OPTION_MESSAGE,
    OPTION_FROM,
    OPTION_TO,
    OPTION_CC,
    OPTION_BCC,
    OPTION_SUBJECT,
    OPTION_TEXT,
    OPTION_HTML,
    OPTION_HEADER,
    OPTION_ATTACH,
    OPTION_ATTACH_NAME,
    OPTION_ATTACH_TYPE,
    OPTION_JSON,
    OPTION_TRACE,
    OPTION_CHECK,
    OPTION_LIST_PROVIDERS,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_CHUNKING,
    OPTION_PIPELINING,
    OPTION_ALL_OR_NOTHING,
    OPTION_NO_SMTPUTF8,
    OPTION_ENVID,
    OPTION_DSN_RET,
    OPTION_DSN_NOTIFY,
    OPTION_REQUIRE_TLS,
    OPTION_DELIVER_BY,
    OPTION_HOLD_FOR,
    OPTION_PRIORITY,
    OPTION_REPEAT,
    OPTION_DNS,
    OPTION_SEND_TEST
};

struct given {
    enum option option;
    const char *value; /* of the caller's argv; NULL for an option without a value */
};

struct options {
    enum options_tool tool;
    struct given *list;
    size_t count;
    uint64_t begun_ms; /* when the program began, by the platform's clock */
};

/*
 * Reads the command line. Goes on after an error, so that options which stand behind it (--json) are known.
 * Returns false and sets the problem (EXIT_USAGE) if anything is wrong. Free with options_free in any case.
 */
bool options_parse(struct options *options, enum options_tool tool, int argc, char **argv, struct problem *problem);
void options_free(struct options *options);

/* Adds an option that was not given: OPTIONS_DEFAULTS of them at most. */
void options_default(struct options *options, enum option option, const char *value);

/* The program's name. */
const char *options_program(const struct options *options);

bool options_has(const struct options *options, enum option option);

/* The value given last, NULL if the option was not given. */
const char *options_value(const struct options *options, enum option option);

/* The values one after the other: *position is 0 at first. NULL after the last. */
const char *options_next(const struct options *options, enum option option, size_t *position);

#endif
