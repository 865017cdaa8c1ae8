/* SPDX-License-Identifier: MIT */
/*
 * part.h - the parts of a message as a tree of the caller's own (RFC 2045, RFC 2046), for what the setters of message.h
 * do not build by themselves: multipart/report, multipart/signed, alternatives within alternatives.
 *
 * A part belongs to its message, whose memory it lies in, and goes with it. It is made without a place, put under a
 * multipart with smtp_part_add, and the topmost becomes the body with smtp_message_set_root. A part that stands in no
 * tree is not sent. After an error everything is as it was. One thread at a time, the same as the message.
 */
#ifndef LIBSMTP_PART_H
#define LIBSMTP_PART_H

#include "message.h"

SMTP_BEGIN_DECLS

typedef struct smtp_part smtp_part;

/*
 * A part with text in memory, which is copied: UTF-8 with any line ends. The encoding is chosen as for
 * smtp_message_set_text.
 *   type  "text/..." without the parameter charset, which is utf-8; others may stand there: "text/calendar;
 *         method=REQUEST"
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_UTF8, SMTP_E_NUL_IN_CONTENT, SMTP_E_CONTROL_CHARACTER,
 * SMTP_E_MEDIA_TYPE; *part is NULL after an error, as after one of the next two.
 */
SMTP_API smtp_result smtp_part_new_text(smtp_message *message, const char *type, size_t type_length, const char *text,
                                        size_t length, smtp_part **part);

/*
 * A part with the content of a source, byte for byte, in base64; message/... as it is (7bit or 8bit, RFC 2045 s6.4), for
 * which the source is read once here, must be rewindable, and has its line ends made CRLF.
 *   type    not multipart/...
 *   source  taken over, unless this call fails
 * Returns as smtp_message_attach; for message/... also SMTP_E_NOT_REWINDABLE, SMTP_E_LINE_TOO_LONG,
 * SMTP_E_NUL_IN_CONTENT or the error of the source.
 */
SMTP_API smtp_result smtp_part_new_source(smtp_message *message, const char *type, size_t type_length,
                                          smtp_source *source, smtp_part **part);

/*
 * A multipart without parts.
 *   type  "multipart/mixed", "multipart/related; type=\"text/html\"", …, without the parameter boundary
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8, SMTP_E_MEDIA_TYPE.
 */
SMTP_API smtp_result smtp_part_new_multipart(smtp_message *message, const char *type, size_t type_length,
                                             smtp_part **part);

/*
 * Content-ID (RFC 2392): an identifier like a Message-ID, with or without angle brackets; HTML refers to it as
 * "cid:identifier". SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_MESSAGE_ID, SMTP_E_CONTROL_CHARACTER.
 */
SMTP_API smtp_result smtp_part_set_content_id(smtp_part *part, const char *id, size_t length);

/*
 * Content-Disposition (RFC 2183) and the file name, written for new readers (RFC 2231) and old ones (RFC 2047 in the
 * parameter name of Content-Type).
 *   disposition  SMTP_DISPOSITION_*
 *   name         as for smtp_message_attach
 * SMTP_OK, SMTP_E_ARGUMENT (also of a multipart), SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8.
 */
enum { SMTP_DISPOSITION_ATTACHMENT = 1, SMTP_DISPOSITION_INLINE = 2 };
SMTP_API smtp_result smtp_part_set_disposition(smtp_part *part, int32_t disposition, const char *name, size_t length);

/*
 * Another field of the part's header, whose name begins with "Content-": Content-Description, Content-Language,
 * Content-Location, … Replaces one of that name. Unstructured text as in smtp_message_set_header.
 * SMTP_OK and its errors; SMTP_E_HEADER_RESERVED for Content-Type, Content-Transfer-Encoding, Content-Disposition and
 * Content-ID; SMTP_E_HEADER_NAME for a name without "Content-".
 */
SMTP_API smtp_result smtp_part_set_header(smtp_part *part, const char *name, size_t name_length, const char *value,
                                          size_t value_length);

/*
 * Puts a part at the end of a multipart.
 * SMTP_OK, SMTP_E_ARGUMENT (NULL), SMTP_E_PART: not a multipart, parts of two messages, a part that has a place (in a
 * multipart, or as the body), or one that would stand in itself.
 */
SMTP_API smtp_result smtp_part_add(smtp_part *multipart, smtp_part *part);

/*
 * Makes a part without a place the body of its message, in place of the one before, which then has none.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_PART (another message's, or it has a place), SMTP_E_STATE (the message has text,
 * HTML or attachments of its own: those setters then fail, too, as long as there is a root).
 * A multipart without parts in the tree is found by smtp_message_source: SMTP_E_PART.
 */
SMTP_API smtp_result smtp_message_set_root(smtp_message *message, smtp_part *part);

SMTP_END_DECLS

#endif
