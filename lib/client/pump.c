/* SPDX-License-Identifier: MIT */
/* pump.c - moves bytes between the session and the transport, one call at a time. */
#include "client.h"

static smtp_result wait_for(struct smtp_client *client, smtp_result blocked) {
    client->connection.waits |= blocked == SMTP_E_WANT_WRITE ? SMTP_WAIT_WRITE : SMTP_WAIT_READ;
    return SMTP_PENDING;
}

static bool would_block(ptrdiff_t result) {
    return result == SMTP_E_WANT_READ || result == SMTP_E_WANT_WRITE;
}

/* QUIT and all that comes after it have one stretch of time together. */
static void progress(struct smtp_client *client) {
    int32_t phase = smtp_session_phase(client->connection.session);
    if (phase != SMTP_PHASE_QUIT && phase != SMTP_PHASE_DONE) {
        client->progress_ms = smtp__client_now(client);
    }
}

/* A transport's answer that the contract does not have is a broken connection. */
static smtp_result as_error(ptrdiff_t result) {
    return result < 0 ? (smtp_result)result : SMTP_E_CONNECTION_LOST;
}

static smtp_result start_tls(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    if (client->connection.fed < client->connection.received) {
        return SMTP_E_BYTES_BEFORE_TLS;
    }
    if (ops->start_tls == NULL) {
        return SMTP_E_NO_TLS;
    }
    smtp_result result = ops->start_tls(client->transport.context, smtp__connect_tls(client));
    if (!would_block(result)) {
        smtp__server_shook_hands(client, result);
    }
    return result;
}

static smtp_result shake_hands(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    smtp_session *session = client->connection.session;
    smtp_result result = start_tls(client);
    if (would_block(result)) {
        return wait_for(client, result);
    }
    progress(client);
    if (result == SMTP_OK) {
        const char *version = ops->tls_version != NULL ? ops->tls_version(client->transport.context) : "TLS";
        smtp__client_trace(client, "encrypted: ", version);
        return smtp_session_tls_done(session);
    }
    return smtp_session_fail(session, as_error(result));
}

/* Sending may fail because the server has closed after a last word: that is read before the failure counts. */
static smtp_result send_some(struct smtp_client *client) {
    const uint8_t *data;
    size_t length;
    (void)smtp_session_pending(client->connection.session, &data, &length);
    if (length == 0) {
        return SMTP_OK;
    }
    ptrdiff_t sent = client->transport.ops->send(client->transport.context, data, length);
    if (would_block(sent)) {
        return wait_for(client, (smtp_result)sent);
    }
    if (sent <= 0 || (size_t)sent > length) {
        client->connection.send_error = as_error(sent < 0 ? sent : 0);
        return SMTP_OK;
    }
    progress(client);
    return smtp_session_sent(client->connection.session, (size_t)sent);
}

static smtp_result feed(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    uint32_t replies = smtp_session_replies(connection->session);
    size_t used = 0;
    smtp_result result = smtp_session_feed(connection->session, client->receive_buffer + connection->fed,
                                           connection->received - connection->fed, &used);
    connection->fed += used;
    if (smtp_session_replies(connection->session) != replies) {
        progress(client);
    }
    return result;
}

static smtp_result receive_some(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    ptrdiff_t n =
        client->transport.ops->recv(client->transport.context, client->receive_buffer, sizeof client->receive_buffer);
    if (would_block(n) && connection->send_error == SMTP_OK) {
        return wait_for(client, (smtp_result)n);
    }
    if (n <= 0 || (size_t)n > sizeof client->receive_buffer) {
        smtp_result error = connection->send_error != SMTP_OK ? connection->send_error : as_error(n < 0 ? n : 0);
        return smtp_session_fail(connection->session, error);
    }
    connection->received = (size_t)n;
    connection->fed = 0;
    return feed(client);
}

/*
 * What the server has already said is read first, all of it: a reply that was there before a command or the end of data
 * went out is no answer to it. SMTP_OK: something was read. SMTP_PENDING: there was nothing.
 */
static smtp_result receive_first(struct smtp_client *client) {
    smtp_result result = receive_some(client);
    if (result != SMTP_PENDING) {
        client->connection.waits = 0;
    }
    return result;
}

static smtp_result converse(struct smtp_client *client, bool wants_to_send) {
    struct smtp__connection *connection = &client->connection;
    smtp_result result = receive_first(client);
    if (result != SMTP_PENDING || !wants_to_send) {
        return result;
    }
    uint32_t waits = connection->waits;
    connection->waits = 0;
    result = send_some(client);
    if (result == SMTP_PENDING) {
        connection->waits |= waits;
    }
    return result;
}

smtp_result smtp__pump(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    uint32_t wants = smtp_session_wants(connection->session);
    connection->waits = 0;
    if ((wants & SMTP_WANT_CLOSE) != 0) {
        return SMTP_E_END_OF_STREAM;
    }
    if (connection->fed < connection->received && (wants & SMTP_WANT_RECEIVE) != 0) {
        return feed(client);
    }
    if ((wants & SMTP_WANT_TLS) != 0) {
        return shake_hands(client);
    }
    return converse(client, (wants & SMTP_WANT_SEND) != 0 && connection->send_error == SMTP_OK);
}
