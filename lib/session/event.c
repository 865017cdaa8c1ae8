/* SPDX-License-Identifier: MIT */
#include "session.h"

const char *smtp_phase_name(int32_t phase) {
    static const char *const names[] = {"setup",   "connect",     "greeting", "ehlo", "starttls",
                                        "tls",     "auth",        "mail",     "rcpt", "data",
                                        "content", "end-of-data", "idle",     "quit", "done"};
    if (phase < 0 || (size_t)phase >= sizeof names / sizeof names[0]) {
        return "unknown";
    }
    return names[phase];
}

int32_t smtp_event_kind(const smtp_event *event) {
    return event == NULL ? 0 : event->kind;
}

smtp_result smtp_event_result(const smtp_event *event) {
    return event == NULL ? SMTP_E_ARGUMENT : event->result;
}

int32_t smtp_event_phase(const smtp_event *event) {
    return event == NULL ? SMTP_PHASE_SETUP : event->phase;
}

uint64_t smtp_event_mail(const smtp_event *event) {
    return event == NULL ? 0 : event->mail;
}

size_t smtp_event_recipient(const smtp_event *event) {
    return event == NULL ? 0 : event->recipient;
}

int32_t smtp_event_is_unknown(const smtp_event *event) {
    return event != NULL && event->is_unknown;
}

size_t smtp_event_accepted(const smtp_event *event) {
    return event == NULL ? 0 : event->accepted;
}

int32_t smtp_event_code(const smtp_event *event) {
    return event == NULL ? 0 : event->code;
}

int32_t smtp_event_enhanced(const smtp_event *event) {
    return event == NULL ? 0 : event->enhanced;
}

const char *smtp_event_text(const smtp_event *event, size_t *length) {
    struct smtp__text text = {"", 0};
    if (event != NULL) {
        text = event->text;
    }
    if (length != NULL) {
        *length = text.length;
    }
    return text.data;
}

int32_t smtp_event_text_is_cut(const smtp_event *event) {
    return event != NULL && event->text_is_cut;
}
