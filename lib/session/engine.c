/* SPDX-License-Identifier: MIT */
/* engine.c - the events of a session and its end. */
#include "session.h"

#include <string.h>

static bool is_about_a_mail(int32_t kind) {
    return kind == SMTP_EVENT_SENDER || kind == SMTP_EVENT_RECIPIENT || kind == SMTP_EVENT_MAIL ||
           kind == SMTP_EVENT_DELIVERY;
}

void smtp__session_emit(struct smtp_session *session, int32_t kind, smtp_result result, int32_t phase,
                        bool with_reply) {
    struct smtp_event event = {.kind = kind, .result = result, .phase = phase, .text = {"", 0}};
    if (is_about_a_mail(kind)) {
        event.mail = session->window.submitted - session->window.count + 1;
    }
    if (with_reply) {
        event.code = session->reply.code;
        event.enhanced = session->reply.enhanced;
        event.text = smtp__reply_text(&session->reply);
        event.text_is_cut = session->reply.is_cut;
    }
    session->event = event;
    session->has_event = true;
}

smtp_result smtp__session_refusal(const struct smtp_session *session, int32_t phase) {
    int code_class = session->reply.code / 100;
    if (code_class < 4) {
        return SMTP_OK;
    }
    bool is_transient = code_class == 4;
    if (phase == SMTP_PHASE_STARTTLS) {
        return SMTP_E_TLS_REFUSED;
    }
    if (phase == SMTP_PHASE_AUTH) {
        return is_transient ? SMTP_E_AUTH_TRANSIENT : SMTP_E_AUTH_REFUSED;
    }
    return is_transient ? SMTP_E_TRANSIENT : SMTP_E_PERMANENT;
}

void smtp__session_written(struct smtp_session *session, uint8_t step, size_t start) {
    smtp__trace(session, '>', (const char *)session->out.data + start, session->out.length - start - 2);
    smtp__session_await(session, step);
}

void smtp__session_await(struct smtp_session *session, uint8_t step) {
    smtp__ring_push(&session->ring, step, smtp__mail_newest_place(session), session->out.length);
}

bool smtp__session_pipelines(const struct smtp_session *session, uint8_t level) {
    return session->pipelining >= level && (session->capabilities.extensions & SMTP_EXT_PIPELINING) != 0;
}

void smtp__session_empty_output(struct smtp_session *session) {
    session->out.length = 0;
    session->out_sent = 0;
    session->out_is_exposed = false;
    smtp__ring_all_sent(&session->ring);
}

static bool is_quitting(const struct smtp_session *session) {
    bool is_sent = session->ring.count > 0 && smtp__ring_oldest(&session->ring) == SMTP__STEP_QUIT;
    return is_sent || session->step == SMTP__STEP_QUIT;
}

void smtp__session_end(struct smtp_session *session, smtp_result result, int32_t phase, unsigned how) {
    bool is_over = session->has_ended || is_quitting(session);
    if (!is_over && session->failure.result == SMTP_OK) {
        session->failure.result = result;
        session->failure.phase = phase;
        session->failure.has_reply = (how & SMTP__END_WITH_REPLY) != 0;
        session->failure.is_polite = (how & SMTP__END_POLITELY) != 0 && session->out.length == 0 && !session->is_broken;
        smtp__mails_end(session);
    }
    smtp__session_empty_output(session);
    memset(&session->ring, 0, sizeof session->ring);
    session->step = is_over ? SMTP__STEP_CLOSE : SMTP__STEP_FAILED;
}

void smtp__session_forget_reply(struct smtp_session *session) {
    smtp__reply_clear(&session->reply);
    session->reply_is_whole = false;
    session->reply_has_begun = false;
    smtp__mail_oldest(session)->reply_is_its = false;
}

int32_t smtp_session_phase(const struct smtp_session *session) {
    if (session == NULL) {
        return SMTP_PHASE_SETUP;
    }
    const struct smtp__ring *ring = &session->ring;
    if (session->failure.result != SMTP_OK) {
        return SMTP_PHASE_DONE;
    }
    if (ring->count == 0) {
        return session->step == SMTP__STEP_CONTENT ? SMTP_PHASE_CONTENT : smtp__step_row(session->step)->phase;
    }
    uint8_t oldest = smtp__ring_oldest(ring);
    bool is_end = oldest == SMTP__STEP_CONTENT || oldest == SMTP__STEP_BDAT_LAST;
    if (is_end && !smtp__ring_awaits_reply(ring)) {
        return SMTP_PHASE_CONTENT;
    }
    return smtp__step_row(oldest)->phase;
}

smtp_result smtp_session_next_event(smtp_session *session, const smtp_event **event) {
    if (session == NULL || event == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp__session_enter(session);
    *event = session->has_event ? &session->event : NULL;
    bool had_one = session->has_event;
    session->has_event = false;
    return had_one ? SMTP_OK : SMTP_PENDING;
}

enum { DATA_BLOCK_S = 180, MS = 1000 };

uint32_t smtp_session_patience_ms(const smtp_session *session) {
    if (session == NULL) {
        return 0;
    }
    if (smtp_session_phase(session) == SMTP_PHASE_CONTENT && !smtp__ring_awaits_reply(&session->ring)) {
        return DATA_BLOCK_S * MS; /* RFC 5321 s4.5.3.2.5 */
    }
    uint8_t step = session->ring.count > 0 ? smtp__ring_oldest(&session->ring) : session->step;
    return (uint32_t)smtp__step_row(step)->patience_s * MS;
}

uint32_t smtp_session_replies(const smtp_session *session) {
    return session == NULL ? 0 : session->replies;
}
