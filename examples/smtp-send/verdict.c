/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "common/enhanced.h"
#include "common/exit_status.h"
#include "common/terminal.h"

#include <string.h>

struct verdict verdict_of_problem(const struct problem *problem) {
    return (struct verdict){
        .outcome = SMTP_OUTCOME_FAILED,
        .phase = SMTP_PHASE_SETUP,
        .class_number = smtp_result_class(problem->result),
        .result = problem->result,
        .status = problem->status,
        .message = problem->text,
        .report = NULL,
    };
}

struct verdict verdict_of_report(const smtp_report *report) {
    struct verdict verdict = {
        .outcome = smtp_report_outcome(report),
        .phase = smtp_report_phase(report),
        .class_number = smtp_report_class(report),
        .result = smtp_report_result(report),
        .message = smtp_report_message(report),
        .report = report,
    };
    verdict.status = exit_status(verdict.outcome, verdict.class_number, verdict.result);
    if (verdict.message[0] == '\0' && verdict.result != SMTP_OK) {
        verdict.message = smtp_result_text(verdict.result);
    }
    return verdict;
}

static void print_text(const char *text) {
    terminal_write(stderr, text, strlen(text));
}

static void print_recipient(const smtp_report *report, size_t index) {
    char enhanced[ENHANCED_SIZE];
    int32_t code = smtp_report_recipient_code(report, index);
    (void)fputs("smtp-send: ", stderr);
    print_text(smtp_report_recipient_address(report, index));
    (void)fprintf(stderr, ": %s: %d ", code >= 500 ? "refused" : "refused for now", (int)code);
    if (enhanced_format(smtp_report_recipient_enhanced(report, index), enhanced)) {
        (void)fprintf(stderr, "%s ", enhanced);
    }
    print_text(smtp_report_recipient_text(report, index));
    (void)fputc('\n', stderr);
}

static void print_refused_recipients(const smtp_report *report) {
    for (size_t i = 0; i < smtp_report_recipient_count(report); i++) {
        if (smtp_report_recipient_code(report, i) >= 400) {
            print_recipient(report, i);
        }
    }
}

void verdict_print(const struct verdict *verdict) {
    if (verdict->repeat != NULL) {
        repeat_print(stdout, verdict->repeat);
    }
    if (verdict->outcome == SMTP_OUTCOME_SENT) {
        return;
    }
    (void)fprintf(stderr, "smtp-send: %s: ", smtp_outcome_name(verdict->outcome));
    print_text(verdict->message);
    (void)fputc('\n', stderr);
    if (verdict->report != NULL) {
        print_refused_recipients(verdict->report);
    }
}
