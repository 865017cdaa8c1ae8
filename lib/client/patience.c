/* SPDX-License-Identifier: MIT */
/* patience.c - how long a client waits. */
#include "client.h"

enum {
    CONNECT_MS = 30000, /* for one address, and for a handshake */
    NOBODY_MS = 10000,  /* for a greeting where none is to be expected */
    QUIT_MS = 2000      /* an answer to QUIT is worth no more */
};

enum { SUBMISSIONS_PORT = 465 };

int32_t smtp__client_phase(const struct smtp_client *client) {
    return client->connection.session == NULL ? SMTP_PHASE_CONNECT : smtp_session_phase(client->connection.session);
}

/* What is left to do is QUIT and closing. */
static bool is_parting(const struct smtp_client *client) {
    int32_t phase = smtp__client_phase(client);
    return phase == SMTP_PHASE_QUIT || phase == SMTP_PHASE_DONE;
}

/* A port for TLS from the first byte (RFC 8314 s7.3) that was not taken for one: both sides wait for the other. */
static bool is_silent_port(const struct smtp_client *client, int32_t phase) {
    const struct smtp__settings *settings = &client->settings;
    uint16_t port = settings->connect_port != 0 ? settings->connect_port : settings->port;
    return phase == SMTP_PHASE_GREETING && port == SUBMISSIONS_PORT && settings->security != SMTP_SECURITY_IMPLICIT_TLS;
}

static uint32_t step_limit(const struct smtp_client *client) {
    int32_t phase = smtp__client_phase(client);
    uint32_t limit = client->settings.timeout_ms;
    if (limit == 0 && (phase == SMTP_PHASE_CONNECT || phase == SMTP_PHASE_TLS)) {
        limit = CONNECT_MS;
    } else if (limit == 0 && is_silent_port(client, phase)) {
        limit = NOBODY_MS;
    } else if (limit == 0) {
        limit = smtp_session_patience_ms(client->connection.session);
    }
    return is_parting(client) && limit > QUIT_MS ? QUIT_MS : limit;
}

static uint32_t left(uint64_t since, uint32_t limit, uint64_t now) {
    uint64_t passed = now - since;
    return passed >= limit ? 0 : (uint32_t)(limit - passed);
}

uint32_t smtp__client_time_left(const struct smtp_client *client) {
    uint64_t now = smtp__client_now(client);
    uint32_t time = left(client->progress_ms, step_limit(client), now);
    if (client->settings.deadline_ms > 0) {
        uint32_t whole = left(client->started_ms, client->settings.deadline_ms, now);
        time = whole < time ? whole : time;
    }
    return time;
}

bool smtp__client_is_overdue(const struct smtp_client *client) {
    uint32_t limit = client->settings.deadline_ms;
    return limit > 0 && left(client->started_ms, limit, smtp__client_now(client)) == 0;
}

uint32_t smtp_client_timeout_ms(const smtp_client *client) {
    if (client == NULL || client->job == SMTP__JOB_NONE || client->connection.waits == 0) {
        return 0;
    }
    return smtp__client_time_left(client);
}
