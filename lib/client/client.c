/* SPDX-License-Identifier: MIT */
/* client.c - a client's life. */
#include "client.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/wipe.h"
#include <stddef.h>
#include <string.h>

static bool is_complete(const smtp_platform *platform) {
    return platform != NULL && platform->struct_size >= offsetof(smtp_platform, digests) &&
           smtp__allocator_is_whole(platform->allocator) && platform->transport_new != NULL &&
           platform->monotonic_ms != NULL && platform->random != NULL;
}

/* What came later may be missing. */
enum { LEAST_TRANSPORT = offsetof(smtp_transport_ops, channel_binding) };

static bool has_required(const smtp_transport_ops *ops) {
    return ops->struct_size >= LEAST_TRANSPORT && ops->open != NULL && ops->send != NULL && ops->recv != NULL &&
           ops->close != NULL;
}

void smtp__client_release_transport(const smtp_transport *transport) {
    if (transport->ops->release != NULL) {
        transport->ops->release(transport->context);
    }
}

smtp_result smtp__client_new_transport(const smtp_platform *platform, smtp_transport *transport) {
    transport->ops = NULL;
    smtp_result result = platform->transport_new(platform->context, platform->allocator, transport);
    if (result == SMTP_OK && (transport->ops == NULL || !has_required(transport->ops))) {
        result = SMTP_E_ARGUMENT;
        if (transport->ops != NULL && transport->ops->struct_size >= LEAST_TRANSPORT) {
            smtp__client_release_transport(transport);
        }
    }
    return result;
}

static smtp_result set_up(struct smtp_client *client) {
    smtp_result result = smtp__client_new_transport(client->platform, &client->transport);
    client->settings.verify = true;
    client->settings.security = SMTP_SECURITY_STARTTLS_REQUIRED;
    client->settings.mechanisms = smtp_mechanisms();
    client->settings.login = SMTP_CREDENTIALS_PASSWORD;
    client->settings.pipelining = SMTP_PIPELINING_WITHIN_MAIL;
    client->settings.extensions = smtp_extensions();
    atomic_init(&client->is_cancelled, false);
    smtp__report_init(&client->report, client->platform->allocator);
    return result;
}

smtp_result smtp_client_new(const smtp_platform *platform, smtp_client **client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *client = NULL;
    if (!is_complete(platform)) {
        return SMTP_E_ARGUMENT;
    }
    const smtp_allocator *allocator = platform->allocator;
    struct smtp_client *c = allocator->allocate(allocator->context, sizeof *c);
    if (c == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(c, 0, sizeof *c);
    c->platform = platform;
    smtp_result result = set_up(c);
    if (result != SMTP_OK) {
        allocator->release(allocator->context, c);
        return result;
    }
    *client = c;
    return SMTP_OK;
}

void smtp_client_free(smtp_client *client) {
    if (client == NULL) {
        return;
    }
    const smtp_allocator *allocator = client->platform->allocator;
    smtp__client_drop(client);
    smtp__client_release_transport(&client->transport);
    smtp__settings_clear(client);
    smtp__place_clear(client);
    smtp__server_forget(client);
    smtp_envelope_free(client->own_envelope);
    smtp__report_fini(&client->report);
    smtp__wipe(client, sizeof *client);
    allocator->release(allocator->context, client);
}

uint64_t smtp__client_now(const struct smtp_client *client) {
    return client->platform->monotonic_ms(client->platform->context);
}

void smtp__client_trace(const struct smtp_client *client, const char *remark, const char *detail) {
    char line[512];
    struct smtp__buffer text = {(uint8_t *)line, sizeof line, 0};
    if (client->trace != NULL && smtp__buffer_append_string(&text, remark)) {
        (void)smtp__buffer_append_string(&text, detail);
        client->trace(client->trace_context, '*', line, text.length);
    }
}

void smtp__client_drop(struct smtp_client *client) {
    smtp_session_free(client->connection.session);
    client->transport.ops->close(client->transport.context);
    memset(&client->connection, 0, sizeof client->connection);
    smtp__credentials_forget(client);
    smtp__wipe(client->receive_buffer, sizeof client->receive_buffer);
}

const smtp_report *smtp_client_report(const smtp_client *client) {
    return client == NULL ? NULL : &client->report;
}

void smtp_client_cancel(smtp_client *client) {
    if (client != NULL) {
        atomic_store(&client->is_cancelled, true);
    }
}
