/* SPDX-License-Identifier: MIT */
/* engine.c - the events of a session and its end. */
#include "session.h"

#include <string.h>

void smtp__session_emit(struct smtp_session *session, int32_t kind, smtp_result result, int32_t phase,
                        bool with_reply) {
    struct smtp_event event = {.kind = kind, .result = result, .phase = phase, .text = {"", 0}};
    if (with_reply) {
        event.code = session->reply.code;
        event.enhanced = session->reply.enhanced;
        event.text = smtp__reply_text(&session->reply);
        event.text_is_cut = session->reply.is_cut;
    }
    if (kind == SMTP_EVENT_MAIL) {
        event.accepted = session->mail.accepted;
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
    smtp__ring_push(&session->ring, step);
}

/* The end of data has gone out whole and its reply is missing: the server may have taken the mail. */
static bool awaits_end_of_data(const struct smtp_session *session) {
    return smtp__ring_awaits_reply(&session->ring) && smtp__ring_oldest(&session->ring) == SMTP__STEP_CONTENT;
}

void smtp__session_empty_output(struct smtp_session *session) {
    session->out.length = 0;
    session->out_sent = 0;
    session->out_is_exposed = false;
}

static bool is_quitting(const struct smtp_session *session) {
    bool is_sent = session->ring.count > 0 && smtp__ring_oldest(&session->ring) == SMTP__STEP_QUIT;
    return is_sent || session->step == SMTP__STEP_QUIT;
}

/* Every recipient was refused: whatever comes now, that is what became of the mail. */
static bool is_refused_by_all(const struct smtp__transaction *mail) {
    return mail->answered > 0 && mail->accepted == 0 && mail->answered == smtp_envelope_recipient_count(mail->envelope);
}

/* What decided the mail before stays; else it is the end of the session. */
static void end_mail(struct smtp_session *session, smtp_result result, int32_t phase) {
    struct smtp__transaction *mail = &session->mail;
    if (mail->envelope == NULL || mail->result != SMTP_OK) {
        return;
    }
    if (is_refused_by_all(mail)) {
        mail->result = mail->recipients_result;
        mail->phase = SMTP_PHASE_RCPT;
        return;
    }
    mail->result = result;
    mail->phase = phase;
    mail->reply_is_its = session->failure.has_reply;
    mail->is_unknown = awaits_end_of_data(session);
}

void smtp__session_end(struct smtp_session *session, smtp_result result, int32_t phase, unsigned how) {
    bool is_over = session->has_ended || is_quitting(session);
    if (!is_over && session->failure.result == SMTP_OK) {
        session->failure.result = result;
        session->failure.phase = phase;
        session->failure.has_reply = (how & SMTP__END_WITH_REPLY) != 0;
        session->failure.is_polite = (how & SMTP__END_POLITELY) != 0 && session->out.length == 0 && !session->is_broken;
        end_mail(session, result, phase);
    }
    smtp__session_empty_output(session);
    memset(&session->ring, 0, sizeof session->ring);
    session->step = is_over ? SMTP__STEP_CLOSE : SMTP__STEP_FAILED;
}

void smtp__session_forget_reply(struct smtp_session *session) {
    smtp__reply_clear(&session->reply);
    session->reply_is_whole = false;
    session->reply_has_begun = false;
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
    if (oldest == SMTP__STEP_CONTENT && !smtp__ring_awaits_reply(ring)) {
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
    if (smtp_session_phase(session) == SMTP_PHASE_CONTENT) {
        return DATA_BLOCK_S * MS; /* RFC 5321 s4.5.3.2.5 */
    }
    uint8_t step = session->ring.count > 0 ? smtp__ring_oldest(&session->ring) : session->step;
    return (uint32_t)smtp__step_row(step)->patience_s * MS;
}
