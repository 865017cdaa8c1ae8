/* SPDX-License-Identifier: MIT */
#include "checkup.h"

#include "common/exit_status.h"

static int status_of(const smtp_report *report) {
    return exit_status(smtp_report_outcome(report), smtp_report_class(report), smtp_report_result(report));
}

/* A handshake with what does not speak TLS is the wrong way from the beginning. */
static int32_t progress(const struct probe *probe) {
    const smtp_report *report = probe_report(probe);
    return smtp_report_result(report) == SMTP_E_NOT_TLS ? SMTP_PHASE_CONNECT : smtp_report_phase(report);
}

const struct probe *checkup_nearest(const struct checkup *checkup) {
    const struct probe *nearest = NULL;
    for (size_t i = 0; i < checkup->count; i++) {
        if (nearest == NULL || progress(&checkup->probes[i]) > progress(nearest)) {
            nearest = &checkup->probes[i];
        }
    }
    return nearest;
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
    const struct probe *probe = checkup->best != NULL ? checkup->best : checkup_nearest(checkup);
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
