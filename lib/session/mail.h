/* SPDX-License-Identifier: MIT */
/*
 * mail.h - the mails under way, in the order in which they were submitted.
 *
 * Only the newest is being written; the replies that come are the oldest one's, for a mail is over when its last reply
 * was read, and is told before the next octet is.
 */
#ifndef SMTP__SESSION_MAIL_H
#define SMTP__SESSION_MAIL_H

#include <smtp/config.h>
#include <smtp/envelope.h>
#include <smtp/source.h>
#include <stdbool.h>

#if SMTP_CFG_WINDOW < 1 || SMTP_CFG_WINDOW > 64
#error "SMTP_CFG_WINDOW must be 1 to 64"
#endif

/* A mail under way. */
struct smtp__transaction {
    const smtp_envelope *envelope;
    size_t answered; /* recipients whose RCPT was answered */
    size_t accepted;
    smtp_result result;            /* what decided it, SMTP_PENDING while nothing did */
    smtp_result recipients_result; /* why recipients were refused; permanent counts more than transient */
    uint8_t phase;                 /* where */
    bool is_chunked;               /* its content goes by BDAT */
    bool is_written;               /* nothing more of it will be written */
    bool reply_is_its;             /* the reply in the buffer is the one that decided it */
    bool is_unknown;               /* it ended without a reply to the end of data */
};

struct smtp__window {
    struct smtp__transaction mails[SMTP_CFG_WINDOW];
    uint64_t submitted; /* in the whole session */
    uint8_t first;
    uint8_t count;
};

struct smtp_session;

/* The one that is being written, and its place in the window; the one whose replies come. Without one: a place alone. */
struct smtp__transaction *smtp__mail_newest(struct smtp_session *session);
uint8_t smtp__mail_newest_place(const struct smtp_session *session);
struct smtp__transaction *smtp__mail_oldest(struct smtp_session *session);

/* True if the mail whose replies come is not the one that is being written: it was written to its end. */
bool smtp__mail_is_written(struct smtp_session *session);

/* True if another mail can be submitted. */
bool smtp__mail_may_begin(const struct smtp_session *session);

/* True if the server may still hold a part of the mail before, so that RSET comes first. */
bool smtp__mail_needs_reset(struct smtp_session *session);

/* SMTP_OK, or SMTP_E_TOO_MANY_RECIPIENTS. */
smtp_result smtp__mail_begin(struct smtp_session *session, const smtp_envelope *envelope, smtp_source *source);

/* What became of it, and where, unless that was decided before: then false. */
bool smtp__mail_decide(struct smtp__transaction *mail, smtp_result result, int32_t phase);

/* True if its recipients were refused, so that its content is not to be sent. */
bool smtp__mail_is_refused(const struct smtp_session *session, const struct smtp__transaction *mail);

/* Tells what became of the oldest mail, if nothing of it is unanswered. */
bool smtp__mail_tell(struct smtp_session *session);

/* The session has failed: so has each mail that is not decided. */
void smtp__mails_end(struct smtp_session *session);

#endif
