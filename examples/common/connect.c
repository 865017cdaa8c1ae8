/* SPDX-License-Identifier: MIT */
#include "common/connect.h"

#include "common/number.h"

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
    int32_t port = 0;
    if (colon >= end || *colon != ':' || !number_read(colon + 1, (size_t)(end - colon - 1), 1, UINT16_MAX, &port)) {
        return SMTP_E_PORT;
    }
    return smtp_client_set_connect(client, host, (size_t)(host_end - host), (uint16_t)port);
}
