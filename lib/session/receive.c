/* SPDX-License-Identifier: MIT */
/* receive.c - reads replies and lets the steps answer them. */
#include "session.h"

#include <string.h>

/* The server breaks the rules; the reply in the buffer, whole or not, is what it said. */
static void breach(struct smtp_session *session, smtp_result result) {
    session->reply_is_whole = true;
    smtp__hide_secret(session, 0); /* in a line that was broken, or in a challenge */
    smtp__session_end(session, result, smtp_session_phase(session), SMTP__END_WITH_REPLY);
}

/* A reply to a mail that is written to its end changes nothing of what is written next. */
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
        smtp__hide_secret(session, 0);
        smtp__session_end(session, SMTP_E_REPLY_CODE, phase, SMTP__END_WITH_REPLY);
        break;
    default:
        if (!smtp__mail_is_written(session)) {
            session->step = successor;
        }
    }
}

enum { SERVICE_CLOSING = 421 };

/*
 * A reply while the content goes out: the server has made up its mind and the rest cannot be taken back, so the
 * connection ends. With nothing asked only 421 is allowed (RFC 5321 s3.8).
 */
static void unasked(struct smtp_session *session) {
    bool is_content = smtp_session_phase(session) == SMTP_PHASE_CONTENT;
    if (session->reply.code == SERVICE_CLOSING) {
        breach(session, SMTP_E_SERVICE_CLOSING);
    } else if (is_content && session->reply.code >= 400) {
        breach(session, smtp__session_refusal(session, SMTP_PHASE_CONTENT));
    } else {
        breach(session, SMTP_E_REPLY_UNEXPECTED);
    }
}

/* 421 is legal for every command and closes the session; for a recipient and for the mail it is a refusal for now. */
static void closing(struct smtp_session *session, uint8_t step) {
    int32_t phase = smtp__step_row(step)->phase;
    if (step == SMTP__STEP_QUIT) {
        session->step = SMTP__STEP_CLOSE;
        return;
    }
    if (step == SMTP__STEP_RCPT) {
        (void)smtp__answer_rcpt(session, SMTP__STEP_STAY);
    }
    if (session->lmtp != NULL && smtp__step_row(step)->phase == SMTP_PHASE_END) {
        (void)session->lmtp->answer(session, SMTP__STEP_STAY);
    }
    smtp__session_end(session, SMTP_E_SERVICE_CLOSING, phase, SMTP__END_WITH_REPLY);
}

