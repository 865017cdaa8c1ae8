/* SPDX-License-Identifier: MIT */
/* step.c - one job, step by step: what the session's events mean for it, and what it does next. */
#include "client.h"

enum { OPERATIONS = 64 }; /* at most in one step, so that an event loop gets its turn */

/* A server that does not even greet may be dead at one address and alive at the next. */
static bool may_try_next_address(const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    int32_t class_number = smtp_result_class(result);
    return smtp_event_phase(event) == SMTP_PHASE_GREETING && result != SMTP_E_CANCELLED && result != SMTP_E_DEADLINE &&
           (class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_TIMEOUT);
}

/* Another connection is being made for what happened to this one. */
static bool starts_anew(struct smtp_client *client, const smtp_event *event) {
    if (smtp_event_kind(event) != SMTP_EVENT_FAILED) {
        return false;
    }
    if (smtp__credentials_ask_again(client, event)) {
        smtp__connect_start(client);
        return true;
    }
    return may_try_next_address(event) && smtp__connect_next_address(client);
}

static void take_event(struct smtp_client *client) {
    const smtp_event *event;
    client->progress_ms = smtp__client_now(client);
    if (smtp_session_next_event(client->connection.session, &event) != SMTP_OK || starts_anew(client, event)) {
        return;
    }
    smtp__server_note(client, event);
    switch (smtp_event_kind(event)) {
    case SMTP_EVENT_MAIL:
    case SMTP_EVENT_REPLY:
        smtp__fate_of_mail(client, event);
        break;
    case SMTP_EVENT_FAILED:
        smtp__fate_of_all(client, event);
        break;
    default:
        client->connection.was_ready |= smtp_event_kind(event) == SMTP_EVENT_READY;
        smtp__place_tell(client, event);
    }
}

/* What the job has for an idle session: a mail, or its command. */
static smtp_result submit(struct smtp_client *client, struct smtp__mail *mail) {
    smtp_session *session = client->connection.session;
    const smtp_envelope *envelope;
    if (client->job == SMTP__JOB_COMMAND) {
        return smtp_session_command(session, client->line, client->line_length);
    }
    smtp_result result = smtp__split_next(client, mail, &envelope);
    return result == SMTP_OK ? smtp_session_submit(session, envelope, mail->source) : result;
}

static void submit_next(struct smtp_client *client, struct smtp__mail *mail) {
    struct smtp__connection *connection = &client->connection;
    bool is_mail = client->job == SMTP__JOB_SEND;
    smtp_result result = submit(client, mail);
    client->progress_ms = smtp__client_now(client);
    if (result == SMTP_E_TOO_MANY_MAILS && connection->submitted > 0) {
        connection->is_full = true;
    } else if (result == SMTP_OK) {
        connection->is_shared |= smtp__place_in(client, SMTP__MAIL_GOES_OUT) != NULL;
        connection->submitted += is_mail;
        mail->number = is_mail ? connection->submitted : 0;
        mail->state = SMTP__MAIL_GOES_OUT;
    } else {
        smtp__report_error(&mail->report, result, is_mail ? SMTP_PHASE_MAIL : SMTP_PHASE_IDLE);
        mail->state = SMTP__MAIL_IS_DONE;
        smtp__place_settle(client);
    }
}

static smtp_result quit(struct smtp_client *client) {
    client->progress_ms = smtp__client_now(client);
    (void)smtp_session_quit(client->connection.session);
    return SMTP_PENDING;
}

/* Nothing goes out: the job is done, or goes on over another connection. */
static smtp_result rest(struct smtp_client *client) {
    if (client->connection.is_full) {
        return quit(client);
    }
    if (client->job == SMTP__JOB_SEND || client->job == SMTP__JOB_COMMAND) {
        return smtp__client_finish(client);
    }
    struct smtp__mail *place = smtp__place(client, 0);
    if (place != NULL) {
        smtp__report_success(&place->report);
        place->state = SMTP__MAIL_IS_DONE;
        smtp__place_settle(client);
    }
    return quit(client);
}

/* The session takes mails. False: there is nothing to be done but to wait for what goes out. */
static bool go_on(struct smtp_client *client, smtp_result *result) {
    bool may_submit = client->job != SMTP__JOB_CHECK && client->job != SMTP__JOB_CLOSE && !client->connection.is_full;
    struct smtp__mail *mail = may_submit ? smtp__place_in(client, SMTP__MAIL_WAITS) : NULL;
    *result = SMTP_PENDING;
    if (mail != NULL) {
        submit_next(client, mail);
        return true;
    }
    if (may_submit && smtp__place_fill(client)) {
        return true;
    }
    if (smtp__place_in(client, SMTP__MAIL_GOES_OUT) != NULL) {
        return false;
    }
    *result = rest(client);
    return true;
}

/* There is no connection: one is made, if there is something to do with it. */
static smtp_result reach(struct smtp_client *client) {
    if (!client->connection.is_opening) {
        if (smtp__place_in(client, SMTP__MAIL_WAITS) == NULL) {
            return smtp__place_fill(client) ? SMTP_PENDING : smtp__client_finish(client);
        }
        smtp__timing_start(client);
        smtp__connect_start(client);
        return SMTP_PENDING;
    }
    smtp_result result = smtp__connect_step(client);
    return result < 0 ? smtp__client_fail(client, result, SMTP_PHASE_CONNECT) : SMTP_PENDING;
}

/* Mails that are left go out over another connection. */
static smtp_result closed(struct smtp_client *client) {
    bool is_over = client->next == NULL && smtp__place_in(client, SMTP__MAIL_WAITS) == NULL;
    if (is_over) {
        return smtp__client_fail(client, SMTP_E_END_OF_STREAM, smtp__client_phase(client));
    }
    smtp__client_drop(client);
    return SMTP_PENDING;
}

/* One thing. SMTP_PENDING with waits 0: there is more to do. */
static smtp_result advance(struct smtp_client *client) {
    struct smtp__connection *connection = &client->connection;
    smtp_result result;
    connection->waits = 0;
    if (connection->session == NULL) {
        return reach(client);
    }
    uint32_t wants = smtp_session_wants(connection->session);
    if ((wants & SMTP_WANT_EVENT) != 0) {
        take_event(client);
        return SMTP_PENDING;
    }
    bool has_unread = connection->fed < connection->received;
    if ((wants & SMTP_WANT_MAIL) != 0 && !has_unread && go_on(client, &result)) {
        return result;
    }
    return smtp__pump(client) == SMTP_E_END_OF_STREAM ? closed(client) : SMTP_PENDING;
}

/* Nothing is asked of this connection any more, and mails wait for the next one. */
static bool is_between(const struct smtp_client *client) {
    return client->connection.is_full && smtp__client_phase(client) >= SMTP_PHASE_QUIT;
}

/* Patience, deadline and cancelling end a connection that is being opened at once, a session by its own way. */
static smtp_result give_up(struct smtp_client *client, smtp_result reason) {
    smtp__client_trace(client, "giving up: ", smtp_result_text(reason));
    if (client->connection.session == NULL) {
        bool may_go_on = reason == SMTP_E_TIMEOUT && smtp__connect_next_address(client);
        return may_go_on ? SMTP_PENDING : smtp__client_fail(client, reason, SMTP_PHASE_CONNECT);
    }
    if (reason != SMTP_E_TIMEOUT && is_between(client)) {
        return smtp__client_fail(client, reason, SMTP_PHASE_QUIT);
    }
    (void)smtp_session_fail(client->connection.session, reason);
    smtp__timing_look(client);
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
        smtp__timing_look(client);
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
