/* SPDX-License-Identifier: MIT */
/*
 * client.h - sends mail through one server: connects, protects, authenticates, sends any number of mails.
 *
 * The blocking functions (…_send, …_send_all, …_check, …) are short loops over the stepwise ones, which
 * never block and fit poll, epoll, libuv or the main loop of firmware.
 *
 * A client may be made in any thread and used in any, one at a time; only smtp_client_cancel may be called while
 * another thread is inside. Clients share nothing. No signal is ever raised.
 *
 * "Never block" and every limit of time have two exceptions: looking up a name on POSIX (posix.h), and computing the
 * iterations that a server asks for with SCRAM (smtp_session_set_digests).
 */
#ifndef LIBSMTP_CLIENT_H
#define LIBSMTP_CLIENT_H

#include "dkim.h"
#include "envelope.h"
#include "message.h"
#include "platform.h"
#include "provider.h"
#include "report.h"
#include "session.h"
#include "source.h"

SMTP_BEGIN_DECLS

typedef struct smtp_client smtp_client;

/*
 * A client without a server.
 *   platform  borrowed for the client's life, with its allocator; smtp_platform_posix() on POSIX
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or a table in which something required is missing), SMTP_E_NO_MEMORY;
 * *client is NULL after an error.
 */
SMTP_API smtp_result smtp_client_new(const smtp_platform *platform, smtp_client **client);

/* Closes the connection without QUIT, wipes the secrets, frees. NULL is allowed. Call smtp_client_close first for the
   polite end. Of a job that is under way nothing more is told. */
SMTP_API void smtp_client_free(smtp_client *client);

/*
 * Settings. All strings and data are copied. Every setter but those of time-out, deadline, trace and DKIM ends an open
 * connection, even where it sets what was set: none is ever reused under other settings. While anything is under way
 * every setter answers SMTP_E_STATE. Each returns SMTP_OK, SMTP_E_ARGUMENT (client is NULL, or what is named),
 * SMTP_E_STATE, SMTP_E_NO_MEMORY where it copies, or what is named below, and changes nothing on error.
 *
 * NULL as the string takes a setting away only where the text says so: credentials, CA file, CA directory, pin and
 * client certificate. Elsewhere it is SMTP_E_ARGUMENT, and a client that shall have the default again is a new one.
 */

/*
 * The server, as a URL:
 *   smtps://host[:port]       TLS from the first byte; port 465
 *   smtp://host[:port]        STARTTLS, required; port 587
 *   smtp+plain://host[:port]  no TLS; port 25
 *   lmtps://host[:port]       LMTP (RFC 2033) under TLS from the first byte; port 24
 *   lmtp://host[:port]        LMTP without TLS, as it is spoken within one machine or network; port 24
 * The host is a name, an IPv4 address, or an IPv6 address in brackets; of an internationalised name the A-labels are
 * taken, here and below (smtp_mailbox_to_ascii says of which). One "/" may end the URL. A user name, path, query or
 * fragment is refused. SMTP_E_URL, SMTP_E_SCHEME, SMTP_E_HOST, SMTP_E_PORT, SMTP_E_CONTROL_CHARACTER.
 */
SMTP_API smtp_result smtp_client_set_url(smtp_client *client, const char *url, size_t length);

/* The same in parts, for SMTP: for LMTP smtp_client_set_protocol follows. An IPv6 address stands without brackets.
   security: SMTP_SECURITY_*, another number is SMTP_E_ARGUMENT; port 0 means the usual one of it. SMTP_E_HOST. */
SMTP_API smtp_result smtp_client_set_server(smtp_client *client, const char *host, size_t length, uint16_t port,
                                            int32_t security);

/* Where a known provider's server is, how it is protected, and the mechanisms that may be used: those of the table if it
   has them as verified, else all. Whatever is set afterwards wins, and so does what the server says. SMTP_E_ARGUMENT
   (NULL), SMTP_E_HOST (it has a server in each region: smtp_provider_host), SMTP_E_MECHANISM (this build has none of
   those that are allowed). */
SMTP_API smtp_result smtp_client_set_provider(smtp_client *client, const smtp_provider *provider);

/* Connects to this host (a name or an address without brackets) and port instead; the server set above is still the one
   that is named and verified. Cannot be taken away. SMTP_E_HOST, SMTP_E_PORT (0). */
SMTP_API smtp_result smtp_client_set_connect(smtp_client *client, const char *host, size_t length, uint16_t port);

