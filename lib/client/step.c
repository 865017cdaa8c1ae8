/* SPDX-License-Identifier: MIT */
/* step.c - the stepwise functions: starting a job, stepping it, what to wait for. */
#include "client.h"

#include "source/source.h"

enum {
    CONNECT_MS = 30000,   /* for one address, and for a handshake */
    QUIT_MS = 2000,       /* an answer to QUIT is worth no more */
    CANCEL_LOOK_MS = 200, /* how often a wait looks whether it was cancelled */
    OPERATIONS = 64       /* at most in one step, so that an event loop gets its turn */
};

/* ---- time ---- */

static int32_t phase_now(const struct smtp_client *client) {
    return client->connection.session == NULL ? SMTP_PHASE_CONNECT : smtp_session_phase(client->connection.session);
}

/* What is left to do is QUIT and closing. */
static bool is_parting(const struct smtp_client *client) {
    int32_t phase = phase_now(client);
    return phase == SMTP_PHASE_QUIT || phase == SMTP_PHASE_DONE;
}

static uint32_t step_limit(const struct smtp_client *client) {
    int32_t phase = phase_now(client);
    uint32_t limit = client->settings.timeout_ms;
    if (limit == 0 && (phase == SMTP_PHASE_CONNECT || phase == SMTP_PHASE_TLS)) {
        limit = CONNECT_MS;
    } else if (limit == 0) {
        limit = smtp_session_patience_ms(client->connection.session);
    }
    return is_parting(client) && limit > QUIT_MS ? QUIT_MS : limit;
}

static uint32_t left(uint64_t since, uint32_t limit, uint64_t now) {
    uint64_t passed = now - since;
    return passed >= limit ? 0 : (uint32_t)(limit - passed);
}

static uint32_t time_left(const struct smtp_client *client) {
    uint64_t now = smtp__client_now(client);
    uint32_t time = left(client->progress_ms, step_limit(client), now);
    if (client->settings.deadline_ms > 0) {
        uint32_t whole = left(client->started_ms, client->settings.deadline_ms, now);
        time = whole < time ? whole : time;
    }
    return time;
}

static bool deadline_has_passed(const struct smtp_client *client) {
    uint32_t limit = client->settings.deadline_ms;
    return limit > 0 && left(client->started_ms, limit, smtp__client_now(client)) == 0;
}

/* ---- the end of a job ---- */

static const char *hint(const struct smtp_client *client) {
    bool is_tls_first = client->settings.security == SMTP_SECURITY_IMPLICIT_TLS;
    const struct smtp_report *report = &client->report;
    if (report->result == SMTP_E_NOT_TLS && is_tls_first) {
        return "This looks like a STARTTLS port: try smtp:// instead of smtps://";
    }
    bool is_silent = report->class_number == SMTP_CLASS_TIMEOUT || report->class_number == SMTP_CLASS_IO;
    if (is_silent && report->phase == SMTP_PHASE_GREETING && !is_tls_first) {
        return "A server that does not greet may expect TLS at once: try smtps://";
    }
    return "";
}

static const char *problem(const struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    int32_t class_number = client->report.class_number;
    bool is_its = class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_TLS || class_number == SMTP_CLASS_CONFIG;
    if (!is_its || ops->problem == NULL || client->report.phase == SMTP_PHASE_SETUP) {
        return "";
    }
    const char *words = ops->problem(client->transport.context);
    return words == NULL ? "" : words;
}

static smtp_result finish(struct smtp_client *client) {
    bool is_close = client->job == SMTP__JOB_CLOSE;
    client->job = SMTP__JOB_NONE;
    client->connection.waits = 0;
    client->connection.was_used = true;
    if (is_close) {
        return SMTP_OK;
    }
    smtp__report_explain(&client->report, problem(client), hint(client));
    return client->report.result;
}

/* Without a session there is nobody else to tell. */
static smtp_result fail(struct smtp_client *client, smtp_result result, int32_t phase) {
    smtp__report_error(&client->report, result, phase);
    smtp_result answer = finish(client);
    smtp__client_drop(client);
    return answer;
}

/* ---- events ---- */

/* A kept connection that turns out dead is no failure of the mail, as long as no content went out. */
static bool may_reconnect(const struct smtp_client *client, const smtp_event *event) {
    int32_t phase = smtp_event_phase(event);
    smtp_result result = smtp_event_result(event);
    bool is_dead = smtp_result_class(result) == SMTP_CLASS_IO || result == SMTP_E_SERVICE_CLOSING ||
                   result == SMTP_E_REPLY_UNEXPECTED;
    bool is_early = phase == SMTP_PHASE_IDLE || (phase >= SMTP_PHASE_MAIL && phase <= SMTP_PHASE_DATA);
    return client->connection.was_used && is_dead && is_early && result != SMTP_E_CANCELLED;
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
    if (smtp_event_kind(event) == SMTP_EVENT_FAILED && may_try_next_address(event) &&
        smtp__connect_next_address(client)) {
        return;
    }
    if (client->job != SMTP__JOB_CLOSE) {
        smtp__report_event(&client->report, event);
    }
}

/* ---- the job ---- */

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
        return finish(client);
    }
    smtp__report_success(&client->report);
    (void)smtp_session_quit(session);
    return SMTP_PENDING;
}

