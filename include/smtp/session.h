/* SPDX-License-Identifier: MIT */
/*
 * session.h - the engine: SMTP as a state machine that takes bytes and gives bytes.
 *
 * It owns no socket, clock, heap, thread or TLS library. The host asks what the session wants, moves bytes, and takes
 * events:
 *
 *     for (;;) {
 *         uint32_t wants = smtp_session_wants(s);
 *         if (wants & SMTP_WANT_EVENT)   { smtp_session_next_event(s, &event); … continue; }
 *         if (wants & SMTP_WANT_TLS)     { shake hands; smtp_session_tls_done(s); continue; }
 *         if (wants & SMTP_WANT_RECEIVE) { n = recv(…); smtp_session_feed(s, buffer, n, &used); }
 *         if (wants & SMTP_WANT_SEND)    { smtp_session_pending(s, &data, &n); n = send(…); smtp_session_sent(s, n); }
 *         if (wants & SMTP_WANT_CLOSE)   { close the connection; break; }
 *     }
 *
 * All that the server has said is to be fed before anything is sent: what had come before a command, or before the end
 * of data, went out is no answer to it, and only then can the session tell. smtp_client (client.h) is such a host. The
 * session sets no time limit itself: smtp_session_patience_ms says how long RFC 5321 s4.5.3.2 gives the present step,
 * and smtp_session_fail tells it that the host's patience ended.
 *
 * With SMTP_PIPELINING_ACROSS_MAILS a mail that is submitted as soon as SMTP_WANT_MAIL is set, and before
 * smtp_session_pending is called, goes out in one piece with the one before it.
 *
 * The session keeps no more of a reply than its reply buffer holds and takes no memory after it was made. One thread at
 * a time.
 */
#ifndef LIBSMTP_SESSION_H
#define LIBSMTP_SESSION_H

#include "allocator.h"
#include "capabilities.h"
#include "channel.h"
#include "config.h"
#include "digest.h"
#include "envelope.h"
#include "event.h"
#include "extension.h"
#include "mechanism.h"
#include "result.h"
#include "source.h"

SMTP_BEGIN_DECLS

typedef struct smtp_session smtp_session;

/* What a session wants: a mask. */
enum {
    SMTP_WANT_SEND = 1,    /* there are bytes to send: smtp_session_pending */
    SMTP_WANT_RECEIVE = 2, /* bytes from the server are welcome: smtp_session_feed */
    SMTP_WANT_TLS = 4,     /* shake hands now, then smtp_session_tls_done */
    SMTP_WANT_EVENT = 8,   /* an event waits: smtp_session_next_event. Nothing else happens before it is taken. */
    SMTP_WANT_MAIL = 16,   /* smtp_session_submit is welcome. Where every mail before had its SMTP_EVENT_MAIL, so are
                              smtp_session_command, _noop and _quit: the session is idle */
    SMTP_WANT_CLOSE = 32   /* over: close the connection */
};

/* How the connection is protected. The numbers are ABI. There is no "if offered": TLS is required or not used. */
enum {
    SMTP_SECURITY_STARTTLS_REQUIRED = 0, /* RFC 3207; the mail is not sent without it */
    SMTP_SECURITY_IMPLICIT_TLS = 1,      /* RFC 8314 s3.3: the handshake comes before the greeting */
    SMTP_SECURITY_CLEAR = 2              /* no TLS */
};

/* How far commands may run ahead of the replies (RFC 2920). The numbers are ABI. */
enum {
    SMTP_PIPELINING_OFF = 0,         /* lock-step */
    SMTP_PIPELINING_WITHIN_MAIL = 1, /* MAIL, all RCPT and DATA in one flight where the server offers it: the default */
    SMTP_PIPELINING_ACROSS_MAILS = 2 /* also the next mail behind the end of data of the one before, whose reply is not
                                        awaited; with BDAT up to SMTP_CFG_WINDOW mails are under way */
};

/* What is spoken. The numbers are ABI. */
enum {
    SMTP_PROTOCOL_SMTP = 0,
    SMTP_PROTOCOL_LMTP = 1 /* RFC 2033: LHLO, and after the end of data a reply for each recipient that was accepted */
};

/*
 * A new session, before the greeting.
 *   send_bytes   buffer for commands and content, 64..1 MiB. An AUTH line must fit in it; LMTP keeps a bit of it for
 *                each recipient of a mail.
 *   reply_bytes  how much text of a reply is kept, 64..65535
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY; *session is NULL after an error.
 */
SMTP_API smtp_result smtp_session_new(const smtp_allocator *allocator, size_t send_bytes, size_t reply_bytes,
                                      smtp_session **session);
SMTP_API void smtp_session_free(smtp_session *session); /* NULL is allowed; secrets in its buffers are wiped */