/* User name and password. NULL for both: no AUTH; for one of them: SMTP_E_ARGUMENT. SMTP_E_USER (empty or too long),
   SMTP_E_SECRET (too long), SMTP_E_CONTROL_CHARACTER. */
SMTP_API smtp_result smtp_client_set_credentials(smtp_client *client, const char *user, size_t user_length,
                                                 const char *secret, size_t secret_length);

/* User name and bearer token, for OAUTHBEARER and XOAUTH2, in the place of user name and password. NULL for both: no
   AUTH; for one of them: SMTP_E_ARGUMENT. SMTP_E_USER, SMTP_E_SECRET (too long), SMTP_E_CONTROL_CHARACTER,
   SMTP_E_TOKEN (empty, or not one word of visible ASCII). */
SMTP_API smtp_result smtp_client_set_token(smtp_client *client, const char *user, size_t user_length, const char *token,
                                           size_t token_length);

/* Instead of them the client's certificate: EXTERNAL. identity: who to act as, "" for whom the certificate names;
   NULL: no AUTH. SMTP_E_USER (too long), SMTP_E_CONTROL_CHARACTER. */
SMTP_API smtp_result smtp_client_set_external(smtp_client *client, const char *identity, size_t length);

/* Instead of them nobody: ANONYMOUS. trace: an address or a word for the server's log; NULL: no AUTH. SMTP_E_USER
   (longer than 255 octets), SMTP_E_CONTROL_CHARACTER. */
SMTP_API smtp_result smtp_client_set_anonymous(smtp_client *client, const char *trace, size_t length);

/* Instead of them a mechanism of the caller's own, borrowed until another of these setters is called; NULL: no AUTH.
   SMTP_E_MECHANISM (its name); SMTP_E_ARGUMENT (the table is not whole). */
SMTP_API smtp_result smtp_client_set_own_mechanism(smtp_client *client, const smtp_own_mechanism *own);

/* What a secret is. The numbers are ABI. */
enum { SMTP_CREDENTIALS_PASSWORD = 1, SMTP_CREDENTIALS_TOKEN = 2 };

/* What a callback fills in: neither may stay NULL. What they point to is copied when it returns. */
typedef struct smtp_credentials {
    size_t struct_size;
    const char *user;
    size_t user_length; /* or SMTP_Z, here and below */
    const char *secret;
    size_t secret_length;
} smtp_credentials;

/*
 * Fetches credentials: SMTP_OK or any negative result, with which the job ends.
 *   kind     SMTP_CREDENTIALS_*, as it was set
 *   attempt  1; 2 where a server has refused the token of the first (a 5yz reply)
 */
typedef smtp_result (*smtp_credentials_fn)(void *context, int32_t kind, uint32_t attempt,
                                           smtp_credentials *credentials);

/*
 * Credentials that are asked for when they are needed, in the place of those above: once for each connection that was
 * made, before its greeting is read; and once more in a job whose token was refused, over another connection. They are
 * wiped when the connection ends. The callback blocks the client while it runs; it must not call into the client.
 * NULL: no AUTH. SMTP_E_ARGUMENT (another kind).
 */
SMTP_API smtp_result smtp_client_set_credentials_callback(smtp_client *client, int32_t kind, smtp_credentials_fn ask,
                                                          void *context);

/* Not 0: another mechanism is tried after 535, too, which some servers answer where only the mechanism is wrong;
   accounts may be locked after a few. 0 by default: only after 504 and 534. None that shows the secret follows one that
   hides it without TLS. */
SMTP_API smtp_result smtp_client_set_auth_fallback(smtp_client *client, int32_t allowed);

/* The mechanisms that may be used, SMTP_MECHANISM_*: a strict list; smtp_mechanisms(), all of them, by default.
   SMTP_E_MECHANISM (0 or an unknown bit). */
SMTP_API smtp_result smtp_client_set_mechanisms(smtp_client *client, uint32_t mechanisms);

/* Not 0: credentials may go over a connection without TLS. 0 by default. */
SMTP_API smtp_result smtp_client_set_plaintext_auth(smtp_client *client, int32_t allowed);

/* The name for EHLO. By default the machine's name if it has a dot, else [127.0.0.1]. SMTP_E_HELO_NAME,
   SMTP_E_CONTROL_CHARACTER, as smtp_helo_name_check says. */
SMTP_API smtp_result smtp_client_set_helo(smtp_client *client, const char *name, size_t length);

