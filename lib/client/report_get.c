/* SPDX-License-Identifier: MIT */
/* report_get.c - what can be asked of a report. */
#include "report.h"

const char *smtp_outcome_name(int32_t outcome) {
    static const char *const names[] = {"sent", "partial", "refused", "deferred", "failed", "unknown"};
    if (outcome < 0 || (size_t)outcome >= sizeof names / sizeof names[0]) {
        return "unknown";
    }
    return names[outcome];
}

int32_t smtp_report_outcome(const smtp_report *report) {
    return report == NULL ? SMTP_OUTCOME_FAILED : report->outcome;
}

smtp_result smtp_report_result(const smtp_report *report) {
    return report == NULL ? SMTP_E_ARGUMENT : report->result;
}

int32_t smtp_report_class(const smtp_report *report) {
    return report == NULL ? SMTP_CLASS_CONFIG : report->class_number;
}

int32_t smtp_report_phase(const smtp_report *report) {
    return report == NULL ? SMTP_PHASE_SETUP : report->phase;
}

int32_t smtp_report_code(const smtp_report *report) {
    return report == NULL ? 0 : report->answer.code;
}

int32_t smtp_report_enhanced(const smtp_report *report) {
    return report == NULL ? 0 : report->answer.enhanced;
}

const char *smtp_report_text(const smtp_report *report) {
    return report == NULL ? "" : report->answer.text;
}

const char *smtp_report_queue_id(const smtp_report *report) {
    return report == NULL ? "" : report->queue_id;
}

const char *smtp_report_message(const smtp_report *report) {
    return report == NULL ? "" : report->message;
}

int32_t smtp_report_explanation(const smtp_report *report) {
    return report == NULL ? 0 : report->explanation;
}

int32_t smtp_report_phase_ms(const smtp_report *report, int32_t phase) {
    if (report == NULL || phase < 0 || (size_t)phase >= sizeof report->phase_ms / sizeof report->phase_ms[0]) {
        return -1;
    }
    return report->phase_ms[phase];
}

int32_t smtp_report_retry_after_s(const smtp_report *report) {
    return report == NULL ? -1 : report->retry_after_s;
}

uint32_t smtp_report_elapsed_ms(const smtp_report *report) {
    return report == NULL ? 0 : report->elapsed_ms;
}

size_t smtp_report_recipient_count(const smtp_report *report) {
    return report == NULL ? 0 : report->recipient_count;
}

static const struct smtp__recipient *recipient(const smtp_report *report, size_t index) {
    static const struct smtp__recipient none = {.address = "", .answer = {.text = ""}};
    return report == NULL || index >= report->recipient_count ? &none : &report->recipients[index];
}

const char *smtp_report_recipient_address(const smtp_report *report, size_t index) {
    return recipient(report, index)->address;
}

int32_t smtp_report_recipient_accepted(const smtp_report *report, size_t index) {
    return recipient(report, index)->accepted;
}

int32_t smtp_report_recipient_code(const smtp_report *report, size_t index) {
    return recipient(report, index)->answer.code;
}

int32_t smtp_report_recipient_enhanced(const smtp_report *report, size_t index) {
    return recipient(report, index)->answer.enhanced;
}

const char *smtp_report_recipient_text(const smtp_report *report, size_t index) {
    return recipient(report, index)->answer.text;
}
