/* SPDX-License-Identifier: MIT */
/* step.c - one job, step by step: what the session's events mean for it, and what it does next. */
#include "client.h"

#include "source/source.h"

enum { OPERATIONS = 64 }; /* at most in one step, so that an event loop gets its turn */

/* The server has gone or is out of step, as it may be when a connection was kept; 421 counts only where it wakes up. */
static bool is_dead(const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    int32_t class_number = smtp_result_class(result);
    int32_t phase = smtp_event_phase(event);
    if (result == SMTP_E_SERVICE_CLOSING) {
        return phase == SMTP_PHASE_IDLE || phase == SMTP_PHASE_MAIL;
    }
    return (class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_PROTOCOL) && result != SMTP_E_CANCELLED;
}

/* Before any of the content, so that no mail can have been taken. */
static bool is_early(int32_t phase) {
    return phase == SMTP_PHASE_IDLE || (phase >= SMTP_PHASE_MAIL && phase <= SMTP_PHASE_DATA);
}

/* A kept connection that turns out dead is no failure of the mail, as long as nothing of it was decided or read. */
static bool may_reconnect(const struct smtp_client *client, const smtp_event *event) {
    return client->connection.was_used && is_dead(event) && is_early(smtp_event_phase(event)) &&
           !client->report.is_decided && client->source->position == 0;
}

/* A server that does not even greet may be dead at one address and alive at the next. */
static bool may_try_next_address(const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    int32_t class_number = smtp_result_class(result);
    return smtp_event_phase(event) == SMTP_PHASE_GREETING && result != SMTP_E_CANCELLED && result != SMTP_E_DEADLINE &&
           (class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_TIMEOUT);
}

static bool is_end(const smtp_event *event) {
    int32_t kind = smtp_event_kind(event);
    return (kind == SMTP_EVENT_MAIL || kind == SMTP_EVENT_FAILED) && smtp_event_result(event) != SMTP_OK;
}

static void take_event(struct smtp_client *client) {
    const smtp_event *event;
    client->progress_ms = smtp__client_now(client);
    if (smtp_session_next_event(client->connection.session, &event) != SMTP_OK) {
        return;
    }
    if (client->job == SMTP__JOB_SEND && is_end(event) && may_reconnect(client, event)) {
        client->is_submitted = false;
        smtp__report_again(&client->report);
        smtp__connect_start(client);
        return;
    }
    if (smtp__credentials_ask_again(client, event)) {
        smtp__connect_start(client);
        return;
    }
    if (smtp_event_kind(event) == SMTP_EVENT_FAILED && may_try_next_address(event) &&
        smtp__connect_next_address(client)) {
        return;
    }
    if (client->job != SMTP__JOB_CLOSE) {
        smtp__report_event(&client->report, event);
    }
}

/* The session is idle: the mail goes out, or the job is done. */
static smtp_result go_on(struct smtp_client *client) {
    smtp_session *session = client->connection.session;
    if (client->job == SMTP__JOB_SEND && !client->is_submitted) {
        smtp_result result = smtp_session_submit(session, client->envelope, client->source);
        client->is_submitted = true;
        client->progress_ms = smtp__client_now(client);
        if (result == SMTP_OK) {
            return SMTP_PENDING;
        }
        smtp__report_error(&client->report, result, SMTP_PHASE_MAIL);
    }
    if (client->job == SMTP__JOB_SEND) {
        return smtp__client_finish(client);
    }
    smtp__report_success(&client->report);
    (void)smtp_session_quit(session);
    return SMTP_PENDING;
}

static smtp_result closed(struct smtp_client *client) {
    smtp__report_error(&client->report, SMTP_E_END_OF_STREAM, smtp__client_phase(client));
    smtp_result result = smtp__client_finish(client);
    smtp__client_drop(client);
    return result;
}

/* One thing. SMTP_PENDING with waits 0: there is more to do. */
static smtp_result advance(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    connection->waits = 0;
    if (connection->session == NULL && client->job == SMTP__JOB_CLOSE) {
        return smtp__client_finish(client);
    }
    if (connection->session == NULL) {
        smtp_result result = smtp__connect_step(client);
        return result < 0 ? smtp__client_fail(client, result, SMTP_PHASE_CONNECT) : SMTP_PENDING;
    }
    uint32_t wants = smtp_session_wants(connection->session);
    if ((wants & SMTP_WANT_EVENT) != 0) {
        take_event(client);
        return SMTP_PENDING;
    }
    bool has_unread = connection->fed < connection->received;
    if ((wants & SMTP_WANT_MAIL) != 0 && !has_unread) {
        return go_on(client);
    }
    return smtp__pump(client) == SMTP_E_END_OF_STREAM ? closed(client) : SMTP_PENDING;
}

/* Patience, deadline and cancelling end a connection that is being opened at once, a session by its own way. */
static smtp_result give_up(struct smtp_client *client, smtp_result reason) {
    smtp__client_trace(client, "giving up: ", smtp_result_text(reason));
    if (client->connection.session == NULL) {
        bool may_go_on = reason == SMTP_E_TIMEOUT && smtp__connect_next_address(client);
        return may_go_on ? SMTP_PENDING : smtp__client_fail(client, reason, SMTP_PHASE_CONNECT);
    }
    (void)smtp_session_fail(client->connection.session, reason);
    client->progress_ms = smtp__client_now(client);
    client->connection.waits = 0;
    return SMTP_PENDING;
}

/* What has come is read before the clock counts: a late host does not make a late server. */
static smtp_result look_at_the_clock(struct smtp_client *client) {
    if (smtp__client_is_overdue(client)) {
        return give_up(client, SMTP_E_DEADLINE);
    }
    return smtp__client_time_left(client) == 0 ? give_up(client, SMTP_E_TIMEOUT) : SMTP_PENDING;
}

smtp_result smtp_client_step(smtp_client *client) {
    smtp_result result = SMTP_PENDING;
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->job == SMTP__JOB_NONE) {
        return SMTP_E_STATE;
    }
    if (atomic_exchange(&client->is_cancelled, false)) {
        result = give_up(client, SMTP_E_CANCELLED);
    }
    for (int i = 0; i < OPERATIONS && result == SMTP_PENDING; i++) {
        result = advance(client);
        if (client->connection.waits != 0) {
            break;
        }
    }
    return result == SMTP_PENDING ? look_at_the_clock(client) : result;
}

intptr_t smtp_client_descriptor(const smtp_client *client) {
    if (client == NULL || client->transport.ops->descriptor == NULL) {
        return -1;
    }
    return client->transport.ops->descriptor(client->transport.context);
}

uint32_t smtp_client_waits(const smtp_client *client) {
    return client == NULL ? 0 : client->connection.waits;
}