/* SMTP_PIPELINING_*; SMTP_PIPELINING_WITHIN_MAIL by default. SMTP_E_ARGUMENT (another number). Across mails is for
   smtp_client_send_all; a server that refuses MAIL out of turn (503), breaks the protocol or ends the connection while
   several mails are under way, with 421 twice at the same mail, is given no more than one at a time from then on, until
   the setting is made anew. */
SMTP_API smtp_result smtp_client_set_pipelining(smtp_client *client, int32_t level);

/* As the session's settings of the same names say (session.h): SMTP_PROTOCOL_*, SMTP_E_ARGUMENT (another number); BDAT
   where it is offered; all recipients or none; the extensions that may be used, SMTP_E_ARGUMENT (an unknown bit). With
   all or nothing a mail with more recipients than the server takes at once is SMTP_E_TOO_MANY_RECIPIENTS; else it goes
   out in several transactions, as far as its source can be rewound. */
SMTP_API smtp_result smtp_client_set_protocol(smtp_client *client, int32_t protocol);
SMTP_API smtp_result smtp_client_set_chunking(smtp_client *client, int32_t wanted);
SMTP_API smtp_result smtp_client_set_all_or_nothing(smtp_client *client, int32_t wanted);
SMTP_API smtp_result smtp_client_set_extensions(smtp_client *client, uint32_t extensions);

/*
 * Trust. By default the system's store is used. Naming a file, a directory or certificates in memory replaces the
 * system's store; they add up with one another. They are read when TLS starts; what cannot be loaded is SMTP_E_CA then.
 * NULL takes a file or a directory away again; an empty path is SMTP_E_ARGUMENT. Data cannot be taken away, only
 * replaced: NULL or none of it is SMTP_E_ARGUMENT. SMTP_E_CONTROL_CHARACTER (paths).
 */
SMTP_API smtp_result smtp_client_set_ca_file(smtp_client *client, const char *path, size_t length);
SMTP_API smtp_result smtp_client_set_ca_directory(smtp_client *client, const char *path, size_t length);
SMTP_API smtp_result smtp_client_set_ca_data(smtp_client *client, const void *data, size_t length);

/* The name that the server's certificate must have, and SNI, where it is not the URL's host. SMTP_E_HOST. */
SMTP_API smtp_result smtp_client_set_tls_name(smtp_client *client, const char *name, size_t length);

/* The SHA-256 of the server's certificate in DER, as 64 hexadecimal digits, colons allowed between pairs. The
   certificate must be this one, whoever issued it and whatever its name. NULL: no pin. SMTP_E_PIN. */
SMTP_API smtp_result smtp_client_set_pin(smtp_client *client, const char *sha256, size_t length);

/* A certificate of the client, with its key, in PEM files. NULL for both: none; one alone, or an empty path, is
   SMTP_E_ARGUMENT. Read when TLS starts; what cannot be loaded is SMTP_E_CLIENT_CERTIFICATE then.
   SMTP_E_CONTROL_CHARACTER. */
SMTP_API smtp_result smtp_client_set_client_certificate(smtp_client *client, const char *certificate_path,
                                                        size_t certificate_length, const char *key_path,
                                                        size_t key_length);

/* 0: nothing of the server's certificate is checked but a pin: without one, anyone on the way can read and change
   everything. Any other number is as 1, the default. */
SMTP_API smtp_result smtp_client_set_verify(smtp_client *client, int32_t verify);

/*
 * Time. `timeout_ms` bounds each step (connecting to one address, the handshake, each reply as a whole, each stretch
 * without progress while sending); 0 means the times of RFC 5321 s4.5.3.2 (5 minutes for most, 10 for the last reply)
 * and 30 s for a connection and for a handshake; 10 s for a greeting on port 465 where TLS does not come first.
 * `deadline_ms` bounds the whole of one call, of all its mails; 0: none. Neither is passed by more than a second, but
 * for the time that the system takes to look up a name and that SCRAM computes. QUIT never takes longer than 2 s.
 */
SMTP_API smtp_result smtp_client_set_timeout(smtp_client *client, uint32_t timeout_ms);
SMTP_API smtp_result smtp_client_set_deadline(smtp_client *client, uint32_t deadline_ms);

/* The dialogue, as smtp_session_set_trace gives it, with a remark ('*') for connections, TLS and time-outs. NULL: none.
   The callback and its context are borrowed until the next call of this or the end of the client. */
SMTP_API smtp_result smtp_client_set_trace(smtp_client *client, smtp_trace_fn trace, void *context);

