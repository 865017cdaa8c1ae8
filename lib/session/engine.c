/* SPDX-License-Identifier: MIT */
/* engine.c - moves the session: enters steps while it may, reads replies, tells events. */
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

static void empty_output(struct smtp_session *session) {
    session->out.length = 0;
    session->out_sent = 0;
    session->out_is_exposed = false;
}

static bool is_quitting(const struct smtp_session *session) {
    return session->ring.count > 0 && smtp__ring_oldest(&session->ring) == SMTP__STEP_QUIT;
}

/* What decided the mail before stays; else it is the end of the session. */
static void end_mail(struct smtp_session *session, smtp_result result, int32_t phase) {
    struct smtp__transaction *mail = &session->mail;
    if (mail->result == SMTP_OK) {
        mail->result = result;
        mail->phase = phase;
        mail->reply_is_its = session->failure.has_reply;
        mail->is_unknown = awaits_end_of_data(session);
    }
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
    empty_output(session);
    memset(&session->ring, 0, sizeof session->ring);
    session->step = is_over ? SMTP__STEP_CLOSE : SMTP__STEP_FAILED;
}

/* ---- writing ---- */

static bool pipelines(const struct smtp_session *session) {
    return session->pipelines && (session->capabilities.extensions & SMTP_EXT_PIPELINING) != 0;
}

static bool may_enter(const struct smtp_session *session) {
    const struct smtp__step *row = smtp__step_row(session->step);
    if (session->has_event || session->out_is_exposed) {
        return false;
    }
    if (session->ring.count == 0) {
        return true;
    }
    return row->follows && pipelines(session) && !smtp__ring_is_full(&session->ring);
}

static void forget_reply(struct smtp_session *session) {
    smtp__reply_clear(&session->reply);
    session->reply_is_whole = false;
}

/* In the middle of the content or of an AUTH exchange QUIT would be taken for a part of it. */
static void entry_failed(struct smtp_session *session, uint8_t step, smtp_result result) {
    bool is_inside = step == SMTP__STEP_CONTENT || step == SMTP__STEP_AUTH_RESPONSE;
    bool is_polite = !is_inside && session->ring.count == 0;
    int32_t phase = step == SMTP__STEP_CONTENT ? SMTP_PHASE_CONTENT : smtp__step_row(step)->phase;
    forget_reply(session);
    smtp__session_end(session, result, phase, is_polite ? SMTP__END_POLITELY : SMTP__END_PLAIN);
}

static void enter_steps(struct smtp_session *session) {
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
    session->is_started = true;
    enter_steps(session);
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
    enter_steps(session);
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
        empty_output(session);
    }
    return SMTP_OK;
}

/* ---- reading ---- */

