/* SPDX-License-Identifier: MIT */
#include "checkup.h"

#include "common/exit_status.h"

static int status_of(const smtp_report *report) {
    return exit_status(smtp_report_outcome(report), smtp_report_class(report), smtp_report_result(report));
}

const struct probe *checkup_worst(const struct checkup *checkup) {
    const struct probe *worst = NULL;
    for (size_t i = 0; i < checkup->count; i++) {
        const struct probe *probe = &checkup->probes[i];
        if (worst == NULL || smtp_report_phase(probe_report(probe)) > smtp_report_phase(probe_report(worst))) {
            worst = probe;
        }
    }
    return worst;
}

const char *checkup_test_from(const struct checkup *checkup) {
    const char *from = options_value(checkup->options, OPTION_MAIL_FROM);
    if (from == NULL && checkup->target.address[0] != '\0') {
        from = checkup->target.address;
    }
    return from != NULL ? from : options_value(checkup->options, OPTION_SEND_TEST);
}

int checkup_status(const struct checkup *checkup) {
    if (checkup->problem.result != SMTP_OK) {
        return checkup->problem.status;
    }
    if (checkup->test.client != NULL) {
        return status_of(probe_report(&checkup->test));
    }
    const struct probe *probe = checkup->best != NULL ? checkup->best : checkup_worst(checkup);
    return status_of(probe_report(probe));
}

int32_t checkup_explain(const struct checkup *checkup, const struct probe *probe) {
    const smtp_report *report = probe_report(probe);
    smtp_result result = smtp_report_result(report);
    if (result == SMTP_OK) {
        return 0;
    }
    return smtp_explain(result, smtp_report_phase(report), probe->port.security, smtp_report_code(report),
                        smtp_report_enhanced(report), smtp_report_text(report), SMTP_Z, checkup->target.known.id);
}

bool checkup_days_left(const struct checkup *checkup, const smtp_tls_peer *peer, int64_t *days) {
    const int64_t day = 86400;
    if (checkup->now_s == 0 || peer->not_after == 0) {
        return false;
    }
    int64_t left = peer->not_after - checkup->now_s;
    *days = left >= 0 ? left / day : -((-left + day - 1) / day);
    return true;
}