/* Every mail that is sent from here on is signed first (dkim.h), so its content must be one that can be rewound. What
   smtp_dkim_sign says is the result of the send then, before a connection is made. Borrowed until the next call of this
   or the end of the client; a signer serves one client at a time, and one mail: of many (smtp_client_send_all) the next
   is asked for when the one before is through. NULL: none. */
SMTP_API smtp_result smtp_client_set_dkim(smtp_client *client, smtp_dkim *dkim);

/*
 * Blocking calls. They return what smtp_report_result says: SMTP_OK only if the server took the mail for every
 * recipient. On SMTP_OUTCOME_PARTIAL the result is SMTP_E_PERMANENT or SMTP_E_TRANSIENT of the refused recipients.
 * Whatever the result, the report tells the whole, but for two: SMTP_E_STATE (something is under way, or the transport
 * cannot wait: it has no `wait`, and only the stepwise calls can be used), and SMTP_E_ARGUMENT for a client or a
 * message that is NULL. These leave the report as it was.
 *
 * A connection is made if none is open, and stays open for the next mail. One that served before and turns out to be
 * dead or out of step - closed, broken, replies that break the protocol, 421 while idle or to MAIL - is replaced once,
 * as long as the server was not ready for the content and that was not read or can be rewound: also when RCPT or DATA
 * were under way. A time-out is no reason for it.
 *
 * A mail with more recipients than the server takes at once - by its LIMITS (RFC 9422), or by 452 for those beyond
 * (RFC 5321 s4.5.3.1.10) - goes out in several transactions, each of which is replaced likewise. It has one report: one
 * that was taken for some and then fails is SMTP_OUTCOME_PARTIAL with that failure, or SMTP_OUTCOME_UNKNOWN.
 */

/* Sends the content of a source to an envelope. Both are borrowed for the call. A source that can be rewound is, and
   is measured if it was not; one that cannot must not have been read before. Errors as smtp_client_start_send. */
SMTP_API smtp_result smtp_client_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source);

/*
 * Sends a message: the envelope is its From (or Sender) and To, Cc and Bcc. A Date and a Message-ID are added to the
 * message if it has none, from the platform's clock and randomness. Nothing is asked for beyond the addresses: a mail
 * with parameters (envelope.h), such as reports of delivery, goes by smtp_message_envelope, smtp_message_source and
 * smtp_client_send, with Date and seed set by the caller; the man page shows how.
 * Also returns what smtp_message_envelope and smtp_message_source say, and SMTP_E_RANDOM of the platform.
 */
SMTP_API smtp_result smtp_client_send_message(smtp_client *client, smtp_message *message);

/* A mail of many. */
typedef struct smtp_mail_item {
    size_t struct_size;
    const smtp_envelope *envelope; /* NULL: there is no more */
    smtp_source *source;
    void *context; /* the caller's, for `done` */
} smtp_mail_item;

/* Gives the next mail: fills in *mail, whose struct_size is set and the rest zero. Its envelope and source are borrowed
   until `done` was called for it, and no other mail may have the same source until then. SMTP_OK; or an error: there is
   no more, and the whole ends with it. */
typedef smtp_result (*smtp_next_mail_fn)(void *context, smtp_mail_item *mail);

/* What became of a mail, in the order in which the mails came; the report is good for the call. */
typedef void (*smtp_mail_done_fn)(void *context, void *mail_context, const smtp_report *report);

/*
 * Sends any number of mails over one connection as fast as the level of pipelining allows, and renews it where the
 * server takes only so many (RFC 9422 MAILMAX). `next` is asked while fewer than SMTP_CFG_WINDOW mails are under way, so
 * that as many envelopes and sources are alive at once. Each mail is treated as by smtp_client_send and has its own
 * report; one that is refused, cannot be sent or takes too long stops no other that is not under way with it. Where the
 * server cannot be reached or used at all, where the deadline of the whole has passed or it was cancelled, the mails
 * under way are told so, and `next` is not asked again.
 *
 * When a connection ends with several mails under way, one whose content had gone out whole without an answer is
 * SMTP_OUTCOME_UNKNOWN and never sent again; one that has its own answer keeps it; the others are sent once more over
 * another connection, as far as their content was not read or can be rewound.
 *   done     NULL: nobody is told
 * The callbacks must not call into the client.
 * Returns SMTP_OK if every mail was sent, or none came; else the result of the first that was not, or the error of
 * `next`, or why that was not asked until it had no more. The client's report is that of the first mail that was not
 * sent, else of the last. SMTP_E_ARGUMENT (next is NULL). Else as smtp_client_send.
 */
