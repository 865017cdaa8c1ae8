/* SPDX-License-Identifier: MIT */
/* exchange.c - AUTH (RFC 4954): lock-step, so the send buffer is empty and its room serves to make the line. */
#include "session.h"

#include "base/wipe.h"
#include "codec/base64.h"
#include "wire/command.h"
#include <string.h>

enum { COMMAND_LINE = 510, HIDE_LEAST = 4 };

/* RFC 4954 s6: this mechanism will not do, another may. */
enum { MECHANISM_UNKNOWN = 504, MECHANISM_TOO_WEAK = 534 };

static smtp_result choose(struct smtp_session *session) {
    struct smtp__auth_choice choice = {
        .offered = session->capabilities.mechanisms,
        .allowed = session->mechanisms,
        .tried = session->tried,
        .is_encrypted = session->is_encrypted,
        .plaintext_allowed = session->plaintext_auth,
    };
    session->exchange.credentials = &session->credentials;
    session->exchange.round = 0;
    return smtp__auth_choose(&choice, &session->exchange.mechanism);
}

/*
 * Makes the next response to a challenge in base64 at the end of the send buffer, from the raw one at its front, which
 * is wiped.
 */
static smtp_result respond(struct smtp_session *session, struct smtp__text challenge, struct smtp__text *response) {
    struct smtp__exchange *exchange = &session->exchange;
    struct smtp__buffer raw = {session->out.data, session->out.capacity, 0};
    smtp_result result = exchange->mechanism->respond(exchange, challenge, &raw);
    uint64_t size = smtp__base64_size(raw.length, 0);
    if (result == SMTP_OK && size > SMTP__AUTH_LINE_MAX) {
        result = SMTP_E_SECRET;
    }
    if (result == SMTP_OK && size > raw.capacity - raw.length) {
        result = SMTP_E_BUFFER_TOO_SMALL;
    }
    if (result == SMTP_OK) {
        struct smtp__base64 codec;
        struct smtp__input in = {raw.data, raw.length, true};
        struct smtp__output out = {raw.data + raw.capacity - size, (size_t)size};
        response->data = (const char *)out.data;
        response->length = (size_t)size;
        smtp__base64_init(&codec, 0);
        result = smtp__base64_step(&codec, &in, &out);
    }
    smtp__wipe(raw.data, raw.length);
    return result;
}

/* The line stays in the buffer until its reply was read, so that an echo of it can be told. */
static void remember(struct smtp_session *session, size_t response_length) {
    session->auth_line.length = response_length;
    session->auth_line.data = (const char *)session->out.data + session->out.length - 2 - response_length;
}

static void trace_auth(const struct smtp_session *session, bool has_response) {
    uint8_t memory[64];
    struct smtp__buffer text = {memory, sizeof memory, 0};
    smtp__buffer_append_string(&text, "AUTH ");
    smtp__buffer_append_string(&text, smtp_mechanism_name(session->exchange.mechanism->bit));
    if (has_response) {
        smtp__buffer_append_string(&text, " [hidden]");
    }
    smtp__trace(session, '>', (const char *)text.data, text.length);
}

/* An initial response that makes the line longer than any command may be waits for the server's empty challenge. */
static smtp_result write_auth(struct smtp_session *session) {
    const char *name = smtp_mechanism_name(session->exchange.mechanism->bit);
    struct smtp__text initial = {NULL, 0};
    if (session->exchange.mechanism->initial) {
        struct smtp__text challenge = {"", 0};
        smtp_result result = respond(session, challenge, &initial);
        if (result != SMTP_OK) {
            return result;
        }
        if (sizeof "AUTH  " - 1 + strlen(name) + initial.length > COMMAND_LINE) {
            initial.data = NULL;
            session->exchange.round = 0;
        }
    }
    smtp_result result = smtp__command_auth(&session->out, name, initial);
    if (result == SMTP_OK) {
        trace_auth(session, initial.data != NULL);
        smtp__ring_push(&session->ring, SMTP__STEP_AUTH);
        remember(session, initial.data != NULL ? initial.length : 0);
    }
    return result;
}