static void answer(struct smtp_session *session) {
    session->reply_is_whole = true;
    session->replies++;
    if (!session->reply_was_asked) {
        unasked(session);
        return;
    }
    uint8_t step = smtp__ring_oldest(&session->ring);
    const struct smtp__step *row = smtp__step_row(step);
    uint8_t successor = row->on_reply[session->reply.code / 100 - 2];
    bool is_closing = session->reply.code == SERVICE_CLOSING;
    if (successor == SMTP__STEP_BREACH && !is_closing) {
        breach(session, SMTP_E_REPLY_CODE);
        return;
    }
    if (session->lmtp == NULL || !session->lmtp->goes_on(session, step)) {
        smtp__ring_pop(&session->ring);
    }
    if (is_closing) {
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

/* RFC 5321 s4.1.1.1: the first line of the reply to EHLO is a greeting, each further one a capability. */
static void take_capability(struct smtp_session *session, struct smtp__text line) {
    if (session->reply.lines > 0 && line.length > 4 && line.data[0] == '2') {
        struct smtp__text capability = {line.data + 4, line.length - 4};
        const smtp_own_mechanism *own = session->credentials.own;
        smtp__capabilities_add(&session->capabilities, capability);
        if (own != NULL && smtp__capability_offers(capability, own->name)) {
            session->capabilities.mechanisms |= SMTP__MECHANISM_OWN;
        }
    }
}

/* A challenge must stay as it is to be answered: only its code is traced. Elsewhere the secret is hidden first. */
static void show_line(struct smtp_session *session, uint8_t step) {
    bool is_auth = step == SMTP__STEP_AUTH || step == SMTP__STEP_AUTH_RESPONSE;
    struct smtp__text line = smtp__reply_line(&session->reply);
    if (is_auth && line.length > 0 && line.data[0] == '3') {
        smtp__trace_string(session, '<', "334 [hidden]");
        return;
    }
    smtp__hide_secret(session, session->reply.line_at);
    smtp__trace(session, '<', line.data, line.length);
}

/* One whole line of a reply. */
static void take_line(struct smtp_session *session) {
    struct smtp__reply *reply = &session->reply;
    bool asked = session->ring.count > 0;
    uint8_t step = asked ? smtp__ring_oldest(&session->ring) : (uint8_t)SMTP__STEP_WAIT;
    show_line(session, step);
    if (step == SMTP__STEP_EHLO) {
        take_capability(session, smtp__reply_line(reply));
    }
    bool keep = step != SMTP__STEP_EHLO || has_room_for_a_line(reply);
    smtp_result result = smtp__reply_take_line(reply, keep);
    if (result == SMTP_OK) {
        answer(session);
    } else if (result != SMTP_PENDING) {
        breach(session, result);
    }
    if (result != SMTP_PENDING && session->holds_secret) {
        smtp__exchange_wipe(session);
    }
}

/* Takes the octets of one line at most. */
static size_t feed_some(struct smtp_session *session, const uint8_t *data, size_t length) {
    size_t used = 0;
    if (session->reply_is_whole) {
        smtp__session_forget_reply(session);
    }
    if (!session->reply_has_begun) {
        session->reply_has_begun = true;
        session->reply_was_asked = smtp__ring_awaits_reply(&session->ring);
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

static bool is_over(const struct smtp_session *session) {
    return session->step == SMTP__STEP_CLOSE || session->step == SMTP__STEP_FAILED;
}

smtp_result smtp_session_feed(smtp_session *session, const void *data, size_t length, size_t *used) {
    if (session == NULL || used == NULL || (data == NULL && length > 0)) {
        return SMTP_E_ARGUMENT;
    }
    *used = 0;
    if (!session->is_started) {
        return SMTP_E_STATE;
    }
    smtp__session_enter(session);
    while (*used < length && !session->has_event) {
        if (is_over(session)) {
            *used = length;
        } else if (is_before_tls(session)) {
            smtp__session_forget_reply(session);
            smtp__session_end(session, SMTP_E_BYTES_BEFORE_TLS, SMTP_PHASE_STARTTLS, SMTP__END_PLAIN);
        } else {
            *used += feed_some(session, (const uint8_t *)data + *used, length - *used);
            smtp__session_enter(session);
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
    smtp__session_forget_reply(session);
    session->step = session->security == SMTP_SECURITY_IMPLICIT_TLS ? SMTP__STEP_GREETING : SMTP__STEP_EHLO;
    smtp__session_emit(session, SMTP_EVENT_TLS, SMTP_OK, SMTP_PHASE_TLS, false);
    return SMTP_OK;
}

/* A refusal whose line end the server did not live to send explains why it closed; a success counts only whole. */
static void take_unfinished(struct smtp_session *session) {
    if (session->reply_is_whole || !session->reply_has_begun) {
        return;
    }
    session->reply.line_is_cut = true;
    smtp__hide_secret(session, session->reply.line_at);
    if (smtp__reply_end(&session->reply) == SMTP_OK && session->reply.code >= 400) {
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
    int32_t phase = smtp_session_phase(session);
    if (smtp_result_class(reason) == SMTP_CLASS_IO) {
        take_unfinished(session);
    }
    smtp__session_end(session, reason, phase, SMTP__END_PLAIN);
    return SMTP_OK;
}
