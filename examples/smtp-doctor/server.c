/* SPDX-License-Identifier: MIT */
#include "server.h"

#include "common/number.h"

#include <string.h>
#include <strings.h>

/* The schemes of smtp_client_set_url; where TLS is not spoken no port is usual but one. */
static const struct scheme {
    const char *name;
    int32_t security;
    int32_t protocol;
    uint16_t port;
} schemes[] = {
    {"smtps", SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP, 0},
    {"smtp", SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP, 0},
    {"smtp+plain", SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_SMTP, 25},
    {"lmtps", SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_LMTP, 24},
    {"lmtp", SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_LMTP, 24},
};

static const struct scheme *find_scheme(const char *name, size_t length) {
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (strlen(schemes[i].name) == length && strncasecmp(schemes[i].name, name, length) == 0) {
            return &schemes[i];
        }
    }
    return NULL;
}

/* host, host:port, [IPv6], [IPv6]:port, or an IPv6 address as it is. */
static smtp_result read_authority(struct server *server, const char *text, size_t length) {
    bool literal = length > 0 && text[0] == '[';
    const char *end = literal ? memchr(text, ']', length) : memchr(text, ':', length);
    if (literal && end == NULL) {
        return SMTP_E_HOST;
    }
    const char *rest = end == NULL ? text + length : end + (literal ? 1 : 0);
    size_t rest_length = (size_t)(text + length - rest);
    if (!literal && rest_length > 1 && memchr(rest + 1, ':', rest_length - 1) != NULL) {
        rest_length = 0;
        end = text + length;
    }
    const char *host = literal ? text + 1 : text;
    size_t host_length = end == NULL ? length : (size_t)(end - host);
    if (host_length == 0 || host_length >= SERVER_HOST) {
        return SMTP_E_HOST;
    }
    memcpy(server->host, host, host_length);
    server->is_bare = !literal && rest_length == 0 && strspn(server->host, "0123456789.") < host_length &&
                      memchr(host, ':', host_length) == NULL;
    if (rest_length == 0) {
        return SMTP_OK;
    }
    int32_t port = 0;
    if (rest[0] != ':' || !number_read(rest + 1, rest_length - 1, 1, UINT16_MAX, &port)) {
        return SMTP_E_PORT;
    }
    server->port = (uint16_t)port;
    return SMTP_OK;
}

smtp_result server_read(struct server *server, const char *text) {
    const char *separator = strstr(text, "://");
    size_t length = strlen(text);
    *server = (struct server){.security = -1};
    if (separator == NULL) {
        return read_authority(server, text, length);
    }
    const struct scheme *scheme = find_scheme(text, (size_t)(separator - text));
    if (scheme == NULL) {
        return SMTP_E_SCHEME;
    }
    const char *authority = separator + 3;
    length = strlen(authority);
    if (length > 0 && authority[length - 1] == '/') {
        length--;
    }
    if (strcspn(authority, "/?#@") < length) {
        return SMTP_E_URL;
    }
    smtp_result result = read_authority(server, authority, length);
    server->is_bare = false;
    server->security = scheme->security;
    server->protocol = scheme->protocol;
    server->port = server->port > 0 ? server->port : scheme->port;
    return result;
}
