/* SPDX-License-Identifier: MIT */
/* report.h - the report inside: filled while the events of one send or check come in. */
#ifndef SMTP__REPORT_H
#define SMTP__REPORT_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/envelope.h>
#include <smtp/report.h>
#include <stdbool.h>

/* What a server said; code 0 and "": nothing. */
struct smtp__answer {
    const char *text;
    int32_t code;
    int32_t enhanced;
};

struct smtp__recipient {
    const char *address;
    struct smtp__answer answer;
    smtp_result result; /* of its RCPT or its delivery; SMTP_PENDING: it is still to be asked */
    int32_t accepted;
    bool is_under_way; /* it belongs to the present transaction */
    bool is_delivered; /* LMTP: its own reply to the end of data came */
};

enum { SMTP__MESSAGE_MAX = 1024 };

struct smtp_report {
    struct smtp__arena arena; /* the texts and the recipients */
    struct smtp__recipient *recipients;
    size_t recipient_count;
    const size_t
        *part; /* which recipient is the first, the second, … of the present transaction; NULL: all are in it */
    size_t part_count;
    bool is_decided; /* nothing changes it any more, unless it is opened again */
    int32_t outcome;
    smtp_result result;
    int32_t class_number;
    int32_t phase;
    struct smtp__answer answer; /* what decided it */
    struct smtp__answer taken;  /* to the last transaction that the server took; code 0: it took none */
    const char *queue_id;
    int32_t retry_after_s;
    int32_t explanation;               /* smtp_explain: what to try */
    int32_t phase_ms[SMTP_PHASE_DONE]; /* -1: not gone through */
    uint32_t elapsed_ms;
    char message[SMTP__MESSAGE_MAX];
};

void smtp__report_init(struct smtp_report *report, const smtp_allocator *allocator);
void smtp__report_fini(struct smtp_report *report);

/* Forgets the last one. envelope NULL: no recipients. SMTP_OK, SMTP_E_NO_MEMORY. */
smtp_result smtp__report_start(struct smtp_report *report, const smtp_envelope *envelope);

/* Another transaction follows, for recipients that were not asked yet: nothing is decided. */
void smtp__report_reopen(struct smtp_report *report);

/* The same transaction over another connection: forgets what the server said in it, too. */
void smtp__report_again(struct smtp_report *report);

/* What stands behind the result: the reply that decided it, or that to the recipient who counts most where only some
   were refused. */
const struct smtp__answer *smtp__report_reason(const struct smtp_report *report);

/* At the end of a transaction: each of its recipients was refused, and nothing else was. */
bool smtp__report_is_of_recipients(const struct smtp_report *report, const smtp_event *event);

/* A reply of the server, or the end of the session. */
void smtp__report_event(struct smtp_report *report, const smtp_event *event);

/* An error that no event tells: before the session or beside it. */
void smtp__report_error(struct smtp_report *report, smtp_result result, int32_t phase);

/* A check that went well. */
void smtp__report_success(struct smtp_report *report);

/* Puts into words what happened, once it is decided. `problem` is what the transport adds, "" for nothing. */
void smtp__report_explain(struct smtp_report *report, const char *problem);

#endif