static int32_t phase_of(const struct smtp_session *session) {
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

/* The server breaks the rules; the reply in the buffer, whole or not, is what it said. */
static void breach(struct smtp_session *session, smtp_result result) {
    session->reply_is_whole = true;
    smtp__session_end(session, result, phase_of(session), SMTP__END_WITH_REPLY);
}

static void follow(struct smtp_session *session, uint8_t step, uint8_t successor) {
    int32_t phase = smtp__step_row(step)->phase;
    switch (successor) {
    case SMTP__STEP_STAY:
        break;
    case SMTP__STEP_REFUSED:
        smtp__session_end(session, smtp__session_refusal(session, phase), phase,
                          SMTP__END_WITH_REPLY | SMTP__END_POLITELY);
        break;
    case SMTP__STEP_BREACH:
        breach(session, SMTP_E_REPLY_CODE);
        break;
    default:
        session->step = successor;
    }
}

enum { SERVICE_CLOSING = 421 };

/*
 * A reply while the content goes out: the server has made up its mind and the rest cannot be taken back, so the
 * connection ends. With nothing asked only 421 is allowed (RFC 5321 s3.8).
 */
static void unasked(struct smtp_session *session) {
    bool is_content = phase_of(session) == SMTP_PHASE_CONTENT;
    if (session->reply.code == SERVICE_CLOSING) {
        breach(session, SMTP_E_SERVICE_CLOSING);
    } else if (is_content && session->reply.code >= 400) {
        breach(session, smtp__session_refusal(session, SMTP_PHASE_CONTENT));
    } else {
        breach(session, SMTP_E_REPLY_UNEXPECTED);
    }
}

/* 421 is legal for every command and closes the session; for the mail it is a refusal for now. */
static void closing(struct smtp_session *session, uint8_t step) {
    int32_t phase = smtp__step_row(step)->phase;
    if (step == SMTP__STEP_QUIT) {
        session->step = SMTP__STEP_CLOSE;
        return;
    }
    if (step == SMTP__STEP_CONTENT) {
        session->mail.result = SMTP_E_SERVICE_CLOSING;
        session->mail.phase = phase;
        session->mail.reply_is_its = true;
    }
    smtp__session_end(session, SMTP_E_SERVICE_CLOSING, phase, SMTP__END_WITH_REPLY);
}

static void answer(struct smtp_session *session) {
    session->reply_is_whole = true;
    if (!smtp__ring_awaits_reply(&session->ring)) {
        unasked(session);
        return;
    }
    uint8_t step = smtp__ring_oldest(&session->ring);
    const struct smtp__step *row = smtp__step_row(step);
    uint8_t successor = row->on_reply[session->reply.code / 100 - 2];
    if (successor == SMTP__STEP_BREACH) {
        breach(session, SMTP_E_REPLY_CODE);
        return;
    }
    smtp__ring_pop(&session->ring);
    if (session->reply.code == SERVICE_CLOSING) {
        closing(session, step);
        return;
    }
    if (row->answer != NULL) {
        successor = row->answer(session, successor);
    }
    follow(session, step, successor);
}

/* The text of many capabilities must not take the room in which the next one is read. */
static bool has_room_for_a_line(const struct smtp__reply *reply) {
    return reply->text.length < reply->text.capacity / 2;
}

/* One whole line of a reply. True while more of the reply is to come. */
static bool take_line(struct smtp_session *session) {
    struct smtp__reply *reply = &session->reply;
    bool asked = session->ring.count > 0;
    uint8_t step = asked ? smtp__ring_oldest(&session->ring) : (uint8_t)SMTP__STEP_WAIT;
    bool is_first = reply->lines == 0;
    if (session->auth_line.data != NULL) {
        smtp__exchange_hide(session);
    }
    struct smtp__text line = smtp__reply_line(reply);
    smtp__trace(session, '<', line.data, line.length);
    if (step == SMTP__STEP_EHLO && !is_first && line.length > 4 && line.data[0] == '2') {
        struct smtp__text capability = {line.data + 4, line.length - 4};
        smtp__capabilities_add(&session->capabilities, capability);
    }
    bool keep = step != SMTP__STEP_EHLO || has_room_for_a_line(reply);
    smtp_result result = smtp__reply_take_line(reply, keep);
    if (result == SMTP_OK) {
        answer(session);
    } else if (result != SMTP_PENDING) {
        breach(session, result);
    }
    if (result != SMTP_PENDING && session->auth_line.data != NULL) {
        smtp__exchange_wipe(session);
    }
    return result == SMTP_PENDING;
}

/* Takes the octets of one line at most. */
static size_t feed_some(struct smtp_session *session, const uint8_t *data, size_t length) {
    size_t used = 0;
    if (session->reply_is_whole) {
        forget_reply(session);
    }
    smtp_result result = smtp__reply_feed(&session->reply, data, length, &used);
    if (result == SMTP_OK) {
        take_line(session);
    } else if (result != SMTP_PENDING) {
        breach(session, result);
    }
    return used;
}

/* After the reply to STARTTLS nothing may come before the handshake (RFC 3207 s4.2): it could be anybody's. */
static bool is_before_tls(const struct smtp_session *session) {
    return session->step == SMTP__STEP_HANDSHAKE && !session->is_encrypted && session->ring.count == 0;
}

smtp_result smtp_session_feed(smtp_session *session, const void *data, size_t length, size_t *used) {
    if (session == NULL || used == NULL || (data == NULL && length > 0)) {
        return SMTP_E_ARGUMENT;
    }
    *used = 0;
    if (!session->is_started) {
        return SMTP_E_STATE;
    }
    while (*used < length && !session->has_event) {
        if (session->step == SMTP__STEP_CLOSE || session->step == SMTP__STEP_FAILED) {
            *used = length;
        } else if (is_before_tls(session)) {
            forget_reply(session);
            smtp__session_end(session, SMTP_E_BYTES_BEFORE_TLS, SMTP_PHASE_STARTTLS, SMTP__END_PLAIN);
        } else {
            *used += feed_some(session, (const uint8_t *)data + *used, length - *used);
            enter_steps(session);
        }
    }
    return SMTP_OK;
}

smtp_result smtp_session_tls_done(smtp_session *session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (session->step != SMTP__STEP_HANDSHAKE || session->has_event) {
        return SMTP_E_STATE;
    }
    session->is_encrypted = true;
    smtp__capabilities_clear(&session->capabilities);
    forget_reply(session);
    session->step = session->security == SMTP_SECURITY_IMPLICIT_TLS ? SMTP__STEP_GREETING : SMTP__STEP_EHLO;
    smtp__session_emit(session, SMTP_EVENT_TLS, SMTP_OK, SMTP_PHASE_TLS, false);
    return SMTP_OK;
}

/* A refusal whose line end the server did not live to send explains why it closed; a success counts only whole. */
static void take_unfinished(struct smtp_session *session) {
    if (session->reply_is_whole || smtp__reply_end(&session->reply) != SMTP_OK) {
        return;
    }
    if (session->reply.code >= 400) {
        struct smtp__text text = smtp__reply_text(&session->reply);
        smtp__trace(session, '<', text.data, text.length);
        answer(session);
    }
}

smtp_result smtp_session_fail(smtp_session *session, smtp_result reason) {
    if (session == NULL || reason >= 0) {
        return SMTP_E_ARGUMENT;
    }
    session->is_started = true;
    session->is_broken = true;
    int32_t phase = phase_of(session);
    if (smtp_result_class(reason) == SMTP_CLASS_IO) {
        take_unfinished(session);
    }
    smtp__session_end(session, reason, phase, SMTP__END_PLAIN);
    return SMTP_OK;
}

smtp_result smtp_session_next_event(smtp_session *session, const smtp_event **event) {
    if (session == NULL || event == NULL) {
        return SMTP_E_ARGUMENT;
    }
    enter_steps(session);
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
    if (phase_of(session) == SMTP_PHASE_CONTENT) {
        return DATA_BLOCK_S * MS; /* RFC 5321 s4.5.3.2.5 */
    }
    uint8_t step = session->ring.count > 0 ? smtp__ring_oldest(&session->ring) : session->step;
    return (uint32_t)smtp__step_row(step)->patience_s * MS;
}

int32_t smtp_session_phase(const smtp_session *session) {
    return session == NULL ? SMTP_PHASE_SETUP : phase_of(session);
}
