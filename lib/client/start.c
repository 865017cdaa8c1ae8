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
    client->is_submitted = false;
    client->token_was_refused = false;
    client->connection.waits = 0;
    atomic_store(&client->is_cancelled, false);
    client->started_ms = smtp__client_now(client);
    client->progress_ms = client->started_ms;
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

/* What is to be sent for the source; signing measures it, too. */
static smtp_result prepare(struct smtp_client *client, smtp_source **source) {
    return client->dkim == NULL ? measure(*source) : client->sign(client->dkim, *source, source);
}

static smtp_result check_send(struct smtp_client *client, const smtp_envelope *envelope, smtp_source **source) {
    if (envelope == NULL || *source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->settings.host.data == NULL) {
        return SMTP_E_NO_SERVER;
    }
    if (smtp_envelope_recipient_count(envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    return prepare(client, source);
}

smtp_result smtp_client_start_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source) {
    smtp_result result = startable(client);
    if (result != SMTP_OK) {
        return result;
    }
    result = check_send(client, envelope, &source);
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
