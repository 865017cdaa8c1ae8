/* SPDX-License-Identifier: MIT */
/* provider.c - the one place where a client knows of the table of providers. */
#include "client.h"

#include <smtp/provider.h>

/* A strict list only where a source confirms it; else all, so that nothing of another provider stays. */
static uint32_t allowed(const smtp_provider *provider) {
    if (!smtp_provider_is_verified(provider, SMTP_PROVIDER_VALUE_MECHANISMS)) {
        return smtp_mechanisms();
    }
    return smtp_provider_mechanisms(provider) & smtp_mechanisms();
}

smtp_result smtp_client_set_provider(smtp_client *client, const smtp_provider *provider) {
    if (client == NULL || provider == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->job != SMTP__JOB_NONE) {
        return SMTP_E_STATE;
    }
    uint32_t mechanisms = allowed(provider);
    if (mechanisms == 0) {
        return SMTP_E_MECHANISM;
    }
    smtp_result result = smtp_client_set_server(client, smtp_provider_host(provider), SMTP_Z,
                                                smtp_provider_port(provider), smtp_provider_security(provider));
    if (result == SMTP_OK) {
        client->settings.provider = smtp_provider_id(provider);
        result = smtp_client_set_mechanisms(client, mechanisms);
    }
    return result;
}
