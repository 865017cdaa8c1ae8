/* SPDX-License-Identifier: MIT */
/*
 * message.h - builds an RFC 5322 / MIME message and yields it as a source, never held whole.
 *
 * Every string is checked when it is set: CR, LF, NUL and other control characters (U+0000 to U+001F, U+007F to
 * U+009F, U+2028, U+2029) are refused, as is invalid UTF-8, and the message stays as it was. What comes out is 7-bit
 * but for attached mails that are not, in lines of at most 78 octets where the content allows (the first word of an
 * ASCII text stays behind its field's name) and never above 998, with one From, one Message-ID, a Date if it was set,
 * and no Bcc. The same inputs give the same bytes. Octets above 127 stand in the header (RFC 6532) only in the local
 * part of an address, or where smtp_message_set_smtputf8 allows them, and then the mail needs SMTPUTF8.
 *
 * One thread at a time. Text and headers are copied; attachments are read when the message is sent. What is set again
 * leaves its old octets in the message's memory, which comes back when the message ends and not before.
 */
#ifndef LIBSMTP_MESSAGE_H
#define LIBSMTP_MESSAGE_H

#include "allocator.h"
#include "envelope.h"
#include "result.h"
#include "source.h"

SMTP_BEGIN_DECLS

typedef struct smtp_message smtp_message;

/*
 * An empty message. Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY; *message is NULL after an error.
 */
SMTP_API smtp_result smtp_message_new(const smtp_allocator *allocator, smtp_message **message);

/* Frees the message and the sources that it took over. NULL is allowed. */
SMTP_API void smtp_message_free(smtp_message *message);

/*
 * The same in the caller's memory: smtp_message_bytes() (SMTP_MESSAGE_BYTES at compile time) for the object, the rest
 * holds headers and text. Aligned for a pointer, borrowed until smtp_message_fini.
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or a size above PTRDIFF_MAX), SMTP_E_MEMORY_SIZE.
 */
SMTP_API smtp_result smtp_message_init(void *memory, size_t memory_size, smtp_message **message);
SMTP_API void smtp_message_fini(smtp_message *message);
SMTP_API size_t smtp_message_bytes(void);
#define SMTP_MESSAGE_BYTES 1792

/*
 * Addresses (RFC 5322 s3.6.2, s3.6.3): a display name in UTF-8, which may be NULL with length 0, and an address as
 * smtp_mailbox_check wants it; no header syntax in either. A domain is written in A-labels (smtp_mailbox_to_ascii), but
 * see smtp_message_set_smtputf8. set replaces, add appends; the order is kept. Bcc recipients get the mail and never
 * appear in it. Sender is written when it is set and becomes the reverse-path. message_address.h has other fields.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, or what
 * smtp_mailbox_to_ascii says.
 */
SMTP_API smtp_result smtp_message_set_from(smtp_message *message, const char *name, size_t name_length,
                                           const char *address, size_t address_length);
SMTP_API smtp_result smtp_message_set_sender(smtp_message *message, const char *name, size_t name_length,
                                             const char *address, size_t address_length);
SMTP_API smtp_result smtp_message_add_reply_to(smtp_message *message, const char *name, size_t name_length,
                                               const char *address, size_t address_length);
SMTP_API smtp_result smtp_message_add_to(smtp_message *message, const char *name, size_t name_length,
                                         const char *address, size_t address_length);
SMTP_API smtp_result smtp_message_add_cc(smtp_message *message, const char *name, size_t name_length,
                                         const char *address, size_t address_length);
SMTP_API smtp_result smtp_message_add_bcc(smtp_message *message, const char *name, size_t name_length,
                                          const char *address, size_t address_length);

/* RFC 5322 s3.6.5; UTF-8, any length. SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER,
   SMTP_E_UTF8. */
SMTP_API smtp_result smtp_message_set_subject(smtp_message *message, const char *text, size_t length);

/* RFC 5322 s3.6.1. Seconds since 1970-01-01 00:00 UTC (years 1970 to 9999, there and here), offset -1439..1439.
   A message without one leaves it to the server (RFC 6409 s8.2). SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY,
   SMTP_E_DATE. */
