/* SPDX-License-Identifier: MIT */
/* start.c - beginning a job. */
#include "client.h"

#include "source/source.h"

static smtp_result startable(const struct smtp_client *client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return client->job == SMTP__JOB_NONE ? SMTP_OK : SMTP_E_STATE;
}

static void start(struct smtp_client *client, enum smtp__job job) {
    client->job = job;
    client->next = NULL;
    client->done = NULL;
    client->ended_by = SMTP_OK;
    client->has_failed = false;
    client->token_was_refused = false;
    client->connection.waits = 0;
    atomic_store(&client->is_cancelled, false);
    client->started_ms = smtp__client_now(client);
    client->progress_ms = client->started_ms;
    smtp__timing_start(client);
}

/* One that has something to tell. */
static void start_telling(struct smtp_client *client, enum smtp__job job) {
    (void)smtp__report_start(&client->report, NULL);
    start(client, job);
}

smtp_result smtp__client_refuse(struct smtp_client *client, smtp_result result) {
    (void)smtp__report_start(&client->report, NULL);
    smtp__report_error(&client->report, result, SMTP_PHASE_SETUP);
    smtp__report_explain(&client->report, "");
    return result;
}

static bool was_read(const smtp_source *source) {
    return source->position > 0 || source->error != SMTP_OK;
}

/* The source stands at its beginning and is measured, if it can be read twice; else it must not have been read. */
static smtp_result measure(smtp_source *source) {
    smtp_result result = smtp_source_rewind(source);
    if (result == SMTP_E_NOT_REWINDABLE && !was_read(source)) {
        return SMTP_OK;
    }
    if (result == SMTP_OK && smtp_source_wire_size(source) < 0) {
        result = smtp_source_measure(source);
    }
    return result;
}

/* Signing measures it, too. */
smtp_result smtp__client_prepare(struct smtp_client *client, smtp_source **source) {
    return client->dkim == NULL ? measure(*source) : client->sign(client->dkim, *source, source);
}

/* What a job needs that talks to a server; why it cannot be started is told. */
static smtp_result reachable(struct smtp_client *client) {
    smtp_result result = startable(client);
    if (result == SMTP_OK && client->settings.host.data == NULL) {
        result = smtp__client_refuse(client, SMTP_E_NO_SERVER);
    }
    return result;
}

/* A supply that ends with its first mail. */
smtp_result smtp_client_start_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source) {
    const smtp_mail_item mail = {.struct_size = sizeof mail, .envelope = envelope, .source = source};
    smtp_result result = reachable(client);
    if (result != SMTP_OK) {
        return result;
    }
    start_telling(client, SMTP__JOB_SEND);
    result = smtp__place_take(client, &mail);
    if (result != SMTP_OK) {
        smtp__place_settle(client);
        client->job = SMTP__JOB_NONE;
    }
    return result;
}

smtp_result smtp_client_start_send_all(smtp_client *client, smtp_next_mail_fn next, smtp_mail_done_fn done,
                                       void *context) {
    smtp_result result = reachable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (next == NULL) {
        return smtp__client_refuse(client, SMTP_E_ARGUMENT);
    }
    start_telling(client, SMTP__JOB_SEND);
    client->next = next;
    client->done = done;
    client->supply = context;
    return SMTP_OK;
}

/* A job without a mail has one place, for what it tells. */
static void start_alone(struct smtp_client *client, enum smtp__job job) {
    const smtp_mail_item nothing = {.struct_size = sizeof nothing};
    start_telling(client, job);
    (void)smtp__place_take(client, &nothing);
}

smtp_result smtp_client_start_command(smtp_client *client, const char *line, size_t length) {
    smtp_result result = reachable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (line == NULL) {
        return smtp__client_refuse(client, SMTP_E_ARGUMENT);
    }
    start_alone(client, SMTP__JOB_COMMAND);
    client->line = line;
    client->line_length = length;
    return SMTP_OK;
}

smtp_result smtp_client_start_check(smtp_client *client) {
    smtp_result result = reachable(client);
    if (result == SMTP_OK) {
        start_alone(client, SMTP__JOB_CHECK);
        smtp__connect_start(client);
    }
    return result;
}

smtp_result smtp_client_start_close(smtp_client *client) {
    smtp_result result = startable(client);
    if (result == SMTP_OK) {
        start(client, SMTP__JOB_CLOSE);
    }
    return result;
}
