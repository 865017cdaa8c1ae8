/* SPDX-License-Identifier: MIT */
/*
 * raw.h - a message that the caller has as RFC 5322 text, made ready for sending as a source.
 *
 * What comes out is what was given, byte for byte, but for what is asked for here: line ends, Bcc, missing fields,
 * Resent- fields. Nothing else is touched, so that signatures of others stay good. The content is streamed and never
 * held.
 *
 * One thread at a time. After an error of a setter the object is as it was.
 */
#ifndef LIBSMTP_RAW_H
#define LIBSMTP_RAW_H

#include "allocator.h"
#include "envelope.h"
#include "message.h"
#include "result.h"
#include "source.h"

SMTP_BEGIN_DECLS

typedef struct smtp_raw smtp_raw;

/*
 * Takes over a source of RFC 5322 text, unless the call fails. Nothing of it was read; it must be rewindable for
 * smtp_raw_envelope and for all that reads twice (a mail of unknown size can be sent once).
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or a source that something else has already), SMTP_E_NO_MEMORY.
 */
SMTP_API smtp_result smtp_raw_new(const smtp_allocator *allocator, smtp_source *content, smtp_raw **raw);

/* Frees it and its source. NULL is allowed. */
SMTP_API void smtp_raw_free(smtp_raw *raw);

/* The same in the caller's memory, aligned for a pointer, at least smtp_raw_bytes() (SMTP_RAW_BYTES), borrowed until
   smtp_raw_fini. The rest holds fields that are added and, while it runs, what smtp_raw_envelope collects: up to eight
   times the longest field with addresses, and a note of each recipient. SMTP_OK, SMTP_E_ARGUMENT,
   SMTP_E_MEMORY_SIZE. */
SMTP_API smtp_result smtp_raw_init(void *memory, size_t memory_size, smtp_source *content, smtp_raw **raw);
SMTP_API void smtp_raw_fini(smtp_raw *raw);
SMTP_API size_t smtp_raw_bytes(void);
#define SMTP_RAW_BYTES 1024

/*
 * What becomes of a CR or LF that is not part of a CRLF: it becomes CRLF (the default), or reading ends with
 * SMTP_E_BARE_LINE_END, before anything is sent where the source can be read twice. Content that is binary
 * (smtp_source_set_binary) is left as it is, and so is the raw message binary. SMTP_OK, SMTP_E_ARGUMENT.
 */
enum { SMTP_LINE_ENDS_NORMALIZE = 0, SMTP_LINE_ENDS_REFUSE = 1 };
SMTP_API smtp_result smtp_raw_set_line_ends(smtp_raw *raw, int32_t line_ends);

/* With 1, Bcc and Resent-Bcc fields are left out (RFC 5322 s3.6.3). SMTP_OK, SMTP_E_ARGUMENT. */
SMTP_API smtp_result smtp_raw_set_remove_bcc(smtp_raw *raw, int32_t is_on);

/*
 * A Date or Message-ID for a header that has none, written after its last field (RFC 6409 s8.1, s8.2); as
 * smtp_message_set_date and smtp_message_set_message_id take them. One that stands in the prefix is not missing.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_DATE, SMTP_E_MESSAGE_ID, SMTP_E_CONTROL_CHARACTER.
 */
SMTP_API smtp_result smtp_raw_set_missing_date(smtp_raw *raw, int64_t utc_seconds, int32_t offset_minutes);
SMTP_API smtp_result smtp_raw_set_missing_message_id(smtp_raw *raw, const char *id, size_t length);

/*
 * Puts the header fields of another message before all that is there: its Resent- block (RFC 5322 s3.6.6), a Received,
 * an X- field. Only fields that are set go there, no body; it must stay as it is until the raw message is freed. NULL
 * takes it away. SMTP_OK, SMTP_E_ARGUMENT.
 */
SMTP_API smtp_result smtp_raw_set_prefix(smtp_raw *raw, const smtp_message *fields);

/*
 * Reads the header and puts the first address of From (of Sender, where there is one) and those of To, Cc and Bcc into
 * an envelope, which is cleared first. Each address once; groups are opened. Where there are Resent- fields they are
 * not looked at (RFC 5322 s3.6.6: they are for information); for a prefix with Resent- addresses it is
 * smtp_message_envelope that makes the envelope.
 *   smtp_raw_mail_from    sets the reverse-path alone, where the recipients come from elsewhere
 *   smtp_raw_recipients   adds the recipients alone; these two do not clear the envelope
 * A source that smtp_raw_source gave stands at its beginning afterwards.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_FROM, SMTP_E_NO_RECIPIENT, SMTP_E_NO_MEMORY, SMTP_E_NOT_REWINDABLE,
 * SMTP_E_NOT_A_MESSAGE (no header; if recipients are asked for also a line in it that is no field, for there may be
 * recipients behind it), SMTP_E_HEADER_TOO_LONG (one of these fields passes 1 MiB), what smtp_address_next and
 * smtp_mailbox_to_ascii say, or the error of the source. After an error the envelope is empty.
 */
SMTP_API smtp_result smtp_raw_envelope(smtp_raw *raw, smtp_envelope *envelope);
SMTP_API smtp_result smtp_raw_mail_from(smtp_raw *raw, smtp_envelope *envelope);
SMTP_API smtp_result smtp_raw_recipients(smtp_raw *raw, smtp_envelope *envelope);

/*
 * The message as a source, standing at its first byte. It belongs to the raw message, there is one, and every call
 * starts it anew; no setting may be changed while it is read. Reading it fails with SMTP_E_NOT_A_MESSAGE if the content
 * does not begin with a header field (an mbox "From " line is none) and, if Bcc is to be removed or a field may be
 * missing, if a line of its header is no field: what came after it could not be told from the body. A content's last
 * line without a line end gets it when it is sent.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NOT_REWINDABLE (it was read already), or the error of the content.
 */
SMTP_API smtp_result smtp_raw_source(smtp_raw *raw, smtp_source **source);

SMTP_END_DECLS

#endif
