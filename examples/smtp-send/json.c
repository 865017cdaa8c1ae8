/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "common/enhanced.h"
#include "common/json_text.h"

static void write_reply(FILE *file, int32_t code, int32_t enhanced, const char *text) {
    char digits[ENHANCED_SIZE];
    (void)enhanced_format(enhanced, digits);
    (void)fprintf(file, "\"code\":%d,", (int)code);
    json_member(file, "enhanced", digits);
    (void)fputc(',', file);
    json_member(file, "text", text);
}

static const char *accepted_name(int32_t accepted) {
    if (accepted < 0) {
        return "null";
    }
    return accepted != 0 ? "true" : "false";
}

static void write_recipient(FILE *file, const smtp_report *report, size_t index) {
    (void)fputc('{', file);
    json_member(file, "address", smtp_report_recipient_address(report, index));
    (void)fprintf(file, ",\"accepted\":%s,", accepted_name(smtp_report_recipient_accepted(report, index)));
    write_reply(file, smtp_report_recipient_code(report, index), smtp_report_recipient_enhanced(report, index),
                smtp_report_recipient_text(report, index));
    (void)fputc('}', file);
}

static void write_recipients(FILE *file, const smtp_report *report) {
    size_t count = report != NULL ? smtp_report_recipient_count(report) : 0;
    (void)fputs("\"recipients\":[", file);
    for (size_t i = 0; i < count; i++) {
        (void)fputs(i > 0 ? "," : "", file);
        write_recipient(file, report, i);
    }
    (void)fputc(']', file);
}

void json_write(FILE *file, const struct verdict *verdict) {
    const smtp_report *report = verdict->report;
    (void)fputc('{', file);
    json_member(file, "outcome", smtp_outcome_name(verdict->outcome));
    (void)fputc(',', file);
    json_member(file, "phase", smtp_phase_name(verdict->phase));
    (void)fputc(',', file);
    json_member(file, "class", smtp_class_name(verdict->class_number));
    (void)fputc(',', file);
    if (report != NULL) {
        write_reply(file, smtp_report_code(report), smtp_report_enhanced(report), smtp_report_text(report));
    } else {
        write_reply(file, 0, 0, "");
    }
    (void)fputc(',', file);
    json_member(file, "queue_id", report != NULL ? smtp_report_queue_id(report) : "");
    (void)fputc(',', file);
    json_member(file, "error", smtp_result_name(verdict->result));
    (void)fputc(',', file);
    json_member(file, "message", verdict->message);
    (void)fputc(',', file);
    write_recipients(file, report);
    (void)fputs("}\n", file);
}
