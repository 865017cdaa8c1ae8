/* SPDX-License-Identifier: MIT */
/* send.c - enters steps while it may, and gives out what they write. */
#include "session.h"

static bool pipelines(const struct smtp_session *session) {
    return session->pipelines && (session->capabilities.extensions & SMTP_EXT_PIPELINING) != 0;
}

/* A reply that nothing asked for has begun: what it says ends the session, so nothing more is sent. */
static bool is_being_told(const struct smtp_session *session) {
    return session->reply_has_begun && !session->reply_is_whole && !session->reply_was_asked &&
           session->failure.result == SMTP_OK;
}

static bool may_enter(const struct smtp_session *session) {
    const struct smtp__step *row = smtp__step_row(session->step);
    if (session->has_event || session->out_is_exposed || is_being_told(session)) {
        return false;
    }
    if (session->ring.count == 0) {
        return true;
    }
    return row->follows && pipelines(session) && !smtp__ring_is_full(&session->ring);
}

/* In the middle of the content or of an AUTH exchange QUIT would be taken for a part of it. */
static void entry_failed(struct smtp_session *session, uint8_t step, smtp_result result) {
    bool is_inside = step == SMTP__STEP_CONTENT || step == SMTP__STEP_AUTH_RESPONSE;
    bool is_polite = !is_inside && session->ring.count == 0;
    int32_t phase = step == SMTP__STEP_CONTENT ? SMTP_PHASE_CONTENT : smtp__step_row(step)->phase;
    smtp__session_forget_reply(session);
    smtp__session_end(session, result, phase, is_polite ? SMTP__END_POLITELY : SMTP__END_PLAIN);
}

void smtp__session_enter(struct smtp_session *session) {
    session->is_started = true;
    while (may_enter(session)) {
        uint8_t step = session->step;
        session->step = smtp__step_row(step)->after;
        smtp_result result = smtp__step_row(step)->enter(session);
        bool is_full = result == SMTP_E_BUFFER_TOO_SMALL && session->out.length > 0;
        if (result == SMTP_PENDING || is_full) {
            session->step = step;
            return;
        }
        if (result != SMTP_OK) {
            entry_failed(session, step, result);
        }
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
    switch (session->step) {
    case SMTP__STEP_HANDSHAKE:
        return SMTP_WANT_TLS;
    case SMTP__STEP_CLOSE:
        return SMTP_WANT_CLOSE;
    case SMTP__STEP_IDLE:
        return SMTP_WANT_MAIL | SMTP_WANT_RECEIVE;
    default:
        return session->out.length > 0 ? SMTP_WANT_SEND | SMTP_WANT_RECEIVE : SMTP_WANT_RECEIVE;
    }
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

/* Every command is one line; content is not counted in lines: it has gone out when all of it has. */
static void count_commands(struct smtp_session *session, const uint8_t *data, size_t length) {
    struct smtp__ring *ring = &session->ring;
    if (ring->unsent > 0 && smtp__ring_oldest(ring) != SMTP__STEP_CONTENT) {
        size_t lines = 0;
        for (size_t i = 0; i < length; i++) {
            lines += data[i] == '\n';
        }
        smtp__ring_sent(ring, lines);
    }
}

smtp_result smtp_session_sent(smtp_session *session, size_t length) {
    if (session == NULL || length > session->out.length - session->out_sent) {
        return SMTP_E_ARGUMENT;
    }
    count_commands(session, session->out.data + session->out_sent, length);
    session->out_sent += length;
    if (session->out_sent == session->out.length) {
        smtp__ring_sent(&session->ring, session->ring.unsent);
        smtp__session_empty_output(session);
    }
    return SMTP_OK;
}
