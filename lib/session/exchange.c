/* SPDX-License-Identifier: MIT */
/* exchange.c - AUTH (RFC 4954): lock-step, so the send buffer is empty and its room serves to make the line. */
#include "session.h"

#include "base/ascii.h"
#include "base/wipe.h"
#include "codec/base64.h"
#include "wire/command.h"
#include <stdalign.h>
#include <string.h>

_Static_assert(SMTP_CFG_AUTH_ROUNDS >= 2 && SMTP_CFG_AUTH_ROUNDS <= 32, "SMTP_CFG_AUTH_ROUNDS: 2..32");

enum { COMMAND_LINE = 510, EXPLANATION_MOST = 512 };

/* RFC 4954 s4, s6: 504 and 534 say that this mechanism will not do; another may. */
enum { CHALLENGE = 334, MECHANISM_UNKNOWN = 504, MECHANISM_TOO_WEAK = 534, CREDENTIALS_INVALID = 535 };

/* What the host knows of a connection without TLS says nothing. */
static const struct smtp__channel *channel_of(const struct smtp_session *session) {
    return session->is_encrypted && session->channel.kind != 0 ? &session->channel : NULL;
}

static smtp_result choose(struct smtp_session *session) {
    struct smtp__auth_choice choice = {
        .offered = session->capabilities.mechanisms,
        .allowed = session->mechanisms | SMTP__MECHANISM_OWN,
        .tried = session->tried,
        .is_encrypted = session->is_encrypted,
        .plaintext_allowed = session->plaintext_auth,
        .channel = channel_of(session),
    };
    const struct smtp__mechanism *mechanism;
    smtp_result result = smtp__auth_choose(&choice, &session->credentials, &session->cryptography, &mechanism);
    if (result == SMTP_OK) {
        struct smtp__exchange fresh = {
            .mechanism = mechanism,
            .credentials = &session->credentials,
            .cryptography = &session->cryptography,
            .channel = choice.channel,
            .allowed = choice.allowed,
        };
        smtp__wipe(&session->exchange, sizeof session->exchange);
        session->exchange = fresh;
    }
    return result;
}

/* In base64 it must fit in a line (RFC 4954 s4), and the line in the send buffer. */
static smtp_result check_length(const struct smtp_session *session, size_t raw_length) {
    uint64_t line = smtp__base64_size(raw_length, 0) + 2;
    if (line > SMTP__AUTH_LINE_MAX) {
        return SMTP_E_SECRET;
    }
    return line > session->out.capacity ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK;
}

/* The room in which a mechanism computes is the end of the send buffer. False if it is too small. */
static bool place_work(struct smtp__exchange *exchange, struct smtp__buffer *raw) {
    if (exchange->mechanism->digest == 0) {
        return true;
    }
    if (raw->capacity < SMTP__AUTH_WORK + alignof(max_align_t)) {
        return false;
    }
    uint8_t *at = raw->data + raw->capacity - SMTP__AUTH_WORK;
    at -= (uintptr_t)at % alignof(max_align_t);
    exchange->work = at;
    raw->capacity = (size_t)(at - raw->data);
    return true;
}

static smtp_result call_mechanism(struct smtp__exchange *exchange, struct smtp__text challenge,
                                  struct smtp__buffer *raw) {
    if (!place_work(exchange, raw)) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    smtp_result result = exchange->mechanism->respond(exchange, challenge, raw);
    if (exchange->work != NULL) {
        smtp__wipe(exchange->work, SMTP__AUTH_WORK);
        exchange->work = NULL;
    }
    return result;
}

/* Makes the next response to a challenge, not yet in base64, at the very end of the send buffer. */
static smtp_result respond(struct smtp_session *session, struct smtp__text challenge, struct smtp__text *response) {
    struct smtp__buffer raw = {session->out.data, session->out.capacity, 0};
    smtp_result result = call_mechanism(&session->exchange, challenge, &raw);
    uint8_t *at = session->out.data + session->out.capacity - raw.length;
    memmove(at, raw.data, raw.length);
    smtp__wipe(raw.data, (size_t)(at - raw.data) < raw.length ? (size_t)(at - raw.data) : raw.length);
    response->data = (const char *)at;
    response->length = raw.length;
    return result == SMTP_OK ? check_length(session, raw.length) : result;
}

/* The response itself, as far as its line has not taken the room. */
static void wipe_response(struct smtp_session *session, struct smtp__text response) {
    struct smtp__buffer *out = &session->out;
    size_t start = out->capacity - response.length;
    start = start > out->length ? start : out->length;
    smtp__wipe(out->data + start, out->capacity - start);
}

static const char *name_of(const struct smtp_session *session) {
    const smtp_own_mechanism *own = session->credentials.own;
    return own != NULL ? own->name : smtp_mechanism_name(session->exchange.mechanism->bit);
}

static void trace_auth(const struct smtp_session *session, bool has_response) {
    uint8_t memory[64];
    struct smtp__buffer text = {memory, sizeof memory, 0};
    smtp__buffer_append_string(&text, "AUTH ");
    smtp__buffer_append_string(&text, name_of(session));
    if (has_response) {
        smtp__buffer_append_string(&text, " [hidden]");
    }
    smtp__trace(session, '>', (const char *)text.data, text.length);
}

/* "AUTH NAME RESPONSE" would be longer than any command may be (RFC 5321 s4.5.3.1.4). */
static bool is_too_long(const char *name, struct smtp__text initial) {
    return sizeof "AUTH  " - 1 + strlen(name) + smtp__base64_size(initial.length, 0) > COMMAND_LINE;
}

