/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum kind { STRING, PORT, NUMBER, ON, OFF };

struct option {
    const char *name;
    enum kind kind;
    void *value;
};

static const char help[] =
    "Usage: smarthost --directory DIR [options]\n"
    "A mail submission server on loopback for trying and testing mail clients. It keeps every mail and relays none.\n"
    "\n"
    "  --directory DIR       where everything is written: DIR/mail/{new,cur,tmp} is a maildir, DIR/mail/envelope/NAME\n"
    "                        tells sender and recipients of DIR/mail/new/NAME, DIR/ca.pem is the CA to trust\n"
    "  --listen ADDRESS      127.0.0.1 (the default), another of 127.0.0.0/8, or ::1\n"
    "  --port N              port with STARTTLS; 0, the default: any free one\n"
    "  --tls-port N          port with TLS from the first byte; 0, the default: any free one\n"
    "  --user NAME           who must log in before MAIL; without it nobody needs to\n"
    "  --password-file FILE  the password is the first line of FILE; default: $SMARTHOST_PASSWORD\n"
    "  --certificate FILE    the server's certificate chain and\n"
    "  --key FILE            its key, both PEM; default: made anew for localhost, 127.0.0.1 and ::1 with a CA\n"
    "  --max-size BYTES      largest mail, 0: no limit; default 104857600\n"
    "  --timeout SECONDS     patience with a silent client; default 300\n"
    "  --once N              exit after N mails\n"
    "  --no-pipelining       do not offer PIPELINING, and end the connection if a client does it all the same\n"
    "  --no-starttls         do not offer STARTTLS\n"
    "  --plaintext-auth      allow AUTH and MAIL without TLS\n"
    "  --die-with-parent     exit when standard input ends\n"
    "  --help                this text\n"
    "\n"
    "When it listens it prints one line:\n"
    "  ready: smtp 127.0.0.1:PORT smtps 127.0.0.1:PORT ca DIR/ca.pem\n"
    "Recipients to try a client with, at any domain: nobody (550 5.1.1), later (451 4.3.0), full (452 4.2.2),\n"
    "long (550 5.1.1 in five lines). All others are accepted.\n"
    "SIGTERM and SIGINT end it; a mail that is half received is then dropped.\n";

void options_help(void) {
    fputs(help, stdout);
}

static bool read_number(const char *text, uint64_t most, uint64_t *number) {
    if (*text < '0' || *text > '9') {
        return false;
    }
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    *number = value;
    return errno == 0 && *end == '\0' && value <= most;
}

static bool set_value(const struct option *option, const char *text) {
    uint64_t number = 0;
    switch (option->kind) {
    case STRING:
        *(const char **)option->value = text;
        return *text != '\0';
    case PORT:
        if (!read_number(text, UINT16_MAX, &number)) {
            return false;
        }
        *(uint16_t *)option->value = (uint16_t)number;
        return true;
    case NUMBER:
        return read_number(text, INT64_MAX, option->value);
    default:
        *(bool *)option->value = option->kind == ON;
        return true;
    }
}

static const struct option *find(const struct option *table, const char *name) {
    for (; table->name != NULL; table++) {
        if (strcmp(table->name, name) == 0) {
            return table;
        }
    }
    return NULL;
}

static int complain(const char *what, const char *text) {
    fprintf(stderr, "smarthost: %s%s; see --help\n", what, text);
    return EX_USAGE;
}

static int read_arguments(const struct option *table, int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const struct option *option = find(table, argv[i]);
        if (option == NULL) {
            return complain("unknown option ", argv[i]);
        }
        bool is_switch = option->kind == ON || option->kind == OFF;
        if (!is_switch && i + 1 == argc) {
            return complain("a value is missing after ", argv[i]);
        }
        if (!set_value(option, is_switch ? "" : argv[++i])) {
            return complain("not a value for ", option->name);
        }
    }
    return 0;
}

static int take_password(struct options *options, const char *password, size_t length) {
    if (length == 0 || length > PASSWORD_MAX) {
        return complain("--user needs a password of 1 to 255 bytes, in --password-file or $SMARTHOST_PASSWORD", "");
    }
    memcpy(options->password, password, length);
    options->password[length] = '\0';
    return 0;
}

static int read_password_file(struct options *options) {
    FILE *file = fopen(options->password_file, "r");
    if (file == NULL) {
        fprintf(stderr, "smarthost: %s: %s\n", options->password_file, strerror(errno));
        return EX_NOINPUT;
    }
    char line[PASSWORD_MAX + 3] = "";
    const char *read = fgets(line, sizeof line, file);
    fclose(file);
    return take_password(options, line, read == NULL ? 0 : strcspn(line, "\r\n"));
}

static int read_password(struct options *options) {
    if (options->user == NULL) {
        return 0;
    }
    if (options->password_file != NULL) {
        return read_password_file(options);
    }
    const char *password = getenv("SMARTHOST_PASSWORD");
    return take_password(options, password == NULL ? "" : password, password == NULL ? 0 : strlen(password));
}

static int check(const struct options *options) {
    if (options->directory == NULL) {
        return complain("--directory is missing", "");
    }
    if ((options->certificate == NULL) != (options->key == NULL)) {
        return complain("--certificate and --key belong together", "");
    }
    if (options->timeout_s == 0 || options->timeout_s > 86400) {
        return complain("--timeout is 1 to 86400 seconds", "");
    }
    return 0;
}

static int read_and_check(struct options *options, int argc, char **argv) {
    const struct option table[] = {
        {"--directory", STRING, &options->directory},
        {"--listen", STRING, &options->address},
        {"--port", PORT, &options->port},
        {"--tls-port", PORT, &options->tls_port},
        {"--user", STRING, &options->user},
        {"--password-file", STRING, &options->password_file},
        {"--certificate", STRING, &options->certificate},
        {"--key", STRING, &options->key},
        {"--max-size", NUMBER, &options->max_size},
        {"--timeout", NUMBER, &options->timeout_s},
        {"--once", NUMBER, &options->once},
        {"--no-pipelining", OFF, &options->pipelining},
        {"--no-starttls", OFF, &options->starttls},
        {"--plaintext-auth", ON, &options->plaintext_auth},
        {"--die-with-parent", ON, &options->die_with_parent},
        {"--help", ON, &options->help},
        {NULL, ON, NULL},
    };
    int status = read_arguments(table, argc, argv);
    if (status != 0 || options->help) {
        return status;
    }
    status = check(options);
    return status != 0 ? status : read_password(options);
}

int options_read(struct options *options, int argc, char **argv) {
    *options = (struct options){
        .address = "127.0.0.1", .max_size = 104857600, .timeout_s = 300, .pipelining = true, .starttls = true};
    return read_and_check(options, argc, argv);
}