/*
 * The same in the caller's memory of at least smtp_session_bytes(send_bytes, reply_bytes), aligned for a pointer and
 * borrowed until smtp_session_fini. Without the buffers it is at most SMTP_SESSION_BYTES.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_MEMORY_SIZE.
 */
SMTP_API smtp_result smtp_session_init(void *memory, size_t memory_size, size_t send_bytes, size_t reply_bytes,
                                       smtp_session **session);
SMTP_API void smtp_session_fini(smtp_session *session);
SMTP_API size_t smtp_session_bytes(size_t send_bytes, size_t reply_bytes);
#define SMTP_SESSION_BYTES (784 + 10 * SMTP_CFG_RING + 40 * SMTP_CFG_WINDOW)

/*
 * Settings: before the first call of smtp_session_wants, else SMTP_E_STATE.
 *
 * smtp_session_set_security    SMTP_SECURITY_*; SMTP_SECURITY_STARTTLS_REQUIRED by default
 * smtp_session_set_helo        the name for EHLO, borrowed for the session's life; "[127.0.0.1]" by default.
 *                              What smtp_helo_name_check says.
 * smtp_session_set_credentials user and secret, both borrowed for the session's life and never copied but into the
 *                              send buffer, which is wiped once their reply was read. No AUTH without them (RFC 4954).
 *                              SMTP_E_USER, SMTP_E_SECRET, SMTP_E_CONTROL_CHARACTER
 * smtp_session_set_mechanisms  strict list of what may be used, SMTP_MECHANISM_*; all of the build by default. 0 and
 *                              unknown bits are SMTP_E_ARGUMENT.
 * smtp_session_set_plaintext_auth  1: credentials may go over a connection without TLS. 0 by default.
 * smtp_session_set_token       instead of a password a bearer token, for OAUTHBEARER and XOAUTH2; borrowed likewise.
 *                              What the server explains of a refusal, JSON, follows the reply's text as one more line.
 *                              SMTP_E_USER, SMTP_E_SECRET, SMTP_E_CONTROL_CHARACTER, SMTP_E_TOKEN
 * smtp_session_set_external    instead of both the client's certificate, which TLS has shown: EXTERNAL. identity: who
 *                              to act as, borrowed; "" for whom the certificate names. SMTP_E_USER (too long),
 *                              SMTP_E_CONTROL_CHARACTER
 * smtp_session_set_anonymous   nobody: ANONYMOUS. trace: an address or a word for the server's log, borrowed.
 *                              SMTP_E_USER (longer than 255 octets), SMTP_E_CONTROL_CHARACTER
 * smtp_session_set_own_mechanism  a mechanism of the caller's in the place of all others, borrowed. What it responds is
 *                              hidden in the trace; where a server repeats it, it cannot be known. SMTP_E_MECHANISM
 * smtp_session_set_auth_fallback  1: another mechanism is tried after 535, too, which some servers answer where only
 *                              the mechanism is wrong; accounts may be locked after a few. 0 by default: only after
 *                              504 and 534. None that shows the secret follows one that hides it without TLS.
 * smtp_session_set_pipelining  SMTP_PIPELINING_*
 * smtp_session_set_protocol    SMTP_PROTOCOL_*. With LMTP one mail is under way at a time, whatever the pipelining.
 * smtp_session_set_chunking    1: the content goes out by BDAT where the server offers CHUNKING (RFC 3030). 0 by
 *                              default, DATA; content that is binary always goes by BDAT.
 * smtp_session_set_all_or_nothing  1: DATA is sent only when every recipient was accepted; else the mail fails with
 *                              what refused the first of those that count most, and is reset. 0 by default: it goes to
 *                              those that were accepted. Under LMTP a recipient can still be refused afterwards.
 * smtp_session_set_extensions  SMTP_EXT_*: a mask of what may be used of what the server offers; all by default
 *
 * Each returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or a number that is not named), SMTP_E_STATE or what is named; nothing
 * is changed by an error. What is set can be replaced, not taken away.
 */
SMTP_API smtp_result smtp_session_set_security(smtp_session *session, int32_t security);
SMTP_API smtp_result smtp_session_set_helo(smtp_session *session, const char *name, size_t length);
SMTP_API smtp_result smtp_session_set_credentials(smtp_session *session, const char *user, size_t user_length,
                                                  const char *secret, size_t secret_length);
SMTP_API smtp_result smtp_session_set_mechanisms(smtp_session *session, uint32_t mechanisms);
SMTP_API smtp_result smtp_session_set_plaintext_auth(smtp_session *session, int32_t allowed);
SMTP_API smtp_result smtp_session_set_token(smtp_session *session, const char *user, size_t user_length,
                                            const char *token, size_t token_length);
