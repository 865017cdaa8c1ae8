/* SPDX-License-Identifier: MIT */
/* options.h - what the command line says. */
#ifndef SMARTHOST_OPTIONS_H
#define SMARTHOST_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { PASSWORD_MAX = 255 };

struct options {
    const char *directory;
    const char *address; /* a loopback address */
    uint16_t port;       /* 0: any free one */
    uint16_t tls_port;
    const char *user; /* NULL: mail is taken from everybody */
    const char *password_file;
    char password[PASSWORD_MAX + 1];
    const char *certificate; /* PEM; NULL with key: made at the start */
    const char *key;
    uint64_t max_size;  /* octets of a mail, 0: no limit */
    uint64_t once;      /* mails until the end, 0: no end */
    uint64_t timeout_s; /* of each wait for the client */
    bool pipelining;
    bool starttls;
    bool plaintext_auth;
    bool die_with_parent;
    bool help;
};

/* Reads the command line and the password. Returns 0 or an exit status of sysexits.h, the reason is on stderr. */
int options_read(struct options *options, int argc, char **argv);

/* Prints what --help shows. */
void options_help(void);

#endif
