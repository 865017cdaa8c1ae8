/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "connection.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_MAX = 1000, DRAIN_MS = 1000, DRAINS = 64 };

static ssize_t receive(struct connection *connection) {
    if (connection->tls != NULL) {
        return tls_receive(connection->tls, connection->in, sizeof connection->in);
    }
    return socket_receive(&connection->peer, connection->in, sizeof connection->in);
}

static ssize_t transmit(struct connection *connection, const char *data, size_t length) {
    if (connection->tls != NULL) {
        return tls_send(connection->tls, data, length);
    }
    return socket_send(&connection->peer, data, length);
}

void connection_flush(struct connection *connection) {
    size_t sent = 0;
    while (sent < connection->out_used && !connection->broken) {
        ssize_t count = transmit(connection, connection->out + sent, connection->out_used - sent);
        connection->broken = count <= 0;
        sent += count > 0 ? (size_t)count : 0;
    }
    connection->out_used = 0;
}

void connection_reply(struct connection *connection, const char *format, ...) {
    if (sizeof connection->out - connection->out_used <= REPLY_MAX) {
        connection_flush(connection);
    }
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(connection->out + connection->out_used, REPLY_MAX + 1, format, arguments);
    va_end(arguments);
    connection->broken |= length < 0 || length > REPLY_MAX;
    connection->out_used += connection->broken ? 0 : (size_t)length;
}

size_t connection_fill(struct connection *connection, const char **data) {
    if (connection->in_at == connection->in_end) {
        connection_flush(connection);
        ssize_t count = connection->broken ? -1 : receive(connection);
        connection->broken |= count <= 0;
        connection->in_at = 0;
        connection->in_end = count > 0 ? (size_t)count : 0;
    }
    *data = connection->in + connection->in_at;
    return connection->in_end - connection->in_at;
}

void connection_used(struct connection *connection, size_t count) {
    connection->in_at += count;
}

bool connection_is_ahead(const struct connection *connection) {
    return connection->in_at < connection->in_end || (connection->tls == NULL && socket_has_input(&connection->peer));
}

/* Is this a line with CRLF at its end and no other CR, LF or NUL? */
static bool is_well_formed(const char *line, size_t length) {
    return length >= 2 && line[length - 2] == '\r' && memchr(line, '\r', length - 2) == NULL &&
           memchr(line, '\0', length) == NULL;
}

enum line_result connection_line(struct connection *connection, char *line, size_t size, size_t *length) {
    size_t used = 0;
    bool too_long = false;
    for (const char *data;;) {
        size_t count = connection_fill(connection, &data);
        if (count == 0) {
            return LINE_NONE;
        }
        const char *end = memchr(data, '\n', count);
        count = end != NULL ? (size_t)(end - data) + 1 : count;
        too_long |= count > size - used;
        if (!too_long) {
            memcpy(line + used, data, count);
            used += count;
        }
        connection_used(connection, count);
        if (end != NULL) {
            break;
        }
    }
    if (too_long || !is_well_formed(line, used)) {
        return too_long ? LINE_TOO_LONG : LINE_MALFORMED;
    }
    *length = used - 2;
    line[*length] = '\0';
    return LINE_WHOLE;
}

bool connection_start_tls(struct connection *connection, const char *certificate, const char *key) {
    connection_flush(connection);
    connection->in_at = connection->in_end = 0;
    connection->tls = connection->broken ? NULL : tls_accept(&connection->peer, certificate, key);
    connection->broken |= connection->tls == NULL;
    return !connection->broken;
}

/* Closing with unread bytes would reset the connection and could take the last reply with it. */
static void drain(struct connection *connection) {
    connection->peer.timeout_ms = DRAIN_MS;
    for (int i = 0; i < DRAINS && socket_receive(&connection->peer, connection->in, sizeof connection->in) > 0; i++) {
    }
}

void connection_close(struct connection *connection) {
    connection_flush(connection);
    if (connection->broken) {
        connection->peer.timeout_ms = 0;
    }
    tls_close(connection->tls);
    connection->tls = NULL;
    if (shutdown(connection->peer.fd, SHUT_WR) == 0 && !connection->broken) {
        drain(connection);
    }
    close(connection->peer.fd);
}
