/* SPDX-License-Identifier: MIT */
#include "common/connect.h"

#include "common/port.h"

#include <stdbool.h>
#include <string.h>

smtp_result connect_set(smtp_client *client, const char *text, size_t length) {
    const char *end = text + length;
    bool literal = text[0] == '[';
    const char *host = literal ? text + 1 : text;
    const char *host_end = memchr(text, literal ? ']' : ':', length);
    if (host_end == NULL) {
        return literal ? SMTP_E_HOST : SMTP_E_PORT;
    }
    const char *colon = literal ? host_end + 1 : host_end;
    if (host_end == host) {
        return SMTP_E_HOST;
    }
    uint16_t port = colon < end && *colon == ':' ? port_of(colon + 1, (size_t)(end - colon - 1)) : 0;
    return port == 0 ? SMTP_E_PORT : smtp_client_set_connect(client, host, (size_t)(host_end - host), port);
}
