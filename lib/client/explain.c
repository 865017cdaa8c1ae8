/* SPDX-License-Identifier: MIT */
/* explain.c - the report's message: what happened and why, for a person. */
#include "report.h"

#include "base/buffer.h"
#include "codec/utf8.h"
#include <smtp/explain.h>
#include <string.h>

/* A character that a terminal can be given: what is none becomes "?", a control (C1, too) a blank. */
static size_t next_character(const char *string, size_t length, const char **shown) {
    uint32_t character;
    size_t n = smtp__utf8_next(string, length, &character);
    *shown = string;
    if (n == 0) {
        *shown = "?";
        return 1;
    }
    if (character < 0x20 || (character >= 0x7f && character < 0xa0)) {
        *shown = " ";
    }
    return n;
}

/* What does not fit is left out at its end. */
static void add(struct smtp__buffer *words, const char *string) {
    size_t length = strlen(string);
    while (length > 0) {
        const char *shown;
        size_t n = next_character(string, length, &shown);
        if (!smtp__buffer_append(words, shown, shown == string ? n : 1)) {
            return;
        }
        string += n;
        length -= n;
    }
}

static void add_reply(struct smtp__buffer *words, const struct smtp_report *report) {
    const struct smtp__answer *reason = smtp__report_reason(report);
    if (reason->code == 0 && *reason->text == '\0') {
        return;
    }
    add(words, "; the server said: ");
    if (reason->code != 0) {
        (void)smtp__buffer_append_number(words, (unsigned long long)reason->code);
        add(words, " ");
    }
    add(words, reason->text);
}

static void add_count(struct smtp__buffer *words, const struct smtp_report *report) {
    size_t refused = 0;
    for (size_t i = 0; i < report->recipient_count; i++) {
        refused += report->recipients[i].accepted == 0;
    }
    (void)smtp__buffer_append_number(words, refused);
    add(words, " of ");
    (void)smtp__buffer_append_number(words, report->recipient_count);
    add(words, " recipients refused");
}

static void add_failure(struct smtp__buffer *words, const struct smtp_report *report, const char *problem) {
    if (report->outcome == SMTP_OUTCOME_UNKNOWN) {
        add(words, "it is not known whether the mail was delivered: ");
    }
    add(words, smtp_result_text(report->result));
    add(words, " (");
    add(words, smtp_phase_name(report->phase));
    add(words, ")");
    if (*problem != '\0') {
        add(words, ": ");
        add(words, problem);
    }
    add_reply(words, report);
}

void smtp__report_explain(struct smtp_report *report, const char *problem) {
    struct smtp__buffer words = {(uint8_t *)report->message, sizeof report->message - 1, 0};
    bool is_partial = report->outcome == SMTP_OUTCOME_PARTIAL;
    if (is_partial) {
        add_count(&words, report);
    }
    if (is_partial && report->phase == SMTP_PHASE_DONE) {
        add_reply(&words, report);
    } else if (report->result != SMTP_OK) {
        add(&words, is_partial ? "; " : "");
        add_failure(&words, report, problem);
    }
    if (report->explanation != 0) {
        bool has_stop = words.length > 0 && words.data[words.length - 1] == '.';
        add(&words, has_stop ? " " : ". ");
        add(&words, smtp_explain_advice(report->explanation));
    }
    report->message[words.length] = '\0';
}
