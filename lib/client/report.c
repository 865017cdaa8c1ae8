/* SPDX-License-Identifier: MIT */
#include "report.h"

#include "wire/queue_id.h"
#include <string.h>

void smtp__report_init(struct smtp_report *report, const smtp_allocator *allocator) {
    memset(report, 0, sizeof *report);
    smtp__arena_init(&report->arena, allocator);
    (void)smtp__report_start(report, NULL);
}

void smtp__report_fini(struct smtp_report *report) {
    smtp__arena_clear(&report->arena);
}

static void forget(struct smtp_report *report) {
    smtp__arena_clear(&report->arena);
    report->recipients = NULL;
    report->recipient_count = 0;
    report->is_decided = false;
    report->outcome = SMTP_OUTCOME_FAILED;
    report->result = SMTP_OK;
    report->class_number = SMTP_CLASS_NONE;
    report->phase = SMTP_PHASE_SETUP;
    report->code = 0;
    report->enhanced = 0;
    report->text = "";
    report->queue_id = "";
    report->explanation = 0;
    report->message[0] = '\0';
}

static bool copy_recipient(struct smtp_report *report, const smtp_envelope *envelope, size_t index) {
    size_t length;
    const char *address = smtp_envelope_recipient(envelope, index, &length);
    struct smtp__recipient recipient = {.text = "", .result = SMTP_PENDING};
    recipient.address = smtp__arena_copy(&report->arena, address, length);
    report->recipients[index] = recipient;
    return recipient.address != NULL;
}

smtp_result smtp__report_start(struct smtp_report *report, const smtp_envelope *envelope) {
    forget(report);
    size_t count = envelope == NULL ? 0 : smtp_envelope_recipient_count(envelope);
    if (count == 0) {
        return SMTP_OK;
    }
    if (count > SIZE_MAX / sizeof *report->recipients) {
        return SMTP_E_NO_MEMORY;
    }
    report->recipients = smtp__arena_take(&report->arena, count * sizeof *report->recipients);
    for (size_t i = 0; i < count; i++) {
        if (report->recipients == NULL || !copy_recipient(report, envelope, i)) {
            forget(report);
            return SMTP_E_NO_MEMORY;
        }
        report->recipient_count = i + 1;
    }
    return SMTP_OK;
}

static void forget_reply(struct smtp_report *report) {
    report->code = 0;
    report->enhanced = 0;
    report->text = "";
}

void smtp__report_again(struct smtp_report *report) {
    forget_reply(report);
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct smtp__recipient fresh = {.address = report->recipients[i].address, .text = "", .result = SMTP_PENDING};
        report->recipients[i] = fresh;
    }
}

/* Without memory for it a text is missing; that is no reason to lose the mail. */
static const char *copy_text(struct smtp_report *report, const char *text, size_t length) {
    const char *copy = smtp__arena_copy(&report->arena, text, length);
    return copy == NULL ? "" : copy;
}

static void keep_reply(struct smtp_report *report, const smtp_event *event) {
    size_t length;
    const char *text = smtp_event_text(event, &length);
    report->code = smtp_event_code(event);
    report->enhanced = smtp_event_enhanced(event);
    report->text = copy_text(report, text, length);
}

static void keep_recipient(struct smtp_report *report, const smtp_event *event) {
    size_t index = smtp_event_recipient(event);
    if (index < report->recipient_count) {
        struct smtp__recipient *recipient = &report->recipients[index];
        size_t length;
        const char *text = smtp_event_text(event, &length);
        recipient->result = smtp_event_result(event);
        recipient->code = smtp_event_code(event);
        recipient->enhanced = smtp_event_enhanced(event);
        recipient->text = copy_text(report, text, length);
    }
}

static int32_t outcome_of(smtp_result result) {
    switch (smtp_result_class(result)) {
    case SMTP_CLASS_NONE:
        return SMTP_OUTCOME_SENT;
    case SMTP_CLASS_PERMANENT:
        return SMTP_OUTCOME_REFUSED;
    case SMTP_CLASS_TRANSIENT:
        return SMTP_OUTCOME_DEFERRED;
    default:
        return SMTP_OUTCOME_FAILED;
    }
}

