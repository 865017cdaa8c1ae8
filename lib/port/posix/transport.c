/* SPDX-License-Identifier: MIT */
#include "transport.h"

#include "port/mbedtls/tls.h"
#include "tcp.h"

struct connection {
    smtp_allocator allocator;
    struct smtp__problem problem;
    struct smtp__tcp tcp;
    struct smtp__tls *tls; /* NULL until TLS is asked for */
    bool secure;           /* TLS was asked for on this connection: nothing more goes in clear, whatever came of it */
};

static smtp_result open_connection(void *context, const char *host, uint16_t port) {
    struct connection *c = context;
    return host == NULL || port == 0 ? SMTP_E_ARGUMENT : smtp__tcp_open(&c->tcp, host, port);
}

static void end_tls(struct connection *c) {
    if (smtp__tls_is_on(c->tls)) {
        smtp__tls_close(c->tls);
    }
    c->secure = false;
}

static smtp_result retry(void *context) {
    struct connection *c = context;
    end_tls(c);
    return smtp__tcp_retry(&c->tcp);
}

static ptrdiff_t send_bytes(void *context, const void *data, size_t length) {
    struct connection *c = context;
    return c->secure ? smtp__tls_send(c->tls, data, length) : smtp__tcp_send(&c->tcp, data, length);
}

static ptrdiff_t recv_bytes(void *context, void *buffer, size_t length) {
    struct connection *c = context;
    return c->secure ? smtp__tls_recv(c->tls, buffer, length) : smtp__tcp_recv(&c->tcp, buffer, length);
}

static smtp_result start_tls(void *context, const smtp_tls_settings *settings) {
    struct connection *c = context;
    if (!c->tcp.connected) {
        return SMTP_E_STATE;
    }
    c->secure = true;
    if (settings == NULL || settings->struct_size < sizeof *settings) {
        return SMTP_E_ARGUMENT;
    }
    if (c->tls == NULL) {
        c->tls = smtp__tls_new(&c->allocator, &c->tcp, &c->problem);
    }
    return c->tls == NULL ? SMTP_E_NO_MEMORY : smtp__tls_start(c->tls, settings);
}

static smtp_result wait_for(void *context, uint32_t events, uint32_t timeout_ms) {
    struct connection *c = context;
    if ((events & SMTP_WAIT_READ) != 0 && smtp__tls_is_on(c->tls) && smtp__tls_has_pending(c->tls)) {
        return SMTP_OK;
    }
    return smtp__tcp_wait(&c->tcp, events, timeout_ms);
}

static intptr_t descriptor(void *context) {
    const struct connection *c = context;
    return c->tcp.descriptor;
}

static const char *problem(void *context) {
    const struct connection *c = context;
    return c->problem.text;
}

static const char *tls_version(void *context) {
    const struct connection *c = context;
    return smtp__tls_is_on(c->tls) ? smtp__tls_version(c->tls) : "";
}

static smtp_result channel_binding(void *context, int32_t *kind, uint8_t *data, size_t *length) {
    struct connection *c = context;
    if (kind == NULL || data == NULL || length == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return smtp__tls_channel(c->tls, kind, data, length);
}

static smtp_result tls_peer(void *context, smtp_tls_peer *peer) {
    const struct connection *c = context;
    if (peer == NULL || peer->struct_size < sizeof *peer) {
        return SMTP_E_ARGUMENT;
    }
    return smtp__tls_peer(c->tls, peer);
}

static void close_connection(void *context) {
    struct connection *c = context;
    end_tls(c);
    smtp__tcp_close(&c->tcp);
}

static void release(void *context) {
    struct connection *c = context;
    smtp_allocator allocator = c->allocator;
    close_connection(c);
    smtp__tls_free(c->tls);
    allocator.release(allocator.context, c);
}

static const smtp_transport_ops ops = {
    .struct_size = sizeof ops,
    .open = open_connection,
    .retry = retry,
    .send = send_bytes,
    .recv = recv_bytes,
    .start_tls = start_tls,
    .wait = wait_for,
    .descriptor = descriptor,
    .problem = problem,
    .tls_version = tls_version,
    .close = close_connection,
    .release = release,
    .channel_binding = channel_binding,
    .tls_peer = tls_peer,
};

smtp_result smtp__transport_new(void *context, const smtp_allocator *allocator, smtp_transport *transport) {
    (void)context;
    struct connection *c = allocator->allocate(allocator->context, sizeof *c);
    if (c == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    c->allocator = *allocator;
    c->tls = NULL;
    c->secure = false;
    smtp__problem_clear(&c->problem);
    smtp__tcp_init(&c->tcp, &c->problem);
    transport->ops = &ops;
    transport->context = c;
    return SMTP_OK;
}