SMTP_API smtp_result smtp_message_set_date(smtp_message *message, int64_t utc_seconds, int32_t offset_minutes);

/* RFC 5322 s3.6.4: left@right, with or without angle brackets. SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY,
   SMTP_E_MESSAGE_ID, SMTP_E_CONTROL_CHARACTER. */
SMTP_API smtp_result smtp_message_set_message_id(smtp_message *message, const char *id, size_t length);

/*
 * Unpredictable bytes, 16 at least (the first 32 count), from which, with the attached mails, boundaries and a missing
 * Message-ID are made. smtp_client_send_message does this by itself. SMTP_OK, SMTP_E_ARGUMENT (NULL, fewer than 16, or
 * SMTP_Z: they are no string).
 */
SMTP_API smtp_result smtp_message_set_seed(smtp_message *message, const void *random, size_t length);

/* 1 if a Date, a Message-ID or a seed was set. */
SMTP_API int32_t smtp_message_has_date(const smtp_message *message);
SMTP_API int32_t smtp_message_has_message_id(const smtp_message *message);
SMTP_API int32_t smtp_message_has_seed(const smtp_message *message);

/*
 * Any other header field (RFC 5322 s3.6.8), whose name has 76 octets at most. add appends, even where the name stands
 * already, but for fields that may stand only once (SMTP_E_HEADER_RESERVED: In-Reply-To, References, Auto-Submitted,
 * Importance, Priority, X-Priority, Sensitivity and those of mailing lists); set replaces all of that name. The value
 * is unstructured text in UTF-8; what is not ASCII becomes encoded-words, and an ASCII value is never changed but for
 * folding at its own blanks; one of blanks alone becomes encoded-words, too.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_HEADER_NAME, SMTP_E_HEADER_RESERVED (those with a setter
 * here or in message_address.h, Resent-*, MIME-Version and Content-*), SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8,
 * SMTP_E_HEADER_TOO_LONG (no blank to fold at within 998 octets).
 */
SMTP_API smtp_result smtp_message_add_header(smtp_message *message, const char *name, size_t name_length,
                                             const char *value, size_t value_length);
SMTP_API smtp_result smtp_message_set_header(smtp_message *message, const char *name, size_t name_length,
                                             const char *value, size_t value_length);

/*
 * The body: plain text, HTML, or both as multipart/alternative. UTF-8 with any line ends; copied. CR, LF and TAB are
 * allowed here. Sent as it is where it is ASCII in short lines, else quoted-printable or base64, whichever is
 * smaller. SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_UTF8, SMTP_E_NUL_IN_CONTENT; SMTP_E_STATE here and in all
 * up to smtp_message_attach_message, if the body is a tree of the caller's own (part.h).
 */
SMTP_API smtp_result smtp_message_set_text(smtp_message *message, const char *text, size_t length);
SMTP_API smtp_result smtp_message_set_html(smtp_message *message, const char *html, size_t length);

/*
 * Attaches the content of a source, byte for byte, in base64.
 *   name    the file name that the reader sees, UTF-8; a path is cut to its last part, and "." and ".." are none.
 *           NULL, 0: no name.
 *   type    media type, "image/png" or "text/plain; charset=utf-8", without a parameter "name"; NULL, 0: guessed from
 *           the name, else application/octet-stream. Types multipart/... and message/... are refused: they cannot be
 *           in base64 (RFC 2045 s6.4).
 *   source  must be rewindable if the message is to be sent more than once or measured. The message takes it over and
 *           frees it, unless this call fails.
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or a source that a message has already), SMTP_E_NO_MEMORY,
 * SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, SMTP_E_MEDIA_TYPE.
 */
SMTP_API smtp_result smtp_message_attach(smtp_message *message, const char *name, size_t name_length, const char *type,
                                         size_t type_length, smtp_source *source);

/* The same for bytes in memory, borrowed until the message is freed; their length is a number and not SMTP_Z. */
SMTP_API smtp_result smtp_message_attach_memory(smtp_message *message, const char *name, size_t name_length,
                                                const char *type, size_t type_length, const void *data,
                                                size_t data_length);

