/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "common/enhanced.h"
#include "common/json_text.h"
#include "common/json_times.h"

#include <inttypes.h>

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

/* What explains it, when to try again, and how long it took. */
static void write_hints(FILE *file, const smtp_report *report) {
    int32_t retry_after_s = report != NULL ? smtp_report_retry_after_s(report) : -1;
    json_member(file, "explanation", report != NULL ? smtp_explain_key(smtp_report_explanation(report)) : "");
    if (retry_after_s >= 0) {
        (void)fprintf(file, ",\"retry_after_s\":%d,", (int)retry_after_s);
    } else {
        (void)fputs(",\"retry_after_s\":null,", file);
    }
    json_times(file, report);
    (void)fputc(',', file);
}

/* {"mails":…, by outcome…, "not_tried":…, "octets":…, "took_ms":…, "mails_per_s":…, "octets_per_s":…} */
static void write_repeat(FILE *file, const struct repeat *repeat) {
    if (repeat == NULL) {
        (void)fputs("\"repeat\":null", file);
        return;
    }
    (void)fprintf(file, "\"repeat\":{\"mails\":%u", (unsigned)repeat->wanted);
    for (int32_t i = 0; i < REPEAT_OUTCOMES; i++) {
        (void)fprintf(file, ",\"%s\":%u", smtp_outcome_name(i), (unsigned)repeat->counts[i]);
    }
    (void)fprintf(file, ",\"not_tried\":%u,\"octets\":%" PRIu64, (unsigned)repeat_not_tried(repeat), repeat->octets);
    (void)fprintf(file, ",\"took_ms\":%.3f,\"mails_per_s\":%.3f,\"octets_per_s\":%.1f}", (double)repeat->took_us / 1e3,
                  repeat_mails_per_s(repeat), repeat_octets_per_s(repeat));
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
    write_hints(file, report);
    write_recipients(file, report);
    (void)fputc(',', file);
    write_repeat(file, verdict->repeat);
    (void)fputs("}\n", file);
}