smtp_result smtp__enter_auth(struct smtp_session *session) {
    smtp_result result = choose(session);
    if (result != SMTP_OK) {
        return result;
    }
    session->tried |= session->exchange.mechanism->bit;
    return write_auth(session);
}

/* The challenge, decoded in place: the reply's text is not needed after it. */
static smtp_result read_challenge(struct smtp_session *session, struct smtp__text *challenge) {
    struct smtp__text text = smtp__text_trim(smtp__reply_text(&session->reply));
    size_t length = 0;
    uint8_t *in_place = session->reply.text.data + (text.data - (const char *)session->reply.text.data);
    if (session->reply.is_cut ||
        smtp__base64_decode(text.data, text.length, in_place, text.length, &length) != SMTP_OK) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    challenge->data = text.data;
    challenge->length = length;
    return SMTP_OK;
}

/* What cannot be answered is given up in good order (RFC 4954 s4): "*", and the server's refusal is read. */
smtp_result smtp__enter_auth_response(struct smtp_session *session) {
    struct smtp__text challenge;
    struct smtp__text response;
    smtp_result result = SMTP_E_AUTH_CHALLENGE;
    if (session->exchange.round < SMTP_CFG_AUTH_ROUNDS) {
        result = read_challenge(session, &challenge);
    }
    if (result == SMTP_OK) {
        result = respond(session, challenge, &response);
    }
    if (result == SMTP_E_AUTH_CHALLENGE) {
        session->step = SMTP__STEP_AUTH_CANCEL;
        return SMTP_OK;
    }
    if (result == SMTP_OK) {
        result = smtp__command_auth_response(&session->out, response);
    }
    if (result == SMTP_OK) {
        smtp__trace_string(session, '>', "[hidden]");
        smtp__ring_push(&session->ring, SMTP__STEP_AUTH_RESPONSE);
        remember(session, response.length);
    }
    return result;
}

smtp_result smtp__enter_auth_cancel(struct smtp_session *session) {
    size_t start = session->out.length;
    struct smtp__text star = {"*", 1};
    smtp_result result = smtp__command_auth_response(&session->out, star);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_AUTH_CANCEL, start);
    }
    return result;
}

static bool has_another(struct smtp_session *session) {
    return choose(session) == SMTP_OK;
}

uint8_t smtp__answer_auth(struct smtp_session *session, uint8_t successor) {
    int code = session->reply.code;
    if (successor == SMTP__STEP_READY) {
        session->is_authenticated = true;
        smtp__session_emit(session, SMTP_EVENT_AUTHENTICATED, SMTP_OK, SMTP_PHASE_AUTH, true);
    }
    if ((code == MECHANISM_UNKNOWN || code == MECHANISM_TOO_WEAK) && has_another(session)) {
        return SMTP__STEP_AUTH;
    }
    return successor;
}

/* The exchange failed by the challenge, whatever the server says to the "*". */
uint8_t smtp__answer_auth_cancel(struct smtp_session *session, uint8_t successor) {
    (void)successor;
    smtp__session_end(session, SMTP_E_AUTH_CHALLENGE, SMTP_PHASE_AUTH, true);
    return SMTP__STEP_STAY;
}

static void hide(uint8_t *line, size_t length, struct smtp__text secret) {
    if (secret.length < HIDE_LEAST) {
        return;
    }
    for (size_t i = 0; i + secret.length <= length; i++) {
        if (memcmp(line + i, secret.data, secret.length) == 0) {
            memset(line + i, '*', secret.length);
        }
    }
}

void smtp__exchange_hide(struct smtp_session *session) {
    struct smtp__reply *reply = &session->reply;
    uint8_t *line = reply->text.data + reply->line_at;
    size_t length = reply->text.length - reply->line_at;
    hide(line, length, session->auth_line);
    hide(line, length, session->credentials.secret);
}

void smtp__exchange_wipe(struct smtp_session *session) {
    smtp__wipe(session->out.data, session->out.capacity);
    session->auth_line.data = NULL;
    session->auth_line.length = 0;
}
