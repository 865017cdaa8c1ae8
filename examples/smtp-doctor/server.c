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

/* Where the host ends: at "]", or at the only colon. NULL: a bracket that is not closed. */
static const char *end_of_host(const char *text, size_t length) {
    const char *end = text + length;
    if (length > 0 && text[0] == '[') {
        return memchr(text, ']', length);
    }
    const char *colon = memchr(text, ':', length);
    return colon == NULL || memchr(colon + 1, ':', (size_t)(end - colon - 1)) != NULL ? end : colon;
}

/* A name may be a mail domain; an address cannot. */
static bool is_name(const char *host) {
    return strchr(host, ':') == NULL && host[strspn(host, "0123456789.")] != '\0';
}

/* host, host:port, [IPv6], [IPv6]:port, or an IPv6 address as it is. */
static smtp_result read_authority(struct server *server, const char *text, size_t length) {
    const char *end = text + length;
    const char *host_end = end_of_host(text, length);
    const char *host = length > 0 && text[0] == '[' ? text + 1 : text;
    if (host_end == NULL || host_end == host || host_end - host >= SERVER_HOST) {
        return SMTP_E_HOST;
    }
    memcpy(server->host, host, (size_t)(host_end - host));
    const char *rest = *text == '[' ? host_end + 1 : host_end;
    int32_t port = 0;
    if (rest == end) {
        server->is_bare = is_name(server->host);
        return SMTP_OK;
    }
    if (*rest != ':' || !number_read(rest + 1, (size_t)(end - rest - 1), 1, UINT16_MAX, &port)) {
        return SMTP_E_PORT;
    }
    server->port = (uint16_t)port;
    return SMTP_OK;
}

smtp_result server_read(struct server *server, const char *text) {
    const char *separator = strstr(text, "://");
    size_t length = strlen(text);
    *server = (struct server){.security = SECURITY_UNSAID};
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
