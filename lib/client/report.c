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

static const struct smtp__answer no_answer = {.text = ""};

void smtp__report_reopen(struct smtp_report *report) {
    report->is_decided = false;
    report->outcome = SMTP_OUTCOME_FAILED;
    report->result = SMTP_OK;
    report->class_number = SMTP_CLASS_NONE;
    report->phase = SMTP_PHASE_SETUP;
    report->answer = no_answer;
}

static void forget(struct smtp_report *report) {
    smtp__arena_clear(&report->arena);
    smtp__report_reopen(report);
    report->recipients = NULL;
    report->recipient_count = 0;
    report->part = NULL;
    report->part_count = 0;
    report->taken = no_answer;
    report->queue_id = "";
    report->retry_after_s = -1;
    report->explanation = 0;
    report->elapsed_ms = 0;
    for (size_t i = 0; i < sizeof report->phase_ms / sizeof report->phase_ms[0]; i++) {
        report->phase_ms[i] = -1;
    }
    report->message[0] = '\0';
}

static bool copy_recipient(struct smtp_report *report, const smtp_envelope *envelope, size_t index) {
    size_t length;
    const char *address = smtp_envelope_recipient(envelope, index, &length);
    struct smtp__recipient recipient = {.answer = no_answer, .result = SMTP_PENDING, .is_under_way = true};
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

void smtp__report_again(struct smtp_report *report) {
    smtp__report_reopen(report);
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct smtp__recipient *recipient = &report->recipients[i];
        if (recipient->is_under_way) {
            recipient->answer = no_answer;
            recipient->result = SMTP_PENDING;
            recipient->accepted = 0;
            recipient->is_delivered = false;
        }
    }
}

/* Without memory for it a text is missing; that is no reason to lose the mail. */
static const char *copy_text(struct smtp_report *report, const char *text, size_t length) {
    const char *copy = smtp__arena_copy(&report->arena, text, length);
    return copy == NULL ? "" : copy;
}

static struct smtp__answer answer_of(struct smtp_report *report, const smtp_event *event) {
    size_t length;
    const char *text = smtp_event_text(event, &length);
    struct smtp__answer answer = {copy_text(report, text, length), smtp_event_code(event), smtp_event_enhanced(event)};
    return answer;
}

static void keep_reply(struct smtp_report *report, const smtp_event *event) {
    report->answer = answer_of(report, event);
}

static bool has_reply(const smtp_event *event) {
    return smtp_event_code(event) != 0 || *smtp_event_text(event, NULL) != '\0';
}

/* The recipient that an event of the present transaction is about; NULL if there is none. */
static struct smtp__recipient *recipient_of(const struct smtp_report *report, const smtp_event *event) {
    size_t index = smtp_event_recipient(event);
    if (report->part != NULL) {
        index = index < report->part_count ? report->part[index] : report->recipient_count;
    }
    return index < report->recipient_count ? &report->recipients[index] : NULL;
}

static void keep_recipient(struct smtp_report *report, const smtp_event *event) {
    struct smtp__recipient *recipient = recipient_of(report, event);
    if (recipient != NULL) {
        recipient->result = smtp_event_result(event);
        recipient->answer = answer_of(report, event);
        recipient->is_delivered = smtp_event_kind(event) == SMTP_EVENT_DELIVERY;
    }
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

const struct smtp__answer *smtp__report_reason(const struct smtp_report *report) {
    bool is_of_recipients = report->outcome == SMTP_OUTCOME_PARTIAL && report->phase == SMTP_PHASE_DONE;
    return is_of_recipients ? &worst_recipient(report)->answer : &report->answer;
}

bool smtp__report_is_of_recipients(const struct smtp_report *report, const smtp_event *event) {
    int32_t phase = smtp_event_phase(event);
    for (size_t i = 0; i < report->recipient_count; i++) {
        if (report->recipients[i].is_under_way && report->recipients[i].result >= 0) {
            return false;
        }
    }
    return phase >= SMTP_PHASE_RCPT && phase <= SMTP_PHASE_END && report->recipient_count > 0;
}

/* What the end of a transaction means for those who were not refused; one who was told so has the mail anyway. */
static void mark_recipients(struct smtp_report *report, int32_t accepted) {
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct smtp__recipient *recipient = &report->recipients[i];
        if (recipient->is_under_way) {
            int32_t its = recipient->is_delivered ? 1 : accepted;
            recipient->accepted = recipient->result >= 0 ? its : 0; /* with BDAT the content is ahead of the replies */
        }
    }
}

static bool has_recipient(const struct smtp_report *report, int32_t accepted) {
    for (size_t i = 0; i < report->recipient_count; i++) {
        if (report->recipients[i].accepted == accepted) {
            return true;
        }
    }
    return false;
}