/*
 * More of the body, each beside the plain text or HTML, in multipart/alternative in the order text, AMP, HTML,
 * calendar: a reader shows the last one that it knows (RFC 2046 s5.1.4). Copied, and refused, as smtp_message_set_html.
 * set_flowed_text    in place of set_text: paragraphs, one on each line of the text, which the reader wraps to its width
 *                    (format=flowed, RFC 3676); lines that begin with ">" are quoted, so deep as there are
 *                    marks, "-- " begins the signature; blanks at the end of others are left out, words stay whole
 * set_amp            text/x-amp-html, for readers that run it
 * set_calendar       text/calendar (RFC 6047 s2.4): `method` is that of the iCalendar text, REQUEST, REPLY, CANCEL, …;
 *                    SMTP_E_MEDIA_TYPE if it is no iana-token of 64 octets at most
 */
SMTP_API smtp_result smtp_message_set_flowed_text(smtp_message *message, const char *text, size_t length);
SMTP_API smtp_result smtp_message_set_amp(smtp_message *message, const char *amp, size_t length);
SMTP_API smtp_result smtp_message_set_calendar(smtp_message *message, const char *method, size_t method_length,
                                               const char *calendar, size_t length);

/*
 * A file that the HTML shows, such as an image: it stands with the HTML in multipart/related (RFC 2387), and the HTML
 * refers to it as "cid:" and the identifier. Without HTML it stands in multipart/mixed like an attachment, before those.
 *   id  Content-ID, left@right with or without angle brackets, unlike those of the others (SMTP_E_ARGUMENT)
 * The rest as for smtp_message_attach and smtp_message_attach_memory; also SMTP_E_MESSAGE_ID.
 */
SMTP_API smtp_result smtp_message_add_inline(smtp_message *message, const char *id, size_t id_length, const char *name,
                                             size_t name_length, const char *type, size_t type_length,
                                             smtp_source *source);
SMTP_API smtp_result smtp_message_add_inline_memory(smtp_message *message, const char *id, size_t id_length,
                                                    const char *name, size_t name_length, const char *type,
                                                    size_t type_length, const void *data, size_t data_length);

/*
 * Attaches another mail as it is: message/rfc822 (RFC 2046 s5.2.1), which may not be encoded. The source is read once
 * here; its line ends become CRLF. With octets above 127 in it the whole mail needs 8BITMIME. If it is another one when
 * the message is sent, that ends with SMTP_E_SOURCE_CHANGED.
 * Returns as smtp_message_attach, and SMTP_E_NOT_REWINDABLE, SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT, or the error
 * of the source.
 */
SMTP_API smtp_result smtp_message_attach_message(smtp_message *message, const char *name, size_t name_length,
                                                 smtp_source *source);

/*
 * Puts the message's reverse-path (Sender, else the first From) and its To, Cc and Bcc recipients into an envelope,
 * which is cleared first; an address that stands in more than one place is taken once (the domain in any case). They
 * come in the order in which they were set. Where there are Resent- recipients, they are taken and no others, and the
 * reverse-path is Resent-Sender, else the first Resent-From, if one is set.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_FROM, SMTP_E_NO_RECIPIENT, SMTP_E_NO_MEMORY.
 */
SMTP_API smtp_result smtp_message_envelope(const smtp_message *message, smtp_envelope *envelope);

/*
 * The message as a source, standing at its first byte. It belongs to the message, there is one, and every call starts
 * it anew; the message must not be changed while it is read.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_FROM, SMTP_E_NO_SENDER (several From addresses), SMTP_E_RANDOM (a
 * boundary or a Message-ID is needed, and neither it nor a seed was set), SMTP_E_NOT_REWINDABLE, SMTP_E_PART (part.h);
 * with Resent- addresses also SMTP_E_DATE (no smtp_message_set_resent) and SMTP_E_NO_FROM (no Resent-From).
 */
SMTP_API smtp_result smtp_message_source(smtp_message *message, smtp_source **source);

SMTP_END_DECLS

#endif
