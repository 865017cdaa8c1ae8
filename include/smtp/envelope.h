/* SPDX-License-Identifier: MIT */
/*
 * envelope.h - who a mail is from and to in the SMTP sense: the reverse-path of MAIL FROM and the forward-paths of
 * RCPT TO (RFC 5321 s2.3.1). It is apart from the message's header: Bcc recipients stand only here.
 *
 * Every address is checked when it is set and copied, an internationalised domain as A-labels: what is sent and what is
 * told again has "xn--" labels, whatever the local part is. One thread at a time.
 *
 * What is asked for beyond the addresses - reports of delivery, a time, TLS all the way - goes out as parameters of MAIL
 * and RCPT. A server that does not offer the extension behind one gets nothing of the mail: the send fails with
 * SMTP_E_NEEDS_... before it, and nothing is left out in silence. Whatever fills in an envelope from a message
 * (smtp_message_envelope, smtp_raw_envelope) clears it first: parameters are set after that.
 */
#ifndef LIBSMTP_ENVELOPE_H
#define LIBSMTP_ENVELOPE_H

#include "allocator.h"
#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_envelope smtp_envelope;

/*
 * An empty envelope: null reverse-path, no recipient.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY; *envelope is NULL after an error.
 */
SMTP_API smtp_result smtp_envelope_new(const smtp_allocator *allocator, smtp_envelope **envelope);
SMTP_API void smtp_envelope_free(smtp_envelope *envelope); /* NULL is allowed */

/*
 * The same in the caller's memory: smtp_envelope_bytes() (at compile time SMTP_ENVELOPE_BYTES) for the object, the
 * rest holds the addresses. Aligned for a pointer, borrowed until smtp_envelope_fini.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_MEMORY_SIZE.
 */
SMTP_API smtp_result smtp_envelope_init(void *memory, size_t memory_size, smtp_envelope **envelope);
SMTP_API void smtp_envelope_fini(smtp_envelope *envelope);
SMTP_API size_t smtp_envelope_bytes(void);
#define SMTP_ENVELOPE_BYTES 192

/*
 * The reverse-path, MAIL FROM. Copied. "" or "<>" is the null reverse-path (RFC 5321 s4.5.5); angle brackets around
 * an address are taken off.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, or what smtp_mailbox_to_ascii says; nothing is changed by an error.
 */
SMTP_API smtp_result smtp_envelope_set_mail_from(smtp_envelope *envelope, const char *address, size_t length);

/*
 * Adds one recipient, RCPT TO: one address, never a list. Copied; angle brackets are taken off. Recipients keep their
 * order, and the same address twice is sent twice.
 * Returns as smtp_envelope_set_mail_from.
 */
SMTP_API smtp_result smtp_envelope_add_recipient(smtp_envelope *envelope, const char *address, size_t length);

/* Forgets the reverse-path, all recipients and all parameters; the envelope can be filled for the next mail. */
SMTP_API void smtp_envelope_clear(smtp_envelope *envelope);

/*
 * What is in it. Strings are borrowed until the next change and end with a NUL; *length (NULL is allowed) does not
 * count it. An index out of range gives NULL.
 */
SMTP_API const char *smtp_envelope_mail_from(const smtp_envelope *envelope, size_t *length);
SMTP_API size_t smtp_envelope_recipient_count(const smtp_envelope *envelope);
SMTP_API const char *smtp_envelope_recipient(const smtp_envelope *envelope, size_t index, size_t *length);

