/* SPDX-License-Identifier: MIT */
#include "session.h"

static uint8_t place(const struct smtp__window *window, unsigned index) {
    return (uint8_t)((window->first + index) % SMTP_CFG_WINDOW);
}

uint8_t smtp__mail_newest_place(const struct smtp_session *session) {
    const struct smtp__window *window = &session->window;
    return place(window, window->count > 0 ? window->count - 1u : 0);
}

struct smtp__transaction *smtp__mail_newest(struct smtp_session *session) {
    return &session->window.mails[smtp__mail_newest_place(session)];
}

struct smtp__transaction *smtp__mail_oldest(struct smtp_session *session) {
    return &session->window.mails[session->window.first];
}

bool smtp__mail_is_written(struct smtp_session *session) {
    return session->window.count > 0 && smtp__mail_oldest(session)->is_written;
}

bool smtp__mail_may_begin(const struct smtp_session *session) {
    if (session->step != SMTP__STEP_IDLE || session->has_event) {
        return false;
    }
    return session->window.count == 0 ||
           (session->window.count < SMTP_CFG_WINDOW && smtp__session_pipelines(session, SMTP_PIPELINING_ACROSS_MAILS) &&
            session->lmtp == NULL);
}

/* RFC 3030 s2: after a chunk that was refused, and that is not known of those that were written without waiting. */
bool smtp__mail_needs_reset(struct smtp_session *session) {
    return session->needs_reset || (session->window.count > 0 && smtp__mail_newest(session)->is_chunked);
}

smtp_result smtp__mail_begin(struct smtp_session *session, const smtp_envelope *envelope, smtp_source *source) {
    struct smtp__window *window = &session->window;
    if (session->lmtp != NULL && !session->lmtp->begin(session, smtp_envelope_recipient_count(envelope))) {
        return SMTP_E_TOO_MANY_RECIPIENTS;
    }
    uint32_t extensions = session->capabilities.extensions;
    struct smtp__transaction fresh = {.envelope = envelope, .result = SMTP_PENDING};
    fresh.is_chunked = (session->chunking || source->is_binary) && (extensions & SMTP_EXT_CHUNKING) != 0;
    window->count++;
    window->submitted++;
    *smtp__mail_newest(session) = fresh;
    session->recipients_written = 0;
    smtp__content_init(&session->content, source, (extensions & SMTP_EXT_8BITMIME) != 0, fresh.is_chunked);
    return SMTP_OK;
}

bool smtp__mail_decide(struct smtp__transaction *mail, smtp_result result, int32_t phase) {
    if (mail->result != SMTP_PENDING) {
        return false;
    }
    mail->result = result;
    mail->phase = (uint8_t)phase;
    return true;
}

/* Every recipient was refused, or one of all: whatever comes now, that is what became of the mail. */
bool smtp__mail_is_refused(const struct smtp_session *session, const struct smtp__transaction *mail) {
    size_t needed = session->all_or_nothing ? mail->answered : 1;
    return mail->accepted < needed && mail->answered == smtp_envelope_recipient_count(mail->envelope);
}

static void decide_by_recipients(const struct smtp_session *session, struct smtp__transaction *mail) {
    if (smtp__mail_is_refused(session, mail)) {
        (void)smtp__mail_decide(mail, mail->recipients_result, SMTP_PHASE_RCPT);
    }
}

static bool is_over(struct smtp_session *session) {
    const struct smtp__ring *ring = &session->ring;
    bool is_answered = ring->count == 0 || smtp__ring_oldest_mail(ring) != session->window.first;
    return smtp__mail_is_written(session) && is_answered;
}

bool smtp__mail_tell(struct smtp_session *session) {
    struct smtp__window *window = &session->window;
    struct smtp__transaction *mail = smtp__mail_oldest(session);
    if (!is_over(session)) {
        return false;
    }
    decide_by_recipients(session, mail);
    session->needs_reset = mail->result != SMTP_OK;
    smtp__session_emit(session, SMTP_EVENT_MAIL, mail->result, mail->phase, mail->reply_is_its);
    session->event.accepted = mail->accepted;
    session->event.is_unknown = mail->is_unknown;
    if (session->lmtp != NULL) {
        session->lmtp->end(session);
    }
    window->first = place(window, 1);
    window->count--;
    return true;
}

/* Where a mail stands that is not the first in the row: at its oldest command, or where it would be written. */
static uint8_t phase_of(const struct smtp_session *session, uint8_t mail) {
    uint8_t step = smtp__ring_oldest_of(&session->ring, mail);
    if (step == SMTP__STEP_WAIT && mail == smtp__mail_newest_place(session)) {
        step = session->step;
    }
    return smtp__step_row(step)->phase;
}

/*
 * The end has gone out and no reply told what became of it. A server that closes with 421 takes none of what it has not
 * answered (RFC 5321 s3.8).
 */
static bool may_be_taken(const struct smtp_session *session, uint8_t mail) {
    return session->failure.result != SMTP_E_SERVICE_CLOSING &&
           (smtp__ring_has_sent(&session->ring, SMTP__STEP_CONTENT, mail) ||
            smtp__ring_has_sent(&session->ring, SMTP__STEP_BDAT_LAST, mail));
}

/* The server may have refused the first in the midst of its content: that says nothing of those behind it. */
static smtp_result result_of(const struct smtp__failure *failure, bool is_first) {
    bool is_refusal = failure->result == SMTP_E_TRANSIENT || failure->result == SMTP_E_PERMANENT;
    return is_refusal && !is_first ? SMTP_E_REPLY_UNEXPECTED : failure->result;
}

void smtp__mails_end(struct smtp_session *session) {
    struct smtp__failure *failure = &session->failure;
    for (unsigned i = 0; i < session->window.count; i++) {
        uint8_t at = place(&session->window, i);
        struct smtp__transaction *mail = &session->window.mails[at];
        mail->is_written = true;
        decide_by_recipients(session, mail);
        if (smtp__mail_decide(mail, result_of(failure, i == 0), i == 0 ? failure->phase : phase_of(session, at))) {
            mail->reply_is_its = failure->has_reply;
            mail->is_unknown = mail->is_unknown || may_be_taken(session, at);
            failure->is_unknown = failure->is_unknown || mail->is_unknown;
        }
    }
}
