/* SPDX-License-Identifier: MIT */
#include "known.h"

#include <string.h>
#include <strings.h>

/* The mail exchangers of providers who take domains of their customers: the end of the name tells. */
static const struct {
    const char *end;
    const char *id;
} exchangers[] = {
    {".google.com", "workspace"},   {".googlemail.com", "workspace"}, {".protection.outlook.com", "m365"},
    {".mx.microsoft", "m365"},      {".icloud.com", "icloud"},        {".messagingengine.com", "fastmail"},
    {".protonmail.ch", "proton"},   {".mailbox.org", "mailbox-org"},  {".kundenserver.de", "ionos"},
    {".ionos.de", "ionos"},         {".rzone.de", "strato"},          {".zoho.com", "zoho-com"},
    {".zoho.eu", "zoho-eu"},        {".zoho.in", "zoho-in"},          {".ispgateway.de", "df"},
    {".your-server.de", "hetzner"}, {".infomaniak.ch", "infomaniak"}, {".gandi.net", "gandi"},
    {".yandex.net", "yandex"},
};

static void add(struct known *known, uint16_t port, int32_t security) {
    if (known->port_count < KNOWN_PORTS) {
        known->ports[known->port_count++] = (struct known_port){port, security};
    }
}

static bool take(struct known *known, const smtp_provider *provider) {
    memset(known, 0, sizeof *known);
    if (provider == NULL) {
        return false;
    }
    known->id = smtp_provider_id(provider);
    known->name = smtp_provider_name(provider);
    known->host = smtp_provider_host(provider);
    known->help = smtp_provider_help(provider);
    known->literal_user = smtp_provider_literal_user(provider);
    known->user_form = smtp_provider_user_form(provider);
    known->is_verified = smtp_provider_is_verified(provider, SMTP_PROVIDER_VALUE_SERVER) != 0;
    add(known, smtp_provider_port(provider), smtp_provider_security(provider));
    for (size_t i = 0; i < smtp_provider_alternative_count(provider); i++) {
        uint16_t port = 0;
        int32_t security = 0;
        int32_t is_verified = 0;
        if (smtp_provider_alternative(provider, i, &port, &security, &is_verified) == SMTP_OK) {
            add(known, port, security);
        }
    }
    return true;
}

bool known_by_id(struct known *known, const char *id) {
    return take(known, smtp_provider_by_id(id, SMTP_Z));
}

bool known_by_domain(struct known *known, const char *domain) {
    return take(known, smtp_provider_by_domain(domain, SMTP_Z));
}

static bool has_port(const struct known *known, uint16_t port) {
    for (size_t i = 0; i < known->port_count; i++) {
        if (known->ports[i].port == port) {
            return true;
        }
    }
    return port == 0;
}

bool known_by_host(struct known *known, const char *host, uint16_t port) {
    const smtp_provider *provider = NULL;
    while ((provider = smtp_provider_next(provider)) != NULL) {
        if (strcasecmp(smtp_provider_host(provider), host) == 0 && take(known, provider) && known->is_verified &&
            has_port(known, port)) {
            return true;
        }
    }
    return take(known, NULL);
}

bool known_by_mx(struct known *known, const char *host) {
    size_t length = strlen(host);
    for (size_t i = 0; i < sizeof exchangers / sizeof exchangers[0]; i++) {
        size_t end = strlen(exchangers[i].end);
        if (length > end && strcasecmp(host + length - end, exchangers[i].end) == 0) {
            return known_by_id(known, exchangers[i].id);
        }
    }
    return take(known, NULL);
}
