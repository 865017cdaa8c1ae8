/* SPDX-License-Identifier: MIT */
/* connect.c - from no connection to a session over an open transport. */
#include "client.h"

#include <smtp/mailbox.h>
#include <string.h>

_Static_assert(SMTP_CFG_SEND_BUFFER >= 64 && SMTP_CFG_SEND_BUFFER <= 1 << 20, "SMTP_CFG_SEND_BUFFER: 64..1 MiB");
_Static_assert(SMTP_CFG_REPLY_TEXT >= 64 && SMTP_CFG_REPLY_TEXT <= 65535, "SMTP_CFG_REPLY_TEXT: 64..65535");
_Static_assert(SMTP_CFG_RECEIVE_BUFFER >= 64 && SMTP_CFG_RECEIVE_BUFFER <= 65536, "SMTP_CFG_RECEIVE_BUFFER: 64..65536");

static struct smtp__setting dial_host(const struct smtp_client *client) {
    return client->settings.connect_host.data != NULL ? client->settings.connect_host : client->settings.host;
}

static uint16_t dial_port(const struct smtp_client *client) {
    return client->settings.connect_host.data != NULL ? client->settings.connect_port : client->settings.port;
}

/* Another transport, which knows nothing of the settings before. */
static smtp_result renew_transport(struct smtp_client *client) {
    smtp_transport fresh;
    smtp_result result = smtp__client_new_transport(client->platform, &fresh);
    if (result == SMTP_OK) {
        smtp__client_release_transport(&client->transport);
        client->transport = fresh;
        client->transport_is_stale = false;
    }
    return result;
}

void smtp__connect_start(struct smtp_client *client) {
    smtp__client_drop(client);
    smtp__server_forget(client);
    client->connection.is_opening = true;
    client->progress_ms = smtp__client_now(client);
    smtp__client_trace(client, "connecting to ", dial_host(client).data);
}

/* The machine's own name where it is one that a server can look up (RFC 5321 s4.1.4), else an address literal. */
static struct smtp__text helo_name(struct smtp_client *client) {
    const smtp_platform *platform = client->platform;
    char *name = client->default_helo;
    size_t size = sizeof client->default_helo;
    if (client->settings.helo.data != NULL) {
        return smtp__text_from(client->settings.helo.data, client->settings.helo.length);
    }
    if (platform->host_name == NULL || platform->host_name(platform->context, name, size) != SMTP_OK ||
        memchr(name, '\0', size) == NULL || strchr(name, '.') == NULL ||
        smtp_helo_name_check(name, SMTP_Z) != SMTP_OK) {
        return smtp__text_from("[127.0.0.1]", SMTP_Z);
    }
    return smtp__text_from(name, SMTP_Z);
}

/* A platform of a caller that was built before they were a part of it has none. */
static smtp_result set_digests(const struct smtp_client *client, smtp_session *session) {
    const smtp_platform *platform = client->platform;
    if (platform->struct_size < sizeof *platform || platform->digests == NULL) {
        return SMTP_OK;
    }
    return smtp_session_set_digests(session, platform->digests, platform->random, platform->context);
}

static int32_t level(const struct smtp_client *client) {
    return client->is_cautious ? SMTP_PIPELINING_WITHIN_MAIL : client->settings.pipelining;
}

/* REQUIRETLS from a server that nobody verified is worth nothing (RFC 8689 s2). */
static uint32_t extensions(const struct smtp__settings *settings) {
    bool is_verified = settings->verify || settings->has_pin;
    return is_verified ? settings->extensions : settings->extensions & ~(uint32_t)SMTP_EXT_REQUIRETLS;
}

static smtp_result configure(struct smtp_client *client, smtp_session *session) {
    const struct smtp__settings *settings = &client->settings;
    struct smtp__text helo = helo_name(client);
    smtp_result results[] = {
        smtp_session_set_security(session, settings->security),
        smtp_session_set_helo(session, helo.data, helo.length),
        smtp_session_set_mechanisms(session, settings->mechanisms),
        smtp_session_set_plaintext_auth(session, settings->plaintext_auth),
        smtp_session_set_pipelining(session, level(client)),
        smtp_session_set_protocol(session, settings->protocol),
        smtp_session_set_chunking(session, settings->chunking),
        smtp_session_set_all_or_nothing(session, settings->all_or_nothing),
        smtp_session_set_extensions(session, extensions(settings)),
        set_digests(client, session),
        smtp_session_set_auth_fallback(session, settings->auth_fallback),
    };
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        if (results[i] != SMTP_OK) {
            return results[i];
        }
    }
    smtp_session_set_trace(session, client->trace, client->trace_context);
    return smtp__credentials_give(client, session);
}

static smtp_result make_session(struct smtp_client *client) {
    smtp_session *session;
    smtp_result result =
        smtp_session_new(client->platform->allocator, SMTP_CFG_SEND_BUFFER, SMTP_CFG_REPLY_TEXT, &session);
    if (result != SMTP_OK) {
        return result;
    }
    result = configure(client, session);
    if (result != SMTP_OK) {
        smtp_session_free(session);
        return result;
    }
    client->connection.session = session;
    client->connection.is_opening = false;
    return SMTP_OK;
}

smtp_result smtp__connect_step(struct smtp_client *client) {
    if (client->transport_is_stale) {
        smtp_result renewed = renew_transport(client);
        if (renewed != SMTP_OK) {
            return renewed;
        }
    }
    client->transport_is_used = true;
    smtp_result result =
        client->transport.ops->open(client->transport.context, dial_host(client).data, dial_port(client));
    switch (result) {
    case SMTP_OK:
        client->progress_ms = smtp__client_now(client);
        return make_session(client);
    case SMTP_E_WANT_READ:
        client->connection.waits = SMTP_WAIT_READ;
        return SMTP_PENDING;
    case SMTP_E_WANT_WRITE:
        client->connection.waits = SMTP_WAIT_WRITE;
        return SMTP_PENDING;
    default:
        return result < 0 ? result : SMTP_E_CONNECT;
    }
}

bool smtp__connect_next_address(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    if (ops->retry == NULL || ops->retry(client->transport.context) != SMTP_OK) {
        return false;
    }
    smtp_session_free(client->connection.session);
    memset(&client->connection, 0, sizeof client->connection);
    smtp__credentials_forget(client);
    smtp__server_forget(client);
    client->connection.is_opening = true;
    client->progress_ms = smtp__client_now(client);
    smtp__client_trace(client, "trying the next address of ", dial_host(client).data);
    return true;
}

const smtp_tls_settings *smtp__connect_tls(struct smtp_client *client) {
    const struct smtp__settings *settings = &client->settings;
    bool has_own_trust =
        settings->ca_file.data != NULL || settings->ca_directory.data != NULL || settings->ca_data.data != NULL;
    smtp_tls_settings tls = {
        .struct_size = sizeof tls,
        .server_name = settings->tls_name.data != NULL ? settings->tls_name.data : settings->host.data,
        .ca_file = settings->ca_file.data,
        .ca_directory = settings->ca_directory.data,
        .ca_data = settings->ca_data.data,
        .ca_data_length = settings->ca_data.length,
        .use_system_store = !has_own_trust,
        .client_certificate_file = settings->client_certificate.data,
        .client_key_file = settings->client_key.data,
        .pin = settings->has_pin ? settings->pin : NULL,
        .verify = settings->verify,
    };
    client->tls = tls;
    return &client->tls;
}
