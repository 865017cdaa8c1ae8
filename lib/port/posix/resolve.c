/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "resolve.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

/* The decimal digits of a port, at the end of `text`. */
static const char *port_text(uint16_t port, char text[6]) {
    size_t at = 5;
    text[at] = '\0';
    do {
        text[--at] = (char)('0' + port % 10);
        port /= 10;
    } while (port > 0);
    return text + at;
}

static smtp_result result_of(int error) {
    switch (error) {
    case EAI_AGAIN:
        return SMTP_E_RESOLVE_TRANSIENT;
    case EAI_MEMORY:
        return SMTP_E_NO_MEMORY;
    default:
        return SMTP_E_RESOLVE;
    }
}

static void describe(struct smtp__problem *problem, const char *host, int error) {
    int system_error = errno;
    smtp__problem_clear(problem);
    smtp__problem_quote(problem, host, strlen(host));
    smtp__problem_add(problem, ": ");
    if (error == EAI_SYSTEM) {
        smtp__problem_add_errno(problem, system_error);
    } else {
        smtp__problem_add(problem, gai_strerror(error));
    }
}

/* Without AI_ADDRCONFIG: it hides ::1 and 127.0.0.1 on a machine that has no other address, and an address that
   cannot be reached costs nothing but the next one. */
smtp_result smtp__resolve(const char *host, uint16_t port, struct addrinfo **list, struct smtp__problem *problem) {
    struct addrinfo hints;
    char digits[6];
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    *list = NULL;
    int error = getaddrinfo(host, port_text(port, digits), &hints, list);
    if (error != 0) {
        describe(problem, host, error);
        *list = NULL;
        return result_of(error);
    }
    return SMTP_OK;
}

void smtp__problem_add_address(struct smtp__problem *problem, const struct addrinfo *address) {
    char host[64];
    char port[8];
    if (getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) == 0) {
        smtp__problem_add(problem, host);
        smtp__problem_add(problem, " port ");
        smtp__problem_add(problem, port);
    }
}