static smtp_result closed(struct smtp_client *client) {
    smtp__report_error(&client->report, SMTP_E_END_OF_STREAM, phase_now(client));
    smtp_result result = finish(client);
    smtp__client_drop(client);
    return result;
}

/* One thing. SMTP_PENDING with waits 0: there is more to do. */
static smtp_result advance(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    connection->waits = 0;
    if (connection->session == NULL && client->job == SMTP__JOB_CLOSE) {
        return finish(client);
    }
    if (connection->session == NULL) {
        smtp_result result = smtp__connect_step(client);
        return result < 0 ? fail(client, result, SMTP_PHASE_CONNECT) : SMTP_PENDING;
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
        return may_go_on ? SMTP_PENDING : fail(client, reason, SMTP_PHASE_CONNECT);
    }
    (void)smtp_session_fail(client->connection.session, reason);
    client->progress_ms = smtp__client_now(client);
    client->connection.waits = 0;
    return SMTP_PENDING;
}

static smtp_result look_at_the_clock(struct smtp_client *client) {
    if (atomic_exchange(&client->is_cancelled, false)) {
        return give_up(client, SMTP_E_CANCELLED);
    }
    if (deadline_has_passed(client)) {
        return give_up(client, SMTP_E_DEADLINE);
    }
    return time_left(client) == 0 ? give_up(client, SMTP_E_TIMEOUT) : SMTP_PENDING;
}

smtp_result smtp_client_step(smtp_client *client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->job == SMTP__JOB_NONE) {
        return SMTP_E_STATE;
    }
    smtp_result result = look_at_the_clock(client);
    for (int i = 0; i < OPERATIONS && result == SMTP_PENDING; i++) {
        result = advance(client);
        if (client->connection.waits != 0) {
            break;
        }
    }
    return result;
}

/* ---- starting ---- */

static smtp_result startable(const struct smtp_client *client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return client->job == SMTP__JOB_NONE ? SMTP_OK : SMTP_E_STATE;
}

static void start(struct smtp_client *client, enum smtp__job job) {
    client->job = job;
    client->is_submitted = false;
    client->connection.waits = 0;
    atomic_store(&client->is_cancelled, false);
    client->started_ms = smtp__client_now(client);
    client->progress_ms = client->started_ms;
}

smtp_result smtp__client_refuse(struct smtp_client *client, smtp_result result) {
    (void)smtp__report_start(&client->report, NULL);
    smtp__report_error(&client->report, result, SMTP_PHASE_SETUP);
    smtp__report_explain(&client->report, "", "");
    return result;
}

static bool was_read(const smtp_source *source) {
    return source->position > 0 || source->error != SMTP_OK;
}

/* The source stands at its beginning and is measured, if it can be read twice; else it must not have been read. */
static smtp_result prepare(smtp_source *source) {
    smtp_result result = smtp_source_rewind(source);
    if (result == SMTP_E_NOT_REWINDABLE && !was_read(source)) {
        return SMTP_OK;
    }
    if (result == SMTP_OK && smtp_source_wire_size(source) < 0) {
        result = smtp_source_measure(source);
    }
    return result;
}

static smtp_result check_send(struct smtp_client *client, const smtp_envelope *envelope, smtp_source *source) {
    if (envelope == NULL || source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->settings.host.data == NULL) {
        return SMTP_E_NO_SERVER;
    }
    if (smtp_envelope_recipient_count(envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    return prepare(source);
}

smtp_result smtp_client_start_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source) {
    smtp_result result = startable(client);
    if (result != SMTP_OK) {
        return result;
    }
    result = check_send(client, envelope, source);
    if (result == SMTP_OK) {
        result = smtp__report_start(&client->report, envelope);
    }
    if (result != SMTP_OK) {
        return smtp__client_refuse(client, result);
    }
    client->envelope = envelope;
    client->source = source;
    start(client, SMTP__JOB_SEND);
    if (client->connection.session == NULL) {
        smtp__connect_start(client);
    }
    return SMTP_OK;
}

smtp_result smtp_client_start_check(smtp_client *client) {
    smtp_result result = startable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (client->settings.host.data == NULL) {
        return smtp__client_refuse(client, SMTP_E_NO_SERVER);
    }
    (void)smtp__report_start(&client->report, NULL);
    start(client, SMTP__JOB_CHECK);
    smtp__connect_start(client);
    return SMTP_OK;
}

smtp_result smtp_client_start_close(smtp_client *client) {
    smtp_result result = startable(client);
    if (result == SMTP_OK) {
        start(client, SMTP__JOB_CLOSE);
    }
    return result;
}

/* ---- waiting ---- */

intptr_t smtp_client_descriptor(const smtp_client *client) {
    if (client == NULL || client->transport.ops->descriptor == NULL) {
        return -1;
    }
    return client->transport.ops->descriptor(client->transport.context);
}

uint32_t smtp_client_wants(const smtp_client *client) {
    return client == NULL ? 0 : client->connection.waits;
}

uint32_t smtp_client_timeout_ms(const smtp_client *client) {
    if (client == NULL || client->job == SMTP__JOB_NONE || client->connection.waits == 0) {
        return 0;
    }
    uint32_t time = time_left(client);
    return time < CANCEL_LOOK_MS ? time : CANCEL_LOOK_MS;
}
