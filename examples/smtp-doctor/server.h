/* SPDX-License-Identifier: MIT */
/* server.h - a server as it is written: a URL, host:port, or a name alone. */
#ifndef SERVER_H
#define SERVER_H

#include <smtp/smtp.h>
#include <stdbool.h>

enum { SERVER_HOST = 256, SECURITY_UNSAID = -1 };

struct server {
    char host[SERVER_HOST]; /* without brackets */
    uint16_t port;          /* 0: not said */
    int32_t security;       /* SMTP_SECURITY_*, SECURITY_UNSAID */
    int32_t protocol;       /* SMTP_PROTOCOL_* */
    bool is_bare;           /* a name and nothing else, which may be a mail domain */
};

/* SMTP_OK, SMTP_E_URL, SMTP_E_SCHEME, SMTP_E_HOST, SMTP_E_PORT, SMTP_E_CONTROL_CHARACTER. What the host is made of is
   looked at where a client gets it. */
smtp_result server_read(struct server *server, const char *text);

#endif
