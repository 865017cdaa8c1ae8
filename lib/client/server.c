/* SPDX-License-Identifier: MIT */
/* server.c - what a client can tell of the server, also when the connection has ended. */
#include "client.h"

#include <string.h>

static void forget_ehlo(struct smtp_client *client) {
    const smtp_allocator *allocator = client->platform->allocator;
    if (client->server.ehlo != NULL) {
        allocator->release(allocator->context, client->server.ehlo);
    }
    client->server.ehlo = NULL;
    smtp__capabilities_clear(&client->server.capabilities);
}

void smtp__server_forget(struct smtp_client *client) {
    forget_ehlo(client);
    client->server.has_peer = false;
}

/* Without memory for it the text is missing; that is no reason not to send. */
static void keep_ehlo(struct smtp_client *client, const smtp_event *event) {
    const smtp_allocator *allocator = client->platform->allocator;
    size_t length;
    const char *text = smtp_event_text(event, &length);
    client->server.ehlo = allocator->allocate(allocator->context, length + 1);
    if (client->server.ehlo != NULL) {
        memcpy(client->server.ehlo, text, length + 1);
    }
}

void smtp__server_note(struct smtp_client *client, const smtp_event *event) {
    int32_t kind = smtp_event_kind(event);
    if (kind != SMTP_EVENT_CAPABILITIES && kind != SMTP_EVENT_TLS) {
        return;
    }
    forget_ehlo(client);
    if (kind == SMTP_EVENT_CAPABILITIES && smtp_event_result(event) == SMTP_OK) {
        keep_ehlo(client, event);
        client->server.capabilities = *smtp_session_capabilities(client->connection.session);
    }
}

/* A table of an implementer who knew nothing of a member ends before it. */
#define HAS(ops, member)                                                                                               \
    ((ops)->struct_size >= offsetof(smtp_transport_ops, member) + sizeof(ops)->member && (ops)->member != NULL)

static void ask_who(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    smtp_tls_peer *peer = &client->server.peer;
    memset(peer, 0, sizeof *peer);
    peer->struct_size = sizeof *peer;
    client->server.has_peer = HAS(ops, tls_peer) && ops->tls_peer(client->transport.context, peer) == SMTP_OK;
}

/* Without it SCRAM does without its -PLUS forms. */
static void bind_channel(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    struct smtp__connection *connection = &client->connection;
    int32_t kind = 0;
    size_t length = 0;
    if (HAS(ops, channel_binding) &&
        ops->channel_binding(client->transport.context, &kind, connection->binding, &length) == SMTP_OK) {
        (void)smtp_session_set_channel_binding(connection->session, kind, connection->binding, length);
    }
}

void smtp__server_shook_hands(struct smtp_client *client, smtp_result result) {
    ask_who(client);
    if (result == SMTP_OK) {
        bind_channel(client);
    }
}

const smtp_capabilities *smtp_client_capabilities(const smtp_client *client) {
    return client == NULL ? NULL : &client->server.capabilities;
}

const char *smtp_client_ehlo(const smtp_client *client) {
    return client == NULL || client->server.ehlo == NULL ? "" : client->server.ehlo;
}

const smtp_tls_peer *smtp_client_tls_peer(const smtp_client *client) {
    return client == NULL || !client->server.has_peer ? NULL : &client->server.peer;
}