SMTP_API smtp_result smtp_session_set_external(smtp_session *session, const char *identity, size_t length);
SMTP_API smtp_result smtp_session_set_anonymous(smtp_session *session, const char *trace, size_t length);
SMTP_API smtp_result smtp_session_set_own_mechanism(smtp_session *session, const smtp_own_mechanism *own);
SMTP_API smtp_result smtp_session_set_auth_fallback(smtp_session *session, int32_t allowed);
SMTP_API smtp_result smtp_session_set_pipelining(smtp_session *session, int32_t level);
SMTP_API smtp_result smtp_session_set_protocol(smtp_session *session, int32_t protocol);
SMTP_API smtp_result smtp_session_set_chunking(smtp_session *session, int32_t wanted);
SMTP_API smtp_result smtp_session_set_all_or_nothing(smtp_session *session, int32_t wanted);
SMTP_API smtp_result smtp_session_set_extensions(smtp_session *session, uint32_t extensions);

/*
 * Lets the session use CRAM-MD5 and SCRAM, which come before PLAIN and LOGIN then, as far as the table has their hash
 * functions. Both are borrowed for the session's life; each hash function is begun once here. The mechanisms compute in
 * the send buffer, which needs 1 KiB for it. SCRAM computes as long as the server asks for: the iterations of its
 * passwords, SMTP_CFG_SCRAM_ITERATIONS at most, are gone through in one call of smtp_session_feed, or what follows it,
 * which takes up to a second on a PC for the most, and minutes on a small machine.
 * SMTP_OK, SMTP_E_ARGUMENT (a table or function is missing), SMTP_E_STATE, SMTP_E_NO_MEMORY.
 */
SMTP_API smtp_result smtp_session_set_digests(smtp_session *session, const smtp_digest_ops *digests,
                                              smtp_random_fn random, void *random_context);

/*
 * What the TLS connection is known by (channel.h), so that SCRAM can prove that nobody sits in between: the -PLUS forms
 * come first then. Borrowed for the session's life. Allowed until smtp_session_tls_done; SMTP_E_STATE later.
 * SMTP_OK, SMTP_E_ARGUMENT (NULL, an unknown kind, more than SMTP_CHANNEL_BYTES octets or none).
 */
SMTP_API smtp_result smtp_session_set_channel_binding(smtp_session *session, int32_t kind, const void *data,
                                                      size_t length);

/*
 * The dialogue, for a log or a person. Called for each command as it is written and each reply line as it is read.
 *   direction  '>' to the server, '<' from it, '*' a remark
 *   text       one line without its end, borrowed for the call. What authenticates is replaced by "[hidden]" in
 *              commands, challenges and responses; where a server repeats it in a line of another reply, as it is or
 *              in base64, it is overwritten with asterisks. What a server takes apart or writes in another way, and
 *              a secret of fewer than 4 octets, cannot be told from other text there and stays. Of the content only
 *              its length is told. Other octets of a reply are given as they came: escape them before they meet a
 *              terminal.
 * A callback must not call into the session. NULL ends tracing. May be set at any time.
 */
typedef void (*smtp_trace_fn)(void *context, int32_t direction, const char *text, size_t length);
SMTP_API void smtp_session_set_trace(smtp_session *session, smtp_trace_fn trace, void *context);

/* SMTP_WANT_*: what the host can do now. 0 never: a session that has ended wants SMTP_WANT_CLOSE. */
SMTP_API uint32_t smtp_session_wants(smtp_session *session);

/*
 * The bytes to send next, borrowed until the next call that changes the session. Reads the content's source when its
 * turn has come. *length may be 0 when there turned out to be nothing to send: ask smtp_session_wants again.
 * Returns SMTP_OK, SMTP_E_ARGUMENT. That the source failed is not this call's error but an event.
 */
SMTP_API smtp_result smtp_session_pending(smtp_session *session, const uint8_t **data, size_t *length);

/* `length` of the pending bytes went out; a part is fine. SMTP_OK; SMTP_E_ARGUMENT if it is more than was pending. */
SMTP_API smtp_result smtp_session_sent(smtp_session *session, size_t length);

/*
 * Hands over bytes from the server. *used is how many were taken: fewer than `length` when an event came up, so that
 * the rest is to be fed again after it was taken.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE (before the first smtp_session_wants). A breach of the protocol is
 * not this call's error but an event. After the end of the session all bytes are taken and passed over.
 */
SMTP_API smtp_result smtp_session_feed(smtp_session *session, const void *data, size_t length, size_t *used);

/* The TLS handshake succeeded and the server's certificate was accepted. SMTP_OK, SMTP_E_ARGUMENT; SMTP_E_STATE if none
   was wanted. */
SMTP_API smtp_result smtp_session_tls_done(smtp_session *session);

