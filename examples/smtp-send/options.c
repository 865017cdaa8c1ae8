/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "exit_status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct known {
    const char *name; /* as it is written */
    enum option option;
    bool has_value;
} table[] = {
    {"--server", OPTION_SERVER, true},
    {"--provider", OPTION_PROVIDER, true},
    {"--connect", OPTION_CONNECT, true},
    {"--helo", OPTION_HELO, true},
    {"--timeout", OPTION_TIMEOUT, true},
    {"--deadline", OPTION_DEADLINE, true},
    {"--user", OPTION_USER, true},
    {"--password-file", OPTION_PASSWORD_FILE, true},
    {"--token-file", OPTION_TOKEN_FILE, true},
    {"--auth", OPTION_AUTH, true},
    {"--allow-plaintext-auth", OPTION_PLAINTEXT_AUTH, false},
    {"--ca-file", OPTION_CA_FILE, true},
    {"--ca-dir", OPTION_CA_DIR, true},
    {"--tls-name", OPTION_TLS_NAME, true},
    {"--pin", OPTION_PIN, true},
    {"--client-cert", OPTION_CLIENT_CERT, true},
    {"--client-key", OPTION_CLIENT_KEY, true},
    {"--no-verify", OPTION_NO_VERIFY, false},
    {"--dkim-domain", OPTION_DKIM_DOMAIN, true},
    {"--dkim-selector", OPTION_DKIM_SELECTOR, true},
    {"--dkim-key", OPTION_DKIM_KEY, true},
    {"--rcpt", OPTION_RECIPIENT, true},
    {"--mail-from", OPTION_MAIL_FROM, true},
    {"-f", OPTION_MAIL_FROM, true},
    {"-t", OPTION_FROM_HEADERS, false},
    {"-i", OPTION_IGNORE_DOTS, false},
    {"-oi", OPTION_IGNORE_DOTS, false},
    {"--message", OPTION_MESSAGE, true},
    {"--from", OPTION_FROM, true},
    {"--to", OPTION_TO, true},
    {"--cc", OPTION_CC, true},
    {"--bcc", OPTION_BCC, true},
    {"--subject", OPTION_SUBJECT, true},
    {"--text", OPTION_TEXT, true},
    {"--html", OPTION_HTML, true},
    {"--header", OPTION_HEADER, true},
    {"--attach", OPTION_ATTACH, true},
    {"--attach-name", OPTION_ATTACH_NAME, true},
    {"--attach-type", OPTION_ATTACH_TYPE, true},
    {"--json", OPTION_JSON, false},
    {"--trace", OPTION_TRACE, false},
    {"--check", OPTION_CHECK, false},
    {"--list-providers", OPTION_LIST_PROVIDERS, false},
    {"--help", OPTION_HELP, false},
    {"--version", OPTION_VERSION, false},
};

/* How much of an argument is the option's name: "--opt=value" has one, "-f=value" has not. */
static size_t name_length(const char *argument) {
    return strncmp(argument, "--", 2) == 0 ? strcspn(argument, "=") : strlen(argument);
}

static const struct known *find(const char *argument) {
    size_t length = name_length(argument);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strlen(table[i].name) == length && memcmp(table[i].name, argument, length) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

/* A usage error tells the option's name alone: what stands behind it may be a secret. */
static void wrong(struct problem *problem, const char *argument, const char *detail) {
    char what[128];
    size_t length = name_length(argument);
    (void)snprintf(what, sizeof what, "%.*s", length < 100 ? (int)length : 100, argument);
    (void)problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

static void add(struct options *options, enum option option, const char *value) {
    options->list[options->count++] = (struct given){option, value};
}

/* Takes the option at argv[i]. Returns how many arguments it used. */
static int take(struct options *options, int argc, char **argv, int i, struct problem *problem) {
    const char *argument = argv[i];
    const char *value = argument[name_length(argument)] == '=' ? argument + name_length(argument) + 1 : NULL;
    const struct known *known = find(argument);
    if (known == NULL) {
        wrong(problem, argument, "unknown option; smtp-send --help lists all");
        return 1;
    }
    if (!known->has_value) {
        if (value != NULL) {
            wrong(problem, argument, "this option takes no value");
        }
        add(options, known->option, NULL);
        return 1;
    }
    if (value == NULL && i + 1 >= argc) {
        wrong(problem, argument, "this option needs a value");
        return 1;
    }
    add(options, known->option, value != NULL ? value : argv[i + 1]);
    return value != NULL ? 1 : 2;
}

bool options_parse(struct options *options, int argc, char **argv, struct problem *problem) {
    const smtp_platform *platform = smtp_platform_posix();
    options->begun_ms = platform->monotonic_ms(platform->context);
    options->count = 0;
    options->list = calloc((size_t)argc + 1, sizeof *options->list);
    if (options->list == NULL) {
        return problem_set(problem, EXIT_TRY_LATER, SMTP_E_NO_MEMORY, "the command line", NULL);
    }
    bool options_may_come = true;
    for (int i = 1; i < argc;) {
        if (options_may_come && strcmp(argv[i], "--") == 0) {
            options_may_come = false;
            i++;
        } else if (options_may_come && argv[i][0] == '-' && argv[i][1] != '\0') {
            i += take(options, argc, argv, i, problem);
        } else {
            add(options, OPTION_RECIPIENT, argv[i++]);
        }
    }
    return problem->result == SMTP_OK;
}

void options_free(struct options *options) {
    free(options->list);
    options->list = NULL;
    options->count = 0;
}

bool options_has(const struct options *options, enum option option) {
    for (size_t i = 0; i < options->count; i++) {
        if (options->list[i].option == option) {
            return true;
        }
    }
    return false;
}

const char *options_value(const struct options *options, enum option option) {
    const char *value = NULL;
    const char *next = NULL;
    for (size_t position = 0; (next = options_next(options, option, &position)) != NULL;) {
        value = next;
    }
    return value;
}

const char *options_next(const struct options *options, enum option option, size_t *position) {
    while (*position < options->count) {
        const struct given *given = &options->list[(*position)++];
        if (given->option == option) {
            return given->value;
        }
    }
    return NULL;
}

bool options_composes(const struct options *options) {
    static const enum option composing[] = {OPTION_SUBJECT, OPTION_TEXT, OPTION_HTML, OPTION_HEADER,
                                            OPTION_ATTACH,  OPTION_TO,   OPTION_CC,   OPTION_BCC};
    for (size_t i = 0; i < sizeof composing / sizeof composing[0]; i++) {
        if (options_has(options, composing[i])) {
            return true;
        }
    }
    return false;
}
