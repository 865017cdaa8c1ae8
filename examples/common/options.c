/* SPDX-License-Identifier: MIT */
#include "common/options.h"

#include "common/exit_status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEND = 1 << OPTIONS_SEND, DOCTOR = 1 << OPTIONS_DOCTOR, BOTH = SEND | DOCTOR };

static const struct known {
    const char *name; /* as it is written */
    enum option option;
    bool has_value;
    unsigned tools;
} table[] = {
    {"--server", OPTION_SERVER, true, SEND},
    {"--provider", OPTION_PROVIDER, true, BOTH},
    {"--connect", OPTION_CONNECT, true, BOTH},
    {"--helo", OPTION_HELO, true, BOTH},
    {"--timeout", OPTION_TIMEOUT, true, BOTH},
    {"--deadline", OPTION_DEADLINE, true, BOTH},
    {"--user", OPTION_USER, true, BOTH},
    {"--password-file", OPTION_PASSWORD_FILE, true, BOTH},
    {"--token-file", OPTION_TOKEN_FILE, true, BOTH},
    {"--auth", OPTION_AUTH, true, BOTH},
    {"--allow-plaintext-auth", OPTION_PLAINTEXT_AUTH, false, BOTH},
    {"--ca-file", OPTION_CA_FILE, true, BOTH},
    {"--ca-dir", OPTION_CA_DIR, true, BOTH},
    {"--tls-name", OPTION_TLS_NAME, true, BOTH},
    {"--pin", OPTION_PIN, true, BOTH},
    {"--client-cert", OPTION_CLIENT_CERT, true, BOTH},
    {"--client-key", OPTION_CLIENT_KEY, true, BOTH},
    {"--no-verify", OPTION_NO_VERIFY, false, BOTH},
    {"--dkim-domain", OPTION_DKIM_DOMAIN, true, SEND},
    {"--dkim-selector", OPTION_DKIM_SELECTOR, true, SEND},
    {"--dkim-key", OPTION_DKIM_KEY, true, SEND},
    {"--rcpt", OPTION_ARGUMENT, true, SEND},
    {"--mail-from", OPTION_MAIL_FROM, true, BOTH},
    {"-f", OPTION_MAIL_FROM, true, SEND},
    {"-t", OPTION_FROM_HEADERS, false, SEND},
    {"-i", OPTION_IGNORE_DOTS, false, SEND},
    {"-oi", OPTION_IGNORE_DOTS, false, SEND},
    {"--message", OPTION_MESSAGE, true, SEND},
    {"--from", OPTION_FROM, true, SEND},
    {"--to", OPTION_TO, true, SEND},
    {"--cc", OPTION_CC, true, SEND},
    {"--bcc", OPTION_BCC, true, SEND},
    {"--subject", OPTION_SUBJECT, true, SEND},
    {"--text", OPTION_TEXT, true, SEND},
    {"--html", OPTION_HTML, true, SEND},
    {"--header", OPTION_HEADER, true, SEND},
    {"--attach", OPTION_ATTACH, true, SEND},
    {"--attach-name", OPTION_ATTACH_NAME, true, SEND},
    {"--attach-type", OPTION_ATTACH_TYPE, true, SEND},
    {"--json", OPTION_JSON, false, BOTH},
    {"--trace", OPTION_TRACE, false, BOTH},
    {"--check", OPTION_CHECK, false, SEND},
    {"--list-providers", OPTION_LIST_PROVIDERS, false, SEND},
    {"--help", OPTION_HELP, false, BOTH},
    {"--version", OPTION_VERSION, false, BOTH},
    {"--chunking", OPTION_CHUNKING, false, SEND},
    {"--pipelining", OPTION_PIPELINING, true, SEND},
    {"--all-or-nothing", OPTION_ALL_OR_NOTHING, false, SEND},
    {"--no-smtputf8", OPTION_NO_SMTPUTF8, false, SEND},
    {"--envid", OPTION_ENVID, true, SEND},
    {"--dsn-ret", OPTION_DSN_RET, true, SEND},
    {"--dsn-notify", OPTION_DSN_NOTIFY, true, SEND},
    {"--require-tls", OPTION_REQUIRE_TLS, false, SEND},
    {"--deliver-by", OPTION_DELIVER_BY, true, SEND},
    {"--hold-for", OPTION_HOLD_FOR, true, SEND},
    {"--priority", OPTION_PRIORITY, true, SEND},
    {"--repeat", OPTION_REPEAT, true, SEND},
    {"--dns", OPTION_DNS, true, DOCTOR},
    {"--send-test", OPTION_SEND_TEST, true, DOCTOR},
};

const char *options_program(const struct options *options) {
    return options->tool == OPTIONS_SEND ? "smtp-send" : "smtp-doctor";
}

/* How much of an argument is the option's name: "--opt=value" has one, "-f=value" has not. */
static size_t name_length(const char *argument) {
    return strncmp(argument, "--", 2) == 0 ? strcspn(argument, "=") : strlen(argument);
}

static const struct known *find(enum options_tool tool, const char *argument) {
    size_t length = name_length(argument);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if ((table[i].tools & (1U << tool)) != 0 && strlen(table[i].name) == length &&
            memcmp(table[i].name, argument, length) == 0) {
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
    const struct known *known = find(options->tool, argument);
    if (known == NULL) {
        char detail[64];
        (void)snprintf(detail, sizeof detail, "unknown option; %s --help lists all", options_program(options));
        wrong(problem, argument, detail);
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

bool options_parse(struct options *options, enum options_tool tool, int argc, char **argv, struct problem *problem) {
    const smtp_platform *platform = smtp_platform_posix();
    options->tool = tool;
    options->begun_ms = platform->monotonic_ms(platform->context);
    options->count = 0;
    options->list = calloc((size_t)argc + OPTIONS_DEFAULTS, sizeof *options->list);
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
            add(options, OPTION_ARGUMENT, argv[i++]);
        }
    }
    return problem->result == SMTP_OK;
}

void options_default(struct options *options, enum option option, const char *value) {
    if (!options_has(options, option)) {
        add(options, option, value);
    }
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