/*
 * Parameters of the mail. Copied; a second call replaces the first. SMTP_OK, SMTP_E_ARGUMENT (NULL, or a number that is
 * not named), SMTP_E_NO_MEMORY or what is named; nothing is changed by an error.
 *
 * smtp_envelope_set_ret           how much of the mail a report of failure holds, SMTP_RET_*; 0: not said. Needs DSN.
 * smtp_envelope_set_envid         an identifier that reports repeat, 1 to 100 octets of printable ASCII, of which a
 *                                 blank, "+" and "=" count as three (RFC 3461 s4.4); NULL or "": none.
 *                                 SMTP_E_ENVELOPE_ID. Needs DSN.
 * smtp_envelope_set_notify        when to report, SMTP_NOTIFY_*, for every recipient that has none of its own; 0: not
 *                                 said. NEVER stands alone, else SMTP_E_ARGUMENT. Needs DSN.
 * smtp_envelope_set_auth          who submitted it, if the server shall believe that (RFC 4954 s5): an address, "" or
 *                                 "<>" for unknown; NULL: not said. As smtp_envelope_set_mail_from. Needs AUTH, and
 *                                 SMTPUTF8 where its local part does.
 * smtp_envelope_set_require_tls   not 0: it goes over TLS all the way or not at all (RFC 8689). Needs REQUIRETLS, and
 *                                 a connection under TLS; a client's (client.h) to a server that it verified.
 * smtp_envelope_set_deliver_by    in how many seconds, -999999999 to 999999999, and what happens then, SMTP_BY_*; mode
 *                                 0: not said. trace not 0: each relay reports (RFC 2852 s4). Less than 1 s is
 *                                 SMTP_E_ARGUMENT with SMTP_BY_RETURN. Needs DELIVERBY.
 * smtp_envelope_set_hold_for      hold it back for so many seconds, up to 999999999; 0: not (RFC 4865 s3)
 * smtp_envelope_set_hold_until    or until then, seconds since 1970-01-01 00:00 UTC, in the years to 9999; 0: not. Each
 *                                 of the two takes away the other. Needs FUTURERELEASE. A time by which it is delivered
 *                                 is later (RFC 4865 s5.2.1): SMTP_E_DELIVER_BY of the send where it is not later than
 *                                 a time to hold it for.
 * smtp_envelope_set_priority      -9 to 9 (RFC 6710 s3); 0 is the usual one and not said. Needs MT-PRIORITY.
 * smtp_envelope_add_parameter     another parameter of MAIL, "KEYWORD" or "KEYWORD=value" (RFC 5321 s4.1.2), without a
 *                                 look at what is offered. value NULL or "": none; it is sent as it is given.
 *                                 SMTP_E_PARAMETER: it is malformed, this library writes it itself, the keyword is
 *                                 there already, or all of them take more than 512 octets.
 */
enum { SMTP_RET_FULL = 1, SMTP_RET_HDRS = 2 };
enum { SMTP_NOTIFY_NEVER = 1, SMTP_NOTIFY_SUCCESS = 2, SMTP_NOTIFY_FAILURE = 4, SMTP_NOTIFY_DELAY = 8 };
enum { SMTP_BY_NOTIFY = 1, SMTP_BY_RETURN = 2 };

SMTP_API smtp_result smtp_envelope_set_ret(smtp_envelope *envelope, int32_t ret);
SMTP_API smtp_result smtp_envelope_set_envid(smtp_envelope *envelope, const char *identifier, size_t length);
SMTP_API smtp_result smtp_envelope_set_notify(smtp_envelope *envelope, uint32_t notify);
SMTP_API smtp_result smtp_envelope_set_auth(smtp_envelope *envelope, const char *address, size_t length);
SMTP_API smtp_result smtp_envelope_set_require_tls(smtp_envelope *envelope, int32_t required);
SMTP_API smtp_result smtp_envelope_set_deliver_by(smtp_envelope *envelope, int32_t seconds, int32_t mode,
                                                  int32_t trace);
SMTP_API smtp_result smtp_envelope_set_hold_for(smtp_envelope *envelope, uint32_t seconds);
SMTP_API smtp_result smtp_envelope_set_hold_until(smtp_envelope *envelope, int64_t seconds);
SMTP_API smtp_result smtp_envelope_set_priority(smtp_envelope *envelope, int32_t priority);
SMTP_API smtp_result smtp_envelope_add_parameter(smtp_envelope *envelope, const char *keyword, size_t keyword_length,
                                                 const char *value, size_t value_length);

/*
 * The same for one recipient, by its index: SMTP_E_ARGUMENT if there is none.
 *
 * smtp_envelope_set_recipient_notify     as smtp_envelope_set_notify; 0: as the others
 * smtp_envelope_set_recipient_original   ORCPT, the address before a list or an alias, of type rfc822, or utf-8 if it is
 *                                        not ASCII (RFC 3461 s4.2, RFC 6533 s3); NULL: none. Any printable text in
 *                                        UTF-8, sent as xtext; the parameter has 500 octets at most. SMTP_E_ADDRESS (it
 *                                        is empty), SMTP_E_ADDRESS_TOO_LONG, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8.
 *                                        Needs DSN.
 * smtp_envelope_add_recipient_parameter  as smtp_envelope_add_parameter, of RCPT
 */
SMTP_API smtp_result smtp_envelope_set_recipient_notify(smtp_envelope *envelope, size_t index, uint32_t notify);
SMTP_API smtp_result smtp_envelope_set_recipient_original(smtp_envelope *envelope, size_t index, const char *address,
                                                          size_t length);
SMTP_API smtp_result smtp_envelope_add_recipient_parameter(smtp_envelope *envelope, size_t index, const char *keyword,
                                                           size_t keyword_length, const char *value,
                                                           size_t value_length);

/* The extensions that its addresses and parameters need, SMTP_EXT_*: a mask. */
SMTP_API uint32_t smtp_envelope_extensions(const smtp_envelope *envelope);

/* 1 if the local part of an address has octets above 127, so that the mail needs SMTPUTF8 (RFC 6531), else 0. */
SMTP_API int32_t smtp_envelope_needs_smtputf8(const smtp_envelope *envelope);

SMTP_END_DECLS

#endif
