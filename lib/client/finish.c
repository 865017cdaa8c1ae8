/* SPDX-License-Identifier: MIT */
/* finish.c - the end of a job, and the words for it. */
#include "client.h"

#include <smtp/explain.h>

static int32_t explanation(const struct smtp_client *client) {
    const struct smtp_report *report = &client->report;
    if (report->result == SMTP_OK) {
        return 0;
    }
    return smtp_explain(report->result, report->phase, client->settings.security, report->code, report->enhanced,
                        report->text, SMTP_Z, client->settings.provider);
}

static const char *problem(const struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    int32_t class_number = client->report.class_number;
    bool is_its = class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_TLS ||
                  class_number == SMTP_CLASS_CONFIG || class_number == SMTP_CLASS_TIMEOUT;
    if (!is_its || ops->problem == NULL || client->report.phase == SMTP_PHASE_SETUP) {
        return "";
    }
    const char *words = ops->problem(client->transport.context);
    return words == NULL ? "" : words;
}

smtp_result smtp__client_finish(struct smtp_client *client) {
    bool is_close = client->job == SMTP__JOB_CLOSE;
    client->job = SMTP__JOB_NONE;
    client->connection.waits = 0;
    client->connection.was_used = true;
    if (is_close) {
        return SMTP_OK;
    }
    client->report.explanation = explanation(client);
    smtp__report_explain(&client->report, problem(client));
    return client->report.result;
}

/* Without a session there is nobody else to tell. */
smtp_result smtp__client_fail(struct smtp_client *client, smtp_result result, int32_t phase) {
    smtp__report_error(&client->report, result, phase);
    smtp_result answer = smtp__client_finish(client);
    smtp__client_drop(client);
    return answer;
}