static int32_t outcome_of(const struct smtp_report *report) {
    if (has_recipient(report, -1)) {
        return SMTP_OUTCOME_UNKNOWN;
    }
    if (report->result != SMTP_OK && has_recipient(report, 1)) {
        return SMTP_OUTCOME_PARTIAL;
    }
    switch (report->class_number) {
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

/* Recipients that were refused speak where nothing else does. */
static void decide(struct smtp_report *report, smtp_result result, int32_t phase) {
    const struct smtp__recipient *worst = worst_recipient(report);
    report->is_decided = true;
    report->phase = result == SMTP_OK ? SMTP_PHASE_DONE : phase;
    report->result = result == SMTP_OK && worst != NULL ? worst->result : result;
    report->class_number = smtp_result_class(report->result);
    report->outcome = outcome_of(report);
}

static void taken(struct smtp_report *report, const smtp_event *event) {
    keep_reply(report, event);
    report->taken = report->answer;
    struct smtp__text id = smtp__queue_id(smtp__text_from(report->answer.text, SMTP_Z));
    report->queue_id = copy_text(report, id.data, id.length);
    mark_recipients(report, 1);
    decide(report, SMTP_OK, SMTP_PHASE_DONE);
}

/* A reply to the mail as a whole, else what was kept, else that of the recipient who counts most. */
static void keep_refusal(struct smtp_report *report, const smtp_event *event) {
    const struct smtp__recipient *worst = worst_recipient(report);
    bool is_refusal = report->class_number == SMTP_CLASS_PERMANENT || report->class_number == SMTP_CLASS_TRANSIENT;
    if (has_reply(event)) {
        keep_reply(report, event);
    } else if (report->answer.code == 0 && is_refusal && worst != NULL) {
        report->phase = SMTP_PHASE_RCPT;
        report->answer = worst->answer;
    }
}

/* Nothing was said about the mail itself: if a transaction before was taken it was taken for some. */
static void nobody_took_it(struct smtp_report *report, const smtp_event *event) {
    bool is_taken = report->taken.code != 0;
    const struct smtp__recipient *worst = worst_recipient(report);
    decide(report, is_taken ? SMTP_OK : worst->result,
           smtp_event_phase(event) == SMTP_PHASE_END ? SMTP_PHASE_END : SMTP_PHASE_RCPT);
    report->answer = is_taken ? report->taken : worst->answer;
}

static void mail_finished(struct smtp_report *report, const smtp_event *event) {
    if (smtp_event_result(event) == SMTP_OK) {
        taken(report, event);
        return;
    }
    mark_recipients(report, smtp_event_is_unknown(event) ? -1 : 0);
    if (smtp__report_is_of_recipients(report, event)) {
        nobody_took_it(report, event);
    } else {
        decide(report, smtp_event_result(event), smtp_event_phase(event));
        keep_refusal(report, event);
    }
}

static void refused_so_far(struct smtp_report *report, const smtp_event *event) {
    if (smtp_event_result(event) != SMTP_OK) {
        keep_reply(report, event);
    }
}

/* A server that refuses EHLO and closes has said why, and HELO only meets the end; but "later" to HELO is its own. */
static void session_failed(struct smtp_report *report, const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    int32_t class_number = smtp_result_class(result);
    if (report->is_decided) {
        return;
    }
    if (report->answer.code >= 500 && class_number == SMTP_CLASS_IO && result != SMTP_E_CANCELLED) {
        result = SMTP_E_PERMANENT;
    }
    decide(report, result, smtp_event_phase(event));
    if (report->answer.code == 0 || class_number == SMTP_CLASS_TRANSIENT) {
        keep_reply(report, event);
    }
}

static void command_answered(struct smtp_report *report, const smtp_event *event) {
    decide(report, smtp_event_result(event), smtp_event_phase(event));
    keep_reply(report, event);
}

void smtp__report_event(struct smtp_report *report, const smtp_event *event) {
    switch (smtp_event_kind(event)) {
    case SMTP_EVENT_CAPABILITIES:
    case SMTP_EVENT_SENDER:
        refused_so_far(report, event);
        break;
    case SMTP_EVENT_READY:
        report->answer = no_answer;
        break;
    case SMTP_EVENT_RECIPIENT:
    case SMTP_EVENT_DELIVERY:
        keep_recipient(report, event);
        break;
    case SMTP_EVENT_MAIL:
        mail_finished(report, event);
        break;
    case SMTP_EVENT_REPLY:
        command_answered(report, event);
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
    smtp__report_error(report, SMTP_OK, SMTP_PHASE_DONE);
}
