/* SPDX-License-Identifier: MIT */
/* finish.c - the end of a job, and the words for it. */
#include "client.h"

#include <smtp/explain.h>

/* A mail that was taken for some was refused to the others when they were named. */
static int32_t explanation(const struct smtp_client *client, const struct smtp_report *report) {
    const struct smtp__answer *reason = smtp__report_reason(report);
    int32_t phase = report->phase == SMTP_PHASE_DONE ? SMTP_PHASE_RCPT : report->phase;
    return smtp_explain(report->result, phase, client->settings.security, reason->code, reason->enhanced, reason->text,
                        SMTP_Z, client->settings.provider);
}

/* What may have arrived is not sent again. */
static int32_t retry_after_s(const struct smtp_report *report) {
    const struct smtp__answer *reason = smtp__report_reason(report);
    if (report->outcome == SMTP_OUTCOME_UNKNOWN) {
        return -1;
    }
    return smtp_retry_after_s(report->result, reason->code, reason->enhanced, reason->text, SMTP_Z);
}

static const char *problem(const struct smtp_client *client, const struct smtp_report *report) {
    const smtp_transport_ops *ops = client->transport.ops;
    int32_t class_number = report->class_number;
    bool is_its = class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_TLS ||
                  class_number == SMTP_CLASS_CONFIG || class_number == SMTP_CLASS_TIMEOUT;
    if (!is_its || ops->problem == NULL || report->phase == SMTP_PHASE_SETUP) {
        return "";
    }
    const char *words = ops->problem(client->transport.context);
    return words == NULL ? "" : words;
}

void smtp__client_explain(const struct smtp_client *client, struct smtp_report *report) {
    if (report->result != SMTP_OK) {
        report->explanation = explanation(client, report);
        report->retry_after_s = retry_after_s(report);
    }
    smtp__report_explain(report, problem(client, report));
}

/* A job that had nothing to tell went well. */
static smtp_result result_of(struct smtp_client *client) {
    if (!client->report.is_decided) {
        smtp__report_error(&client->report, client->ended_by, SMTP_PHASE_SETUP);
        smtp__client_explain(client, &client->report);
    }
    return client->report.result != SMTP_OK ? client->report.result : client->ended_by;
}

smtp_result smtp__client_finish(struct smtp_client *client) {
    bool is_close = client->job == SMTP__JOB_CLOSE;
    client->job = SMTP__JOB_NONE;
    client->connection.waits = 0;
    client->connection.was_used = true;
    return is_close ? SMTP_OK : result_of(client);
}

smtp_result smtp__client_fail(struct smtp_client *client, smtp_result result, int32_t phase) {
    smtp__timing_end(client);
    smtp__place_fail(client, result, phase);
    smtp__place_settle(client);
    smtp_result answer = smtp__client_finish(client);
    smtp__client_drop(client);
    return answer;
}
