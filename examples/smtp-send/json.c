/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "enhanced.h"
#include "utf8.h"

#include <string.h>

/* One character; returns the octets it took. */
static size_t write_character(FILE *file, const char *text, size_t length) {
    size_t sequence = utf8_sequence(text, length);
    unsigned char first = (unsigned char)text[0];
    if (sequence == 0) {
        (void)fputs("\\ufffd", file);
        return 1;
    }
    if (sequence == 1 && (first < 0x20 || first == 0x7F)) {
        (void)fprintf(file, "\\u%04x", (unsigned)first);
        return 1;
    }
    if (first == '"' || first == '\\') {
        (void)fputc('\\', file);
    }
    (void)fwrite(text, 1, sequence, file);
    return sequence;
}

static void write_string(FILE *file, const char *text) {
    size_t length = strlen(text);
    (void)fputc('"', file);
    for (size_t i = 0; i < length;) {
        i += write_character(file, text + i, length - i);
    }
    (void)fputc('"', file);
}

/* Names of members are the program's own and need no escapes. */
static void write_member(FILE *file, const char *name, const char *value) {
    (void)fprintf(file, "\"%s\":", name);
    write_string(file, value);
}

static void write_reply(FILE *file, int32_t code, int32_t enhanced, const char *text) {
    char digits[ENHANCED_SIZE];
    (void)enhanced_format(enhanced, digits);
    (void)fprintf(file, "\"code\":%d,", (int)code);
    write_member(file, "enhanced", digits);
    (void)fputc(',', file);
    write_member(file, "text", text);
}

static const char *accepted_name(int32_t accepted) {
    if (accepted < 0) {
        return "null";
    }
    return accepted != 0 ? "true" : "false";
}

static void write_recipient(FILE *file, const smtp_report *report, size_t index) {
    (void)fputc('{', file);
    write_member(file, "address", smtp_report_recipient_address(report, index));
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
    write_member(file, "outcome", smtp_outcome_name(verdict->outcome));
    (void)fputc(',', file);
    write_member(file, "phase", smtp_phase_name(verdict->phase));
    (void)fputc(',', file);
    write_member(file, "class", smtp_class_name(verdict->class_number));
    (void)fputc(',', file);
    if (report != NULL) {
        write_reply(file, smtp_report_code(report), smtp_report_enhanced(report), smtp_report_text(report));
    } else {
        write_reply(file, 0, 0, "");
    }
    (void)fputc(',', file);
    write_member(file, "queue_id", report != NULL ? smtp_report_queue_id(report) : "");
    (void)fputc(',', file);
    write_member(file, "error", smtp_result_name(verdict->result));
    (void)fputc(',', file);
    write_member(file, "message", verdict->message);
    (void)fputc(',', file);
    write_recipients(file, report);
    (void)fputs("}\n", file);
}
