/* SPDX-License-Identifier: MIT */
#include <smtp/provider.h>

#include "base/text.h"
#include "table.h"

static struct smtp__text text_at(uint16_t place) {
    return smtp__text_from(smtp__provider_text + place, SMTP_Z);
}

const smtp_provider *smtp_provider_next(const smtp_provider *provider) {
    size_t next = provider == NULL ? 0 : (size_t)(provider - smtp__providers) + 1;
    return next < smtp__provider_count ? &smtp__providers[next] : NULL;
}

const smtp_provider *smtp_provider_by_id(const char *id, size_t length) {
    struct smtp__text wanted = smtp__text_from(id, length);
    const smtp_provider *provider = smtp_provider_next(NULL);
    while (provider != NULL && !smtp__text_equal(text_at(provider->id), wanted)) {
        provider = smtp_provider_next(provider);
    }
    return provider;
}

/* "*.x.test" is each domain below x.test. */
static bool is_domain(struct smtp__text pattern, struct smtp__text domain) {
    if (pattern.data[0] == '*' && domain.length >= pattern.length) {
        smtp__text_skip(&pattern, 1);
        smtp__text_skip(&domain, domain.length - pattern.length);
    }
    return smtp__text_equal(pattern, domain);
}

static bool has_domain(const smtp_provider *provider, struct smtp__text domain) {
    struct smtp__text rest = text_at(provider->domains);
    struct smtp__text word;
    while (smtp__text_word(&rest, " ", &word)) {
        if (is_domain(word, domain)) {
            return true;
        }
    }
    return false;
}

const smtp_provider *smtp_provider_by_domain(const char *domain, size_t length) {
    struct smtp__text wanted = smtp__text_from(domain, length);
    const smtp_provider *provider = smtp_provider_next(NULL);
    while (provider != NULL && !has_domain(provider, wanted)) {
        provider = smtp_provider_next(provider);
    }
    return provider;
}

const smtp_provider *smtp_provider_by_address(const char *address, size_t length) {
    struct smtp__text text = smtp__text_from(address, length);
    size_t at = text.length;
    while (at > 0 && text.data[at - 1] != '@') {
        at--;
    }
    return at == 0 ? NULL : smtp_provider_by_domain(text.data + at, text.length - at);
}

/* The getters: NULL has what is not known of any. */

static const smtp_provider nobody = {0};

static const smtp_provider *known(const smtp_provider *provider) {
    return provider == NULL ? &nobody : provider;
}

static const char *string(uint16_t place) {
    return smtp__provider_text + place;
}

const char *smtp_provider_id(const smtp_provider *provider) {
    return string(known(provider)->id);
}

const char *smtp_provider_name(const smtp_provider *provider) {
    return string(known(provider)->name);
}

const char *smtp_provider_host(const smtp_provider *provider) {
    return string(known(provider)->host);
}

uint16_t smtp_provider_port(const smtp_provider *provider) {
    return provider == NULL ? 0 : smtp__provider_servers[provider->first_server].port;
}

int32_t smtp_provider_security(const smtp_provider *provider) {
    return provider == NULL ? 0 : smtp__provider_servers[provider->first_server].security;
}

int32_t smtp_provider_user_form(const smtp_provider *provider) {
    return known(provider)->user_form;
}

const char *smtp_provider_literal_user(const smtp_provider *provider) {
    return string(known(provider)->user);
}

uint32_t smtp_provider_secrets(const smtp_provider *provider) {
    return known(provider)->secrets;
}

uint32_t smtp_provider_mechanisms(const smtp_provider *provider) {
    return known(provider)->mechanisms;
}

uint32_t smtp_provider_size(const smtp_provider *provider) {
    return known(provider)->size;
}

uint32_t smtp_provider_recipients(const smtp_provider *provider) {
    return known(provider)->recipients;
}

uint32_t smtp_provider_per_connection(const smtp_provider *provider) {
    return known(provider)->per_connection;
}

uint32_t smtp_provider_per_day(const smtp_provider *provider) {
    return known(provider)->per_day;
}

uint32_t smtp_provider_parallel(const smtp_provider *provider) {
    return known(provider)->parallel;
}

uint32_t smtp_provider_quirks(const smtp_provider *provider) {
    return known(provider)->quirks;
}

const char *smtp_provider_headers(const smtp_provider *provider) {
    return string(known(provider)->headers);
}

const char *smtp_provider_domains(const smtp_provider *provider) {
    return string(known(provider)->domains);
}

const char *smtp_provider_checked(const smtp_provider *provider) {
    return string(known(provider)->checked);
}

const char *smtp_provider_help(const smtp_provider *provider) {
    return string(known(provider)->help);
}

int32_t smtp_provider_is_verified(const smtp_provider *provider, uint32_t values) {
    return values != 0 && (known(provider)->verified & values) == values;
}

size_t smtp_provider_alternative_count(const smtp_provider *provider) {
    return provider == NULL ? 0 : provider->server_count - 1U;
}

smtp_result smtp_provider_alternative(const smtp_provider *provider, size_t index, uint16_t *port, int32_t *security,
                                      int32_t *is_verified) {
    if (index >= smtp_provider_alternative_count(provider) || port == NULL || security == NULL || is_verified == NULL) {
        return SMTP_E_ARGUMENT;
    }
    const struct smtp__provider_server *server = &smtp__provider_servers[provider->first_server + 1U + index];
    *port = server->port;
    *security = server->security;
    *is_verified = server->is_verified;
    return SMTP_OK;
}
