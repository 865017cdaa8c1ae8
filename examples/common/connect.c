/* SPDX-License-Identifier: MIT */
#include "common/connect.h"

#include <stdbool.h>
#include <string.h>

/* One to five digits, 1 to 65535; 0 if it is not that. */
static uint16_t port_of(const char *digits, size_t length) {
    uint32_t port = 0;
    if (length < 1 || length > 5) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return 0;
        }
        port = port * 10 + (uint32_t)(digits[i] - '0');
    }
    return port <= UINT16_MAX ? (uint16_t)port : 0;
}

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
