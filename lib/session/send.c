/* SPDX-License-Identifier: MIT */
/* send.c - enters steps while it may, and gives out what they write. */
#include "session.h"

/* A reply that nothing asked for has begun: what it says ends the session, so nothing more is sent. */
static bool is_being_told(const struct smtp_session *session) {
    return session->reply_has_begun && !session->reply_is_whole && !session->reply_was_asked &&
           session->failure.result == SMTP_OK;
}

static bool may_enter(const struct smtp_session *session) {
    const struct smtp__step *row = smtp__step_row(session->step);
    if (session->out_is_exposed || is_being_told(session)) {
        return false;
    }
    if (session->ring.count == 0) {
        return true;
    }
    return row->follows && smtp__session_pipelines(session, SMTP_PIPELINING_WITHIN_MAIL) &&
           !smtp__ring_is_full(&session->ring);
}

/* In the middle of the content or of an AUTH exchange QUIT would be taken for a part of it. */
static void entry_failed(struct smtp_session *session, uint8_t step, smtp_result result) {
    bool is_inside = step == SMTP__STEP_CONTENT || step == SMTP__STEP_AUTH_RESPONSE;
    bool is_polite = !is_inside && session->ring.count == 0;
    int32_t phase = step == SMTP__STEP_CONTENT ? SMTP_PHASE_CONTENT : smtp__step_row(step)->phase;
    if (step == SMTP__STEP_MAIL || step == SMTP__STEP_RCPT) {
        smtp__mail_decide(smtp__mail_newest(session), result, phase);
        session->step = SMTP__STEP_FINISH;
        return;
    }
    smtp__session_forget_reply(session);
    smtp__session_end(session, result, phase, is_polite ? SMTP__END_POLITELY : SMTP__END_PLAIN);
}

/* False if there is nothing to enter now. */
static bool enter_one(struct smtp_session *session) {
    uint8_t step = session->step;
    session->step = smtp__step_row(step)->after;
    smtp_result result = smtp__step_row(step)->enter(session);
    bool is_full = result == SMTP_E_BUFFER_TOO_SMALL && session->out.length > 0;
    if (result == SMTP_PENDING || is_full) {
        session->step = step;
        return false;
    }
    if (result != SMTP_OK) {
        entry_failed(session, step, result);
    }
    return true;
}

/* What became of a mail is told as soon as it is known, whatever is being written by then. */
void smtp__session_enter(struct smtp_session *session) {
    session->is_started = true;
    bool goes_on = true;
    while (goes_on && !session->has_event) {
        goes_on = smtp__mail_tell(session) || (may_enter(session) && enter_one(session));
    }
}

uint32_t smtp_session_wants(smtp_session *session) {
    if (session == NULL) {
        return SMTP_WANT_CLOSE;
    }
    smtp__session_enter(session);
    if (session->has_event) {
        return SMTP_WANT_EVENT;
    }
    if (session->step == SMTP__STEP_HANDSHAKE) {
        return SMTP_WANT_TLS;
    }
    if (session->step == SMTP__STEP_CLOSE) {
        return SMTP_WANT_CLOSE;
    }
    uint32_t wants = SMTP_WANT_RECEIVE;
    wants |= smtp__mail_may_begin(session) ? SMTP_WANT_MAIL : 0u;
    wants |= session->out.length > 0 ? SMTP_WANT_SEND : 0u;
    return wants;
}

smtp_result smtp_session_pending(smtp_session *session, const uint8_t **data, size_t *length) {
    if (session == NULL || data == NULL || length == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp__session_enter(session);
    *data = session->out.data + session->out_sent;
    *length = session->out.length - session->out_sent;
    session->out_is_exposed = *length > 0;
    return SMTP_OK;
}

smtp_result smtp_session_sent(smtp_session *session, size_t length) {
    if (session == NULL || length > session->out.length - session->out_sent) {
        return SMTP_E_ARGUMENT;
    }
    smtp__ring_sent(&session->ring, session->out.data, session->out_sent, session->out_sent + length);
    session->out_sent += length;
    if (session->out_sent == session->out.length) {
        smtp__session_empty_output(session);
    }
    return SMTP_OK;
}
