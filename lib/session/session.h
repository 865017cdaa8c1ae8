/* SPDX-License-Identifier: MIT */
/* session.h - the engine inside. */
#ifndef SMTP__SESSION_H
#define SMTP__SESSION_H

#include "auth/auth.h"
#include "base/buffer.h"
#include "content.h"
#include "lmtp.h"
#include "mail.h"
#include "ring.h"
#include "step.h"
#include "wire/capabilities.h"
#include "wire/reply.h"
#include <smtp/session.h>

enum { SMTP__SEND_LEAST = 48 }; /* octets of the send buffer that are always left for commands and content */

struct smtp_event {
    int32_t kind;
    smtp_result result;
    int32_t phase;
    uint64_t mail;
    size_t recipient;
    size_t accepted;
    int32_t code; /* 0: no reply stands behind it, and text is "" */
    int32_t enhanced;
    struct smtp__text text;
    bool is_unknown;
    bool text_is_cut;
};

struct smtp__failure {
    smtp_result result;
    int32_t phase;
    bool has_reply;
    bool is_polite;  /* QUIT can be sent */
    bool is_unknown; /* what became of a mail */
};

struct smtp_session {
    smtp_allocator allocator; /* release is NULL: in the caller's memory */

    /* settings */
    struct smtp__text helo;
    struct smtp__credentials credentials;
    struct smtp__cryptography cryptography;
    struct smtp__channel channel;
    struct smtp__mechanism own; /* of the caller, and the list that it makes */
    const struct smtp__mechanism *own_list[2];
    const struct smtp__lmtp *lmtp;                     /* NULL: SMTP is spoken */
    const struct smtp__authentication *authentication; /* NULL: no credentials are set */
    uint32_t mechanisms;
    int32_t security;
    bool plaintext_auth;
    bool auth_fallback;
    bool chunking;
    bool all_or_nothing;
    uint8_t pipelining; /* SMTP_PIPELINING_* */
    bool is_started;
    smtp_trace_fn trace;
    void *trace_context;

    /* the connection */
    uint32_t tried; /* mechanisms */
    bool is_encrypted;
    bool is_authenticated;
    bool needs_reset;    /* the server may still hold a part of the last mail */
    uint8_t after_reset; /* the step */
    struct smtp_capabilities capabilities;
    struct smtp__exchange exchange;
    size_t explanation; /* octets of what a challenge explained, at the very end of `out` */
    bool holds_secret;  /* the line of AUTH that waits for its reply still lies in `out` */

    uint8_t step; /* what is entered next */
    struct smtp__ring ring;
    struct smtp__window window;
    struct smtp__content content; /* of the mail that is being written */
    size_t recipients_written;
    struct smtp__deliveries deliveries;
    struct smtp__text command; /* of the caller */

    struct smtp__buffer out;
    size_t out_sent; /* of it */
    struct smtp__reply reply;
    bool out_is_exposed;  /* the host has seen `out`: nothing is appended until it has gone out */
    bool reply_has_begun; /* its first octet was read, */
    bool reply_was_asked; /* and then a command that was sent had no reply */
    bool reply_is_whole;  /* it was read; the next octet begins another */
    uint32_t replies;     /* that were */

    struct smtp_event event;
    bool has_event;
    bool is_broken; /* nothing can be sent any more */
    bool has_ended; /* SMTP_EVENT_FAILED or SMTP_EVENT_CLOSED was told */
    struct smtp__failure failure;
};

/* engine.c */

/* What stands behind the end of a session. */
enum {
    SMTP__END_PLAIN = 0,
    SMTP__END_WITH_REPLY = 1, /* the reply in the buffer */
    SMTP__END_POLITELY = 2    /* nothing is out of step: QUIT can be sent */
};

/* The session cannot go on: what became of each mail is told, then the failure. */
void smtp__session_end(struct smtp_session *session, smtp_result result, int32_t phase, unsigned how);

/* An event with the reply in the buffer behind it, or without. */
void smtp__session_emit(struct smtp_session *session, int32_t kind, smtp_result result, int32_t phase, bool with_reply);

/* SMTP_OK for 2yz and 3yz, else what a refusal means in this phase. */
smtp_result smtp__session_refusal(const struct smtp_session *session, int32_t phase);

/* A command was appended from `start` on: it is traced and awaits its reply as `step`. */
void smtp__session_written(struct smtp_session *session, uint8_t step, size_t start);

/* The same without the trace: what awaits its reply ends where the send buffer does. */
void smtp__session_await(struct smtp_session *session, uint8_t step);

/* May commands run ahead of the replies this far, SMTP_PIPELINING_*? */
bool smtp__session_pipelines(const struct smtp_session *session, uint8_t level);

void smtp__session_forget_reply(struct smtp_session *session);
void smtp__session_empty_output(struct smtp_session *session);

/* send.c: enters steps until one has to wait */
void smtp__session_enter(struct smtp_session *session);

/* offered.c: SMTP_OK, or what the server has declared not to take, so that it is not offered to it */
smtp_result smtp__session_check_offered(const struct smtp_session *session, const smtp_envelope *envelope,
                                        const smtp_source *source);
bool smtp__session_needs_smtputf8(const smtp_envelope *envelope, const smtp_source *source);

/* trace.c */
void smtp__trace(const struct smtp_session *session, int32_t direction, const char *text, size_t length);
void smtp__trace_string(const struct smtp_session *session, int32_t direction, const char *text);
void smtp__trace_content(const struct smtp_session *session);

/* submit.c: SMTP_OK if nothing is under way, SMTP_E_STATE, SMTP_E_ARGUMENT */
smtp_result smtp__session_idle(const struct smtp_session *session);

/* submit.c: enters the step, behind RSET if that is needed */
void smtp__session_begin(struct smtp_session *session, uint8_t step, bool needs_reset);

/* session.c: what every setter asks first: SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE */
smtp_result smtp__session_settable(const struct smtp_session *session);

/*
 * What is done with credentials. smtp__session_take_credentials puts the table into the session, and nothing else refers
 * to it: a program that sets none links none of it.
 */
struct smtp__authentication {
    smtp_result (*enter)(struct smtp_session *session);
    smtp_result (*enter_response)(struct smtp_session *session);
    smtp_result (*enter_cancel)(struct smtp_session *session);
    uint8_t (*answer)(struct smtp_session *session, uint8_t successor);
    uint8_t (*answer_cancel)(struct smtp_session *session, uint8_t successor);
    void (*hide)(struct smtp_session *session, size_t from);
};

/* exchange.c: what every setter of credentials ends with */
void smtp__session_take_credentials(struct smtp_session *session, const struct smtp__credentials *credentials);

/* authentication.c: forgets the line of AUTH once its reply was read */
void smtp__exchange_wipe(struct smtp_session *session);

/* authentication.c, of hide.c: overwrites the secret, and what carries it, where the server repeats them in its reply, from this place of
   its text on */
void smtp__hide_secret(struct smtp_session *session, size_t from);
void smtp__credentials_hide(struct smtp_session *session, size_t from);

#endif
