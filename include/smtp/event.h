/* SPDX-License-Identifier: MIT */
/*
 * event.h - what happened in a session: one reply of the server that the host wants to know, or the end.
 *
 * An event is borrowed from smtp_session_next_event and is good until the next call that changes the session.
 */
#ifndef LIBSMTP_EVENT_H
#define LIBSMTP_EVENT_H

#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_event smtp_event;

/* What an event tells. The numbers are ABI; new kinds may come, so pass over unknown ones. */
enum {
    SMTP_EVENT_GREETING = 1,      /* the server's 220 */
    SMTP_EVENT_CAPABILITIES = 2,  /* the reply to EHLO; where it was refused and HELO follows, the refusal. The reply
                                     to HELO makes no event. */
    SMTP_EVENT_TLS = 3,           /* the handshake is done; ask the transport for its details */
    SMTP_EVENT_AUTHENTICATED = 4, /* 235 */
    SMTP_EVENT_READY = 5,         /* a mail can be submitted */
    SMTP_EVENT_SENDER = 6,        /* the reply to MAIL FROM */
    SMTP_EVENT_RECIPIENT = 7,     /* the reply to one RCPT TO: smtp_event_recipient says which */
    SMTP_EVENT_MAIL = 8,          /* the mail is finished: its result */
    SMTP_EVENT_CLOSED = 9,        /* QUIT was answered, or the session was ended without an error */
    SMTP_EVENT_FAILED = 10,       /* the session is over: smtp_event_result says why */
    SMTP_EVENT_DELIVERY = 11,     /* LMTP: the reply to the end of data for one recipient (RFC 2033 s4.2), before
                                     SMTP_EVENT_MAIL: smtp_event_recipient says which */
    SMTP_EVENT_REPLY = 12         /* the reply to smtp_session_command; a mail can be submitted again */
};

/*
 * Where in the dialogue something happened. The numbers are ABI, the names are those of `smtp-send --json`.
 */
enum {
    SMTP_PHASE_SETUP = 0,    /* "setup": before anything was sent */
    SMTP_PHASE_CONNECT = 1,  /* "connect": name look-up and connection */
    SMTP_PHASE_GREETING = 2, /* "greeting": waiting for 220 */
    SMTP_PHASE_EHLO = 3,     /* "ehlo" */
    SMTP_PHASE_STARTTLS = 4, /* "starttls": the command */
    SMTP_PHASE_TLS = 5,      /* "tls": the handshake */
    SMTP_PHASE_AUTH = 6,     /* "auth" */
    SMTP_PHASE_MAIL = 7,     /* "mail": MAIL FROM */
    SMTP_PHASE_RCPT = 8,     /* "rcpt": RCPT TO */
    SMTP_PHASE_DATA = 9,     /* "data": the DATA command */
    SMTP_PHASE_CONTENT = 10, /* "content": the message is going out */
    SMTP_PHASE_END = 11,     /* "end-of-data": it went out, the reply is awaited */
    SMTP_PHASE_IDLE = 12,    /* "idle": between mails */
    SMTP_PHASE_QUIT = 13,    /* "quit" */
    SMTP_PHASE_DONE = 14     /* "done" */
};

/* The name of a phase. Static, never NULL; "unknown" for another number. */
SMTP_API const char *smtp_phase_name(int32_t phase);

/* SMTP_EVENT_* */
SMTP_API int32_t smtp_event_kind(const smtp_event *event);

/* SMTP_OK, or why not. For SMTP_EVENT_RECIPIENT and SMTP_EVENT_DELIVERY it is that recipient's own; for SMTP_EVENT_MAIL
   under LMTP it is SMTP_OK if one delivery was; what ended the session if that was before all of them were told. */
SMTP_API smtp_result smtp_event_result(const smtp_event *event);

/* SMTP_PHASE_*: where it happened. */
SMTP_API int32_t smtp_event_phase(const smtp_event *event);

/* Which mail it is about: the first that was submitted in the session is 1; 0: none. */
SMTP_API uint64_t smtp_event_mail(const smtp_event *event);

/* For SMTP_EVENT_RECIPIENT and SMTP_EVENT_DELIVERY the index in the envelope, else 0. */
SMTP_API size_t smtp_event_recipient(const smtp_event *event);

/* For SMTP_EVENT_MAIL and SMTP_EVENT_FAILED: 1 if the content went out to its last octet and no reply told what
   became of it, so that the server may have accepted the mail; else 0. A server that closes with 421 takes nothing of
   what it has not answered. */
SMTP_API int32_t smtp_event_is_unknown(const smtp_event *event);

/* For SMTP_EVENT_MAIL: how many recipients the server had accepted before DATA. */
SMTP_API size_t smtp_event_accepted(const smtp_event *event);

/*
 * The reply behind the event: its code, 0 if there was none; the enhanced status code (RFC 3463) as
 * class * 1000000 + subject * 1000 + detail, 0 if there was none; the text of all lines, joined by LF, without the
 * codes, as the server sent it (any octet but LF and NUL), ended by a NUL.
 */
SMTP_API int32_t smtp_event_code(const smtp_event *event);
SMTP_API int32_t smtp_event_enhanced(const smtp_event *event);
SMTP_API const char *smtp_event_text(const smtp_event *event, size_t *length);

/* 1 if the reply was longer than the session's reply buffer holds, so that lines or the end of the text are missing,
   else 0. Of a reply to EHLO about half a buffer is kept as text; its capabilities are read all the same. */
SMTP_API int32_t smtp_event_text_is_cut(const smtp_event *event);

SMTP_END_DECLS

#endif