/* An initial response that is too long for the command waits for the server's empty challenge (RFC 4954 s4). */
static smtp_result write_auth(struct smtp_session *session) {
    const char *name = name_of(session);
    struct smtp__text nothing = {"", 0};
    struct smtp__text response = {NULL, 0};
    smtp_result result = SMTP_OK;
    if (session->exchange.mechanism->initial) {
        result = respond(session, nothing, &response);
    }
    if (result != SMTP_OK) {
        wipe_response(session, response);
        return result;
    }
    bool is_initial = response.data != NULL && !is_too_long(name, response);
    if (!is_initial) {
        wipe_response(session, response);
        response.data = NULL;
        session->exchange.round = 0;
    }
    result = smtp__command_auth(&session->out, name, response);
    wipe_response(session, response);
    if (result == SMTP_OK) {
        trace_auth(session, is_initial);
        smtp__session_await(session, SMTP__STEP_AUTH);
        session->holds_secret = true;
    }
    return result;
}

static smtp_result enter_auth(struct smtp_session *session) {
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

/*
 * What the challenge says outlives it at the very end of the send buffer: the reply that it explains takes its place.
 * As text of a reply it has no controls, and the secret is hidden while it is still whole.
 */
static void keep_explanation(struct smtp_session *session, struct smtp__text text) {
    struct smtp__buffer *out = &session->out;
    smtp__credentials_hide(session, 0);
    size_t room = out->capacity - out->length;
    size_t most = room < EXPLANATION_MOST ? room : EXPLANATION_MOST;
    session->explanation = text.length < most ? text.length : most;
    uint8_t *at = out->data + out->capacity - session->explanation;
    for (size_t i = 0; i < session->explanation; i++) {
        at[i] = (uint8_t)(smtp__ascii_is_control(text.data[i]) ? ' ' : text.data[i]);
    }
}

/* The refusal's text is followed by it. */
static void add_explanation(struct smtp_session *session) {
    const struct smtp__buffer *out = &session->out;
    struct smtp__text text = {(const char *)out->data + out->capacity - session->explanation, session->explanation};
    smtp__reply_add(&session->reply, text);
    session->explanation = 0;
}

/* What cannot be answered is given up in good order (RFC 4954 s4): "*", and the server's refusal is read. */
static smtp_result enter_auth_response(struct smtp_session *session) {
    struct smtp__text challenge;
    struct smtp__text response;
    smtp_result result = SMTP_E_AUTH_CHALLENGE;
    if (session->exchange.round < SMTP_CFG_AUTH_ROUNDS) {
        result = read_challenge(session, &challenge);
    }
    if (result == SMTP_OK) {
        result = respond(session, challenge, &response);
    }
    if (result == SMTP_E_AUTH_CHALLENGE || result == SMTP_E_AUTH_SERVER) {
        session->exchange.failure = result;
        session->step = SMTP__STEP_AUTH_CANCEL;
        return SMTP_OK;
    }
    if (result == SMTP_OK) {
        result = smtp__command_auth_response(&session->out, response);
        wipe_response(session, response);
    }
    if (result == SMTP_OK) {
        smtp__trace_string(session, '>', "[hidden]");
        smtp__session_await(session, SMTP__STEP_AUTH_RESPONSE);
        session->holds_secret = true;
        session->explanation = 0;
    }
    if (result == SMTP_OK && session->exchange.mechanism->explains && session->exchange.round > 1) {
        keep_explanation(session, challenge);
    }
    return result;
}

static smtp_result enter_auth_cancel(struct smtp_session *session) {
    size_t start = session->out.length;
    struct smtp__text star = {NULL, 0};
    smtp_result result = smtp__command_auth_response(&session->out, star);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_AUTH_CANCEL, start);
    }
    return result;
}

static bool has_another(struct smtp_session *session) {
    int code = session->reply.code;
    bool is_about_it = code == MECHANISM_UNKNOWN || code == MECHANISM_TOO_WEAK;
    return (is_about_it || (code == CREDENTIALS_INVALID && session->auth_fallback)) && choose(session) == SMTP_OK;
}

static uint8_t give_up(struct smtp_session *session, smtp_result result) {
    smtp__session_end(session, result, SMTP_PHASE_AUTH, SMTP__END_WITH_REPLY | SMTP__END_POLITELY);
    return SMTP__STEP_STAY;
}

static uint8_t answer_auth(struct smtp_session *session, uint8_t successor) {
    if (session->explanation > 0 && successor != SMTP__STEP_AUTH_RESPONSE) {
        add_explanation(session);
    }
    if (successor == SMTP__STEP_AUTH_RESPONSE && session->reply.code != CHALLENGE) {
        return SMTP__STEP_BREACH;
    }
    if (successor == SMTP__STEP_READY && session->exchange.mechanism->mutual && !session->exchange.is_verified) {
        return give_up(session, SMTP_E_AUTH_SERVER);
    }
    if (successor == SMTP__STEP_READY) {
        session->is_authenticated = true;
        smtp__session_emit(session, SMTP_EVENT_AUTHENTICATED, SMTP_OK, SMTP_PHASE_AUTH, true);
    }
    if (has_another(session)) {
        return SMTP__STEP_AUTH;
    }
    return successor;
}

/* The exchange failed by the challenge, whatever the server says to the "*". */
static uint8_t answer_auth_cancel(struct smtp_session *session, uint8_t successor) {
    (void)successor;
    return give_up(session, session->exchange.failure);
}

void smtp__session_take_credentials(struct smtp_session *session, const struct smtp__credentials *credentials) {
    static const struct smtp__authentication authentication = {
        enter_auth, enter_auth_response, enter_auth_cancel, answer_auth, answer_auth_cancel, smtp__credentials_hide,
    };
    session->authentication = &authentication;
    session->credentials = *credentials;
}
