/* SPDX-License-Identifier: MIT */
/*
 * step.h - the steps of a session: what is sent, how long RFC 5321 s4.5.3.2 waits for the reply, and what follows.
 *
 * *Entering* a step (enter.c) writes its command; *answering* it (answer.c) reads what the reply means. The table in
 * step.c names the successor of every step for each class of reply. Only these change the step.
 */
#ifndef SMTP__SESSION_STEP_H
#define SMTP__SESSION_STEP_H

#include <smtp/result.h>
#include <stdbool.h>

enum smtp__step_id {
    SMTP__STEP_HANDSHAKE, /* the host shakes hands */
    SMTP__STEP_GREETING,
    SMTP__STEP_EHLO,
    SMTP__STEP_HELO,
    SMTP__STEP_PROTECT, /* decides: STARTTLS, AUTH or ready */
    SMTP__STEP_STARTTLS,
    SMTP__STEP_AUTH,
    SMTP__STEP_AUTH_RESPONSE,
    SMTP__STEP_AUTH_CANCEL,
    SMTP__STEP_READY,
    SMTP__STEP_IDLE,
    SMTP__STEP_NOOP,
    SMTP__STEP_COMMAND, /* of the caller */
    SMTP__STEP_RSET,
    SMTP__STEP_MAIL,
    SMTP__STEP_RCPT,
    SMTP__STEP_DATA,
    SMTP__STEP_CONTENT, /* its reply is the one to the end of data */
    SMTP__STEP_BDAT,
    SMTP__STEP_BDAT_LAST,
    SMTP__STEP_DOT,    /* 354 although nobody was accepted: an empty content, whose reply means nothing */
    SMTP__STEP_FINISH, /* nothing more of the mail is written, and nothing of it is unanswered */
    SMTP__STEP_FAILED,
    SMTP__STEP_QUIT,
    SMTP__STEP_CLOSE,
    SMTP__STEP_WAIT,    /* nothing to write until the reply */
    SMTP__STEP_STAY,    /* as a successor: the reply changes nothing of what is written next */
    SMTP__STEP_REFUSED, /* as a successor: the session fails with the server's refusal */
    SMTP__STEP_BREACH   /* as a successor: a code that RFC 5321 s4.3.2 does not have here */
};

struct smtp_session;

struct smtp__step {
    const char *verb;    /* for steps that are a verb alone; else NULL */
    uint16_t patience_s; /* for the reply */
    uint8_t phase;       /* SMTP_PHASE_* */
    bool follows;        /* may be written behind unanswered commands (RFC 2920 s3.1) */
    uint8_t after;       /* what is written next without waiting for the reply */
    uint8_t on_reply[4]; /* the successor for 2yz, 3yz, 4yz, 5yz */
    smtp_result (*enter)(struct smtp_session *session);
    uint8_t (*answer)(struct smtp_session *session, uint8_t successor); /* NULL: the table's successor is all */
};

const struct smtp__step *smtp__step_row(uint8_t step);

/* enter.c: SMTP_OK, SMTP_PENDING (not now), or an error that ends the session */
smtp_result smtp__enter_handshake(struct smtp_session *session);
smtp_result smtp__enter_greeting(struct smtp_session *session);
smtp_result smtp__enter_starttls(struct smtp_session *session);
smtp_result smtp__enter_noop(struct smtp_session *session);
smtp_result smtp__enter_command(struct smtp_session *session);
smtp_result smtp__enter_rset(struct smtp_session *session);
smtp_result smtp__enter_quit(struct smtp_session *session);
smtp_result smtp__enter_ehlo(struct smtp_session *session);
smtp_result smtp__enter_helo(struct smtp_session *session);
smtp_result smtp__enter_protect(struct smtp_session *session);
smtp_result smtp__enter_ready(struct smtp_session *session);
smtp_result smtp__enter_mail(struct smtp_session *session);
smtp_result smtp__enter_rcpt(struct smtp_session *session);
smtp_result smtp__enter_data(struct smtp_session *session);
smtp_result smtp__enter_content(struct smtp_session *session);
smtp_result smtp__enter_bdat(struct smtp_session *session);
smtp_result smtp__enter_dot(struct smtp_session *session);
smtp_result smtp__enter_finish(struct smtp_session *session);
smtp_result smtp__enter_failed(struct smtp_session *session);
smtp_result smtp__enter_close(struct smtp_session *session);
smtp_result smtp__enter_nothing(struct smtp_session *session);

/* authentication.c: AUTH, of exchange.c */
smtp_result smtp__enter_auth(struct smtp_session *session);
smtp_result smtp__enter_auth_response(struct smtp_session *session);
smtp_result smtp__enter_auth_cancel(struct smtp_session *session);
uint8_t smtp__answer_auth(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_auth_cancel(struct smtp_session *session, uint8_t successor);

/* answer.c: the step to write next */
uint8_t smtp__answer_greeting(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_ehlo(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_command(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_mail(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_rcpt(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_data(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_content(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_bdat(struct smtp_session *session, uint8_t successor);
uint8_t smtp__answer_bdat_last(struct smtp_session *session, uint8_t successor);

#endif
