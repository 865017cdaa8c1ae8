/* SPDX-License-Identifier: MIT */
#include "url.h"

#include "base/ascii.h"
#include "codec/utf8.h"
#include <smtp/session.h>
#include <string.h>

enum { HOST_MAX = 253, LABEL_MAX = 63, PORT_MAX = 65535 };

static bool is_label(struct smtp__text label) {
    if (label.length == 0 || label.length > LABEL_MAX || label.data[0] == '-' || label.data[label.length - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < label.length; i++) {
        if (!smtp__ascii_is_alnum(label.data[i]) && label.data[i] != '-' && label.data[i] != '_') {
            return false;
        }
    }
    return true;
}

/* Labels with a dot between two; one dot may end the name. IPv4 addresses have the same shape. */
static bool is_name(struct smtp__text host) {
    if (host.length > 1 && host.data[host.length - 1] == '.') {
        host.length--;
    }
    size_t start = 0;
    for (size_t i = 0; i <= host.length; i++) {
        if (i == host.length || host.data[i] == '.') {
            struct smtp__text label = {host.data + start, i - start};
            if (!is_label(label)) {
                return false;
            }
            start = i + 1;
        }
    }
    return host.length <= HOST_MAX;
}

static bool is_ipv6_character(char c) {
    return smtp__ascii_hex(c) >= 0 || c == ':' || c == '.';
}

/* Only its alphabet: the resolver knows the rest. A zone ("%eth0") may follow. */
static bool is_ipv6(struct smtp__text host) {
    bool has_colon = false;
    bool in_zone = false;
    for (size_t i = 0; i < host.length; i++) {
        char c = host.data[i];
        in_zone = in_zone || (c == '%' && i > 0);
        has_colon = has_colon || c == ':';
        bool is_zone_character = c == '%' || smtp__ascii_is_alnum(c);
        if (in_zone ? !is_zone_character : !is_ipv6_character(c)) {
            return false;
        }
    }
    return has_colon && host.length <= LABEL_MAX;
}

_Static_assert(HOST_MAX + 1 <= SMTP__DOMAIN_MAX, "a name with a dot at its end does not fit");

smtp_result smtp__host_read(struct smtp__text text, struct smtp__host *host) {
    if (!smtp__utf8_is_ascii(text.data, text.length)) {
        smtp_result result = smtp__domain_to_ascii(text, host->name, sizeof host->name, &host->length);
        if (result != SMTP_OK) {
            return result == SMTP_E_NO_MEMORY ? result : SMTP_E_HOST;
        }
        text = (struct smtp__text){host->name, host->length};
    }
    if (text.length == 0 || (!is_name(text) && !is_ipv6(text))) {
        return SMTP_E_HOST;
    }
    memmove(host->name, text.data, text.length);
    host->length = text.length;
    return SMTP_OK;
}

uint16_t smtp__usual_port(int32_t security, int32_t protocol) {
    if (protocol == SMTP_PROTOCOL_LMTP) {
        return 24;
    }
    switch (security) {
    case SMTP_SECURITY_IMPLICIT_TLS:
        return 465;
    case SMTP_SECURITY_STARTTLS_REQUIRED:
        return 587;
    default:
        return 25;
    }
}

static smtp_result read_scheme(struct smtp__text scheme, struct smtp__url *url) {
    static const struct {
        const char *name;
        int32_t security;
        int32_t protocol;
    } schemes[] = {{"smtps", SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_SMTP},
                   {"smtp", SMTP_SECURITY_STARTTLS_REQUIRED, SMTP_PROTOCOL_SMTP},
                   {"smtp+plain", SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_SMTP},
                   {"lmtps", SMTP_SECURITY_IMPLICIT_TLS, SMTP_PROTOCOL_LMTP},
                   {"lmtp", SMTP_SECURITY_CLEAR, SMTP_PROTOCOL_LMTP}};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (smtp__text_is(scheme, schemes[i].name)) {
            url->security = schemes[i].security;
            url->protocol = schemes[i].protocol;
            return SMTP_OK;
        }
    }
    return SMTP_E_SCHEME;
}

/* Takes what stands before the first `end`, or all; the separator is not taken. */
static struct smtp__text until(struct smtp__text *rest, char end) {
    const char *at = rest->length > 0 ? memchr(rest->data, end, rest->length) : NULL;
    struct smtp__text head = {rest->data, at == NULL ? rest->length : (size_t)(at - rest->data)};
    smtp__text_skip(rest, head.length);
    return head;
}

static smtp_result read_host(struct smtp__text *rest, struct smtp__url *url) {
    if (rest->length > 0 && rest->data[0] == '[') {
        smtp__text_skip(rest, 1);
        url->host = until(rest, ']');
        if (rest->length == 0 || !is_ipv6(url->host)) {
            return SMTP_E_HOST;
        }
        smtp__text_skip(rest, 1);
        return SMTP_OK;
    }
    struct smtp__host name;
    url->host = until(rest, ':');
    return smtp__host_read(url->host, &name);
}

static smtp_result read_port(struct smtp__text rest, struct smtp__url *url) {
    unsigned long long port;
    if (rest.length == 0) {
        url->port = smtp__usual_port(url->security, url->protocol);
        return SMTP_OK;
    }
    if (rest.data[0] != ':') {
        return SMTP_E_HOST;
    }
    smtp__text_skip(&rest, 1);
    if (!smtp__ascii_number(rest.data, rest.length, PORT_MAX, &port) || port == 0) {
        return SMTP_E_PORT;
    }
    url->port = (uint16_t)port;
    return SMTP_OK;
}

/* One "/" may end the URL; a user, a path, a query or a fragment has no meaning here. */
static smtp_result read_authority(struct smtp__text rest, struct smtp__url *url) {
    if (rest.length > 0 && rest.data[rest.length - 1] == '/') {
        rest.length--;
    }
    for (size_t i = 0; i < rest.length; i++) {
        if (strchr("@/?#", rest.data[i]) != NULL) {
            return SMTP_E_URL;
        }
    }
    smtp_result result = read_host(&rest, url);
    return result == SMTP_OK ? read_port(rest, url) : result;
}

smtp_result smtp__url_read(struct smtp__text text, struct smtp__url *url) {
    static const char separator[] = "://";
    struct smtp__text rest = text;
    if (smtp__ascii_has_control(text.data, text.length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    struct smtp__text scheme = until(&rest, ':');
    if (scheme.length == 0 || rest.length < sizeof separator - 1 ||
        memcmp(rest.data, separator, sizeof separator - 1) != 0) {
        return SMTP_E_URL;
    }
    smtp__text_skip(&rest, sizeof separator - 1);
    smtp_result result = read_scheme(scheme, url);
    return result == SMTP_OK ? read_authority(rest, url) : result;
}
