/* SPDX-License-Identifier: MIT */
/*
 * envelope.h - who a mail is from and to in the SMTP sense: the reverse-path of MAIL FROM and the forward-paths of
 * RCPT TO (RFC 5321 s2.3.1). It is apart from the message's header: Bcc recipients stand only here.
 *
 * Every address is checked when it is set and copied, an internationalised domain as A-labels: what is sent and what is
 * told again has "xn--" labels, whatever the local part is. One thread at a time.
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
#define SMTP_ENVELOPE_BYTES 160

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

/* Forgets the reverse-path and all recipients; the envelope can be filled for the next mail. */
SMTP_API void smtp_envelope_clear(smtp_envelope *envelope);

/*
 * What is in it. Strings are borrowed until the next change and end with a NUL; *length (NULL is allowed) does not
 * count it. An index out of range gives NULL.
 */
SMTP_API const char *smtp_envelope_mail_from(const smtp_envelope *envelope, size_t *length);
SMTP_API size_t smtp_envelope_recipient_count(const smtp_envelope *envelope);
SMTP_API const char *smtp_envelope_recipient(const smtp_envelope *envelope, size_t index, size_t *length);

/* 1 if the local part of an address has octets above 127, so that the mail needs SMTPUTF8 (RFC 6531), else 0. */
SMTP_API int32_t smtp_envelope_needs_smtputf8(const smtp_envelope *envelope);

SMTP_END_DECLS

#endif