static void decide(struct smtp_report *report, smtp_result result, int32_t phase) {
    report->is_decided = true;
    report->result = result;
    report->class_number = smtp_result_class(result);
    report->outcome = outcome_of(result);
    report->phase = result == SMTP_OK ? SMTP_PHASE_DONE : phase;
}

/* The first recipient that was refused for good, else the first that was refused; NULL if none was. */
static const struct smtp__recipient *worst_recipient(const struct smtp_report *report) {
    const struct smtp__recipient *worst = NULL;
    for (size_t i = 0; i < report->recipient_count; i++) {
        const struct smtp__recipient *recipient = &report->recipients[i];
        if (recipient->result >= 0) {
            continue;
        }
        if (worst == NULL || (recipient->result == SMTP_E_PERMANENT && worst->result != SMTP_E_PERMANENT)) {
            worst = recipient;
        }
    }
    return worst;
}

static void mark_recipients(struct smtp_report *report, int32_t accepted) {
    for (size_t i = 0; i < report->recipient_count; i++) {
        report->recipients[i].accepted = report->recipients[i].result == SMTP_OK ? accepted : 0;
    }
}

static void taken(struct smtp_report *report, const smtp_event *event) {
    const struct smtp__recipient *worst = worst_recipient(report);
    decide(report, SMTP_OK, SMTP_PHASE_DONE);
    keep_reply(report, event);
    struct smtp__text id = smtp__queue_id(smtp__text_from(report->text, SMTP_Z));
    report->queue_id = copy_text(report, id.data, id.length);
    mark_recipients(report, 1);
    if (worst != NULL) {
        report->outcome = SMTP_OUTCOME_PARTIAL;
        report->result = worst->result;
        report->class_number = smtp_result_class(worst->result);
    }
}

/* Refused without a reply of its own: everybody was refused, and the one who counts most speaks for all. */
static void everybody_refused(struct smtp_report *report) {
    const struct smtp__recipient *worst = worst_recipient(report);
    if (worst != NULL) {
        report->phase = SMTP_PHASE_RCPT;
        report->code = worst->code;
        report->enhanced = worst->enhanced;
        report->text = worst->text;
    }
}

static void mail_finished(struct smtp_report *report, const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    if (result == SMTP_OK) {
        taken(report, event);
        return;
    }
    decide(report, result, smtp_event_phase(event));
    if (smtp_event_is_unknown(event)) {
        report->outcome = SMTP_OUTCOME_UNKNOWN;
        mark_recipients(report, -1);
    }
    if (smtp_event_code(event) != 0 || *smtp_event_text(event, NULL) != '\0') {
        keep_reply(report, event);
    } else if (report->code == 0 &&
               (report->class_number == SMTP_CLASS_PERMANENT || report->class_number == SMTP_CLASS_TRANSIENT)) {
        everybody_refused(report);
    }
}

static void refused_so_far(struct smtp_report *report, const smtp_event *event) {
    if (smtp_event_result(event) != SMTP_OK) {
        keep_reply(report, event);
    }
}

static void session_failed(struct smtp_report *report, const smtp_event *event) {
    if (report->is_decided) {
        return;
    }
    decide(report, smtp_event_result(event), smtp_event_phase(event));
    if (report->code == 0) {
        keep_reply(report, event);
    }
}

void smtp__report_event(struct smtp_report *report, const smtp_event *event) {
    switch (smtp_event_kind(event)) {
    case SMTP_EVENT_CAPABILITIES:
    case SMTP_EVENT_SENDER:
        refused_so_far(report, event);
        break;
    case SMTP_EVENT_READY:
        forget_reply(report);
        break;
    case SMTP_EVENT_RECIPIENT:
        keep_recipient(report, event);
        break;
    case SMTP_EVENT_MAIL:
        mail_finished(report, event);
        break;
    case SMTP_EVENT_FAILED:
        session_failed(report, event);
        break;
    default:
        break;
    }
}

void smtp__report_error(struct smtp_report *report, smtp_result result, int32_t phase) {
    if (!report->is_decided) {
        decide(report, result, phase);
    }
}

void smtp__report_success(struct smtp_report *report) {
    if (!report->is_decided) {
        decide(report, SMTP_OK, SMTP_PHASE_DONE);
    }
}
