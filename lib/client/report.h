/* SPDX-License-Identifier: MIT */
/* report.h - the report inside: filled while the events of one send or check come in. */
#ifndef SMTP__REPORT_H
#define SMTP__REPORT_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/envelope.h>
#include <smtp/report.h>
#include <stdbool.h>

struct smtp__recipient {
    const char *address;
    const char *text;
    smtp_result result; /* of its RCPT; SMTP_PENDING while none came */
    int32_t code;
    int32_t enhanced;
    int32_t accepted;
};

enum { SMTP__MESSAGE_MAX = 1024 };

struct smtp_report {
    struct smtp__arena arena; /* the texts and the recipients */
    struct smtp__recipient *recipients;
    size_t recipient_count;
    bool is_decided; /* nothing changes it any more */
    int32_t outcome;
    smtp_result result;
    int32_t class_number;
    int32_t phase;
    int32_t code;
    int32_t enhanced;
    const char *text;
    const char *queue_id;
    int32_t explanation; /* smtp_explain: what to try */
    char message[SMTP__MESSAGE_MAX];
};

void smtp__report_init(struct smtp_report *report, const smtp_allocator *allocator);
void smtp__report_fini(struct smtp_report *report);

/* Forgets the last one. envelope NULL: no recipients. SMTP_OK, SMTP_E_NO_MEMORY. */
smtp_result smtp__report_start(struct smtp_report *report, const smtp_envelope *envelope);

/* The same mail over another connection: forgets what the server said over this one. */
void smtp__report_again(struct smtp_report *report);

/* A reply to MAIL, RCPT or the end of data, or the end of the session. */
void smtp__report_event(struct smtp_report *report, const smtp_event *event);

/* An error that no event tells: before the session or beside it. */
void smtp__report_error(struct smtp_report *report, smtp_result result, int32_t phase);

/* A check that went well. */
void smtp__report_success(struct smtp_report *report);

/* Puts into words what happened, once it is decided. `problem` is what the transport adds, "" for nothing. */
void smtp__report_explain(struct smtp_report *report, const char *problem);

#endif