SMTP_API smtp_result smtp_client_send_all(smtp_client *client, smtp_next_mail_fn next, smtp_mail_done_fn done,
                                          void *context);

/*
 * Sends one command that is not a part of sending mail, as smtp_session_command says: VRFY, EXPN, HELP, ETRN or
 * another. What the server answers stands in the report: code, enhanced code, text. The connection stays open; one that
 * was kept and turns out dead is replaced once, and the command said again.
 * Returns what smtp_report_result says; SMTP_E_STATE, SMTP_E_ARGUMENT, SMTP_E_NO_SERVER as smtp_client_send.
 */
SMTP_API smtp_result smtp_client_command(smtp_client *client, const char *line, size_t length);

/* Connects, protects, authenticates, and ends with QUIT: is everything as it should be? Sends no mail. */
SMTP_API smtp_result smtp_client_check(smtp_client *client);

/* Ends the connection with QUIT, if one is open. Always SMTP_OK but for SMTP_E_ARGUMENT and SMTP_E_STATE. The report
   of the last mail is not changed. */
SMTP_API smtp_result smtp_client_close(smtp_client *client);

/*
 * The same, stepwise. Start one, then call smtp_client_step until it does not return SMTP_PENDING; in between wait
 * until the descriptor is ready for what smtp_client_waits says or until smtp_client_timeout_ms is over.
 * Envelope, source, message and line are borrowed until the end.
 *
 * smtp_client_start_… return SMTP_OK or an error at once: SMTP_E_STATE while one is under way, SMTP_E_ARGUMENT;
 * SMTP_E_NO_SERVER but for close; and those of a send SMTP_E_NO_RECIPIENT, SMTP_E_NO_MEMORY, what smtp_source_measure
 * and, where it is to be signed, smtp_dkim_sign say, SMTP_E_NOT_REWINDABLE of a source that was read and cannot be
 * rewound. Then there is nothing to step, and the report tells it, with the two exceptions named above.
 */
SMTP_API smtp_result smtp_client_start_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source);
SMTP_API smtp_result smtp_client_start_send_message(smtp_client *client, smtp_message *message);
SMTP_API smtp_result smtp_client_start_send_all(smtp_client *client, smtp_next_mail_fn next, smtp_mail_done_fn done,
                                                void *context);
SMTP_API smtp_result smtp_client_start_command(smtp_client *client, const char *line, size_t length);
SMTP_API smtp_result smtp_client_start_check(smtp_client *client);
SMTP_API smtp_result smtp_client_start_close(smtp_client *client);

/* Does what can be done without blocking. SMTP_PENDING: not finished; else the result of the whole, once. SMTP_E_STATE:
   nothing is under way, or no longer. SMTP_E_ARGUMENT. */
SMTP_API smtp_result smtp_client_step(smtp_client *client);

/* What to wait for. descriptor: -1 if there is none now. wants: SMTP_WAIT_READ | SMTP_WAIT_WRITE, 0: call
   smtp_client_step at once. timeout_ms: call smtp_client_step at the latest after so many milliseconds. */
SMTP_API intptr_t smtp_client_descriptor(const smtp_client *client);
SMTP_API uint32_t smtp_client_waits(const smtp_client *client);
SMTP_API uint32_t smtp_client_timeout_ms(const smtp_client *client);

/* Ends what is under way with SMTP_E_CANCELLED: a blocking call within a quarter of a second (or when the system has
   looked up the name), else the next smtp_client_step. May be called from another thread and from a signal handler.
   NULL, or nothing under way: it does nothing. */
SMTP_API void smtp_client_cancel(smtp_client *client);

/* What became of the last send, check or command. The same pointer for the client's life; NULL only for NULL. */
SMTP_API const smtp_report *smtp_client_report(const smtp_client *client);

/* What the server of the present connection, or of the last one, offered; the text of its reply to EHLO, a line for each
   capability, ended by a NUL, "" before it; and who it was by its certificate, NULL without TLS. They live until the
   next connection is made or the client is freed, the text until TLS starts, too, after which there is another; and are
   kept when a check or a send has failed. */
SMTP_API const smtp_capabilities *smtp_client_capabilities(const smtp_client *client);
SMTP_API const char *smtp_client_ehlo(const smtp_client *client);
SMTP_API const smtp_tls_peer *smtp_client_tls_peer(const smtp_client *client);

SMTP_END_DECLS

#endif
