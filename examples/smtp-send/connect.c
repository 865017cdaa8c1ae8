/* SPDX-License-Identifier: MIT */
#include "connect.h"

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
    const char *host = text;
    const char *host_end = memchr(text, ':', length);
    const char *colon = host_end;
    if (length > 0 && text[0] == '[') {
        host = text + 1;
        host_end = memchr(text, ']', length);
        colon = host_end != NULL ? host_end + 1 : NULL;
    }
    if (host_end == NULL || host_end == host) {
        return host_end == NULL && text[0] != '[' ? SMTP_E_PORT : SMTP_E_HOST;
    }
    const char *end = text + length;
    uint16_t port = colon < end && *colon == ':' ? port_of(colon + 1, (size_t)(end - colon - 1)) : 0;
    if (port == 0) {
        return SMTP_E_PORT;
    }
    return smtp_client_set_connect(client, host, (size_t)(host_end - host), port);
}
