/* SPDX-License-Identifier: MIT */
/* known.h - what the library's table of providers says. known.c asks it; without it (make PROVIDERS=no) no_known.c
   knows none. */
#ifndef KNOWN_H
#define KNOWN_H

#include <smtp/smtp.h>
#include <stdbool.h>

enum { KNOWN_PORTS = 10 };

struct known_port {
    uint16_t port;
    int32_t security; /* SMTP_SECURITY_* */
};

/* A provider; strings are static. */
struct known {
    const char *id; /* NULL: none */
    const char *name;
    const char *host;
    const char *help;
    const char *literal_user; /* "" where each has another user name */
    int32_t user_form;        /* SMTP_PROVIDER_USER_* */
    bool is_verified;         /* its server */
    struct known_port ports[KNOWN_PORTS];
    size_t port_count;
};

bool known_by_id(struct known *known, const char *id);
bool known_by_domain(struct known *known, const char *domain);

/* By its server, if that is verified; port 0: any. */
bool known_by_host(struct known *known, const char *host, uint16_t port);

/* By where a mail domain of somebody's own receives its mail. */
bool known_by_mx(struct known *known, const char *host);

#endif