/*
 * The connection died or the host gave up: `reason` is any negative result, SMTP_E_END_OF_STREAM, SMTP_E_TIMEOUT, what
 * the handshake failed with, …; it is what the events that follow give as the error of session and mail. After a
 * reason of class io, a last line of the server without its line end still counts if it is a refusal (4yz, 5yz) and
 * else whole: that is then the error. An unfinished success never counts. After the end it changes nothing.
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or `reason` is not negative).
 */
SMTP_API smtp_result smtp_session_fail(smtp_session *session, smtp_result reason);

/*
 * Sends a mail; allowed while SMTP_WANT_MAIL is set. Envelope and source are borrowed until SMTP_EVENT_MAIL of this mail
 * (smtp_event_mail counts them from 1) or the session's end; each mail that was submitted gets one. The content goes
 * out with CRLF line ends and dot-stuffed, or as it is if it is binary (smtp_source_set_binary); a source that was
 * measured (smtp_source_measure) lets the session declare SIZE and BODY. Behind BDAT a source that fails fails its mail
 * alone; behind DATA the connection ends with it.
 *
 * A server that refuses MAIL or a chunk and then takes the end of that mail is out of step: SMTP_E_REPLY_CODE, and what
 * became of the mail is unknown. One that refuses in the midst of the content ends the session; of mails behind that one
 * it has said nothing: SMTP_E_REPLY_UNEXPECTED.
 *
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE; and before anything is sent SMTP_E_NO_RECIPIENT, SMTP_E_TOO_LARGE,
 * SMTP_E_TOO_MANY_RECIPIENTS (more than SMTP_LIMIT_RCPTMAX, or more domains than SMTP_LIMIT_RCPTDOMAINMAX; with LMTP
 * more than the send buffer has bits for), SMTP_E_DELIVER_BY and SMTP_E_HOLD (shorter or longer than the server takes)
 * and SMTP_E_NEEDS_...: the session stays usable for another mail. SMTP_E_TOO_MANY_MAILS: SMTP_LIMIT_MAILMAX is reached,
 * or SMTP_LIMIT_RCPTDOMAINMAX was declared and a mail submitted; quit, and go on with another session.
 */
SMTP_API smtp_result smtp_session_submit(smtp_session *session, const smtp_envelope *envelope, smtp_source *source);

/*
 * Sends one command that is not a part of sending mail, while idle: "VRFY smith", "EXPN staff", "HELP", "ETRN
 * example.org" or one of the caller's; SMTP_EVENT_REPLY follows, with SMTP_E_TRANSIENT or SMTP_E_PERMANENT for a refusal.
 * RSET goes before it, as before NOOP, where the server may hold a part of the last mail (RFC 3030 s2).
 *   line  without its end, 1 to 510 octets, borrowed until the event. It begins with a verb of letters and digits; not
 *         with one of those that the session sends itself. Its reply must not ask for more (3yz).
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE, SMTP_E_COMMAND, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8; SMTP_E_NEEDS_SMTPUTF8
 * (an octet above 127), SMTP_E_NEEDS_ETRN; SMTP_E_BUFFER_TOO_SMALL (longer than the send buffer).
 */
SMTP_API smtp_result smtp_session_command(smtp_session *session, const char *line, size_t length);

/* Sends NOOP while idle; SMTP_EVENT_READY follows. SMTP_OK, SMTP_E_ARGUMENT; SMTP_E_STATE elsewhere. */
SMTP_API smtp_result smtp_session_noop(smtp_session *session);

/* Sends QUIT while idle; SMTP_EVENT_CLOSED follows, whatever the server does. SMTP_OK, SMTP_E_ARGUMENT; SMTP_E_STATE
   elsewhere. */
SMTP_API smtp_result smtp_session_quit(smtp_session *session);

/*
 * Takes the next event. SMTP_OK; SMTP_PENDING if none waits (*event is NULL); SMTP_E_ARGUMENT (NULL).
 */
SMTP_API smtp_result smtp_session_next_event(smtp_session *session, const smtp_event **event);

/* How long to wait for the server in the present step, milliseconds (RFC 5321 s4.5.3.2). */
SMTP_API uint32_t smtp_session_patience_ms(const smtp_session *session);

/* How many replies were read whole. Each has a time of its own: when the number changes that of the present step begins
   anew, even where the phase stays and no event tells, as with chunks that went ahead. 0 for NULL. */
SMTP_API uint32_t smtp_session_replies(const smtp_session *session);

/* SMTP_PHASE_*: where the dialogue stands. */
SMTP_API int32_t smtp_session_phase(const smtp_session *session);

/* What the server offered in its last reply to EHLO; NULL only for NULL. It lives as long as the session. */
SMTP_API const smtp_capabilities *smtp_session_capabilities(const smtp_session *session);

SMTP_END_DECLS

#endif
