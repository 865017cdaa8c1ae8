/* SPDX-License-Identifier: MIT */
/* explain.c - the report's message: what happened and why, for a person. */
#include "report.h"

#include "base/ascii.h"
#include "base/buffer.h"

/* What does not fit is left out at its end; control characters of a server become blanks. */
static void add(struct smtp__buffer *words, const char *string) {
    for (; *string != '\0'; string++) {
        char c = smtp__ascii_is_control(*string) ? ' ' : *string;
        if (!smtp__buffer_append_byte(words, (uint8_t)c)) {
            return;
        }
    }
}

static void add_reply(struct smtp__buffer *words, const struct smtp_report *report) {
    if (report->code == 0 && *report->text == '\0') {
        return;
    }
    add(words, "; the server said: ");
    if (report->code != 0) {
        (void)smtp__buffer_append_number(words, (unsigned long long)report->code);
        add(words, " ");
    }
    add(words, report->text);
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

void smtp__report_explain(struct smtp_report *report, const char *problem, const char *hint) {
    struct smtp__buffer words = {(uint8_t *)report->message, sizeof report->message - 1, 0};
    if (report->outcome == SMTP_OUTCOME_PARTIAL) {
        add_count(&words, report);
    } else if (report->result != SMTP_OK) {
        add_failure(&words, report, problem);
    }
    if (*hint != '\0') {
        add(&words, ". ");
        add(&words, hint);
    }
    report->message[words.length] = '\0';
}
