/* SPDX-License-Identifier: MIT */
/*
 * message_field.h - the header fields of a message that are neither addresses nor everyday ones: threads, mailing
 * lists, mail sent by machines.
 *
 * All but the Resent- ones may also be written with smtp_message_set_header; these setters know the syntax. Each returns
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER or SMTP_E_UTF8 where it takes a string, and what
 * its comment adds; after an error the message is as it was.
 */
#ifndef LIBSMTP_MESSAGE_FIELD_H
#define LIBSMTP_MESSAGE_FIELD_H

#include "message.h"

SMTP_BEGIN_DECLS

/*
 * With 1, text in the header is written as UTF-8 and not as encoded-words (RFC 6532), and domains stay as they are
 * given; if there is any octet above 127, the mail then needs a server with SMTPUTF8 (RFC 6531). Encoded-words remain
 * for what readers would change, blanks at an end and "=?", and for what no line should hold: a word of over 900
 * octets, a name of over 64 that needs quotes. Only before the first field is set: SMTP_E_STATE.
 */
SMTP_API smtp_result smtp_message_set_smtputf8(smtp_message *message, int32_t is_on);

/* In-Reply-To and References (RFC 5322 s3.6.4): one message identifier more, with or without angle brackets. A reply
   has the identifier of what it answers in the first, and that one's References and identifier in the second.
   SMTP_E_MESSAGE_ID. */
SMTP_API smtp_result smtp_message_add_in_reply_to(smtp_message *message, const char *id, size_t length);
SMTP_API smtp_result smtp_message_add_reference(smtp_message *message, const char *id, size_t length);

/* RFC 5322 s3.6.5: one more phrase in Keywords, not empty; one more Comments field. UTF-8. */
SMTP_API smtp_result smtp_message_add_keyword(smtp_message *message, const char *text, size_t length);
SMTP_API smtp_result smtp_message_add_comment(smtp_message *message, const char *text, size_t length);

/* Auto-Submitted, RFC 3834 s5: says that a machine sent the mail, so that no other machine answers it. */
enum { SMTP_AUTO_NO = 0, SMTP_AUTO_GENERATED = 1, SMTP_AUTO_REPLIED = 2, SMTP_AUTO_NOTIFIED = 3 /* RFC 5436 s2.7.1 */ };
SMTP_API smtp_result smtp_message_set_auto_submitted(smtp_message *message, int32_t kind);

/* Importance (RFC 4021 s2.1.54) and the X-Priority that goes with it. */
enum { SMTP_IMPORTANCE_LOW = -1, SMTP_IMPORTANCE_NORMAL = 0, SMTP_IMPORTANCE_HIGH = 1 };
SMTP_API smtp_result smtp_message_set_importance(smtp_message *message, int32_t importance);

/* List-Id, RFC 2919: a name for people, which may be NULL with length 0, and an identifier like "news.example.org".
   SMTP_E_ADDRESS if the identifier is none. */
SMTP_API smtp_result smtp_message_set_list_id(smtp_message *message, const char *name, size_t name_length,
                                              const char *id, size_t id_length);

/*
 * The fields of RFC 2369: one more URL, in the order of preference. List-Post takes "NO", too: nobody may post. It
 * stands alone and takes the place of what is there, as a URL takes its place.
 * SMTP_E_LIST_URL: not printable ASCII without blanks, angle brackets and quotes, beginning with a scheme and ":".
 * SMTP_E_HEADER_TOO_LONG: no line of 998 octets can hold it.
 */
enum {
    SMTP_LIST_HELP = 1,
    SMTP_LIST_UNSUBSCRIBE = 2,
    SMTP_LIST_SUBSCRIBE = 3,
    SMTP_LIST_POST = 4,
    SMTP_LIST_OWNER = 5,
    SMTP_LIST_ARCHIVE = 6
};
SMTP_API smtp_result smtp_message_add_list_url(smtp_message *message, int32_t field, const char *url, size_t length);

/*
 * One-click unsubscription, RFC 8058, which large receivers ask of bulk mail: List-Unsubscribe with an https URL
 * that takes a POST, and List-Unsubscribe-Post. Both replace what was there. The mail must also be signed by DKIM over
 * both (dkim.h does that).
 *   https_url   begins with "https://" and names this recipient in a way that nobody can guess
 *   mailto_url  a second way, which begins with "mailto:", or NULL with length 0
 * SMTP_E_LIST_URL, SMTP_E_HEADER_TOO_LONG.
 */
SMTP_API smtp_result smtp_message_set_one_click_unsubscribe(smtp_message *message, const char *https_url,
                                                            size_t https_url_length, const char *mailto_url,
                                                            size_t mailto_url_length);

/*
 * Resent-Date and Resent-Message-ID (RFC 5322 s3.6.6), as smtp_message_set_date and smtp_message_set_message_id take
 * them; with the Resent- addresses of message_address.h they stand before all other fields. Where there are Resent-
 * recipients the envelope has them and no others. A message with Resent- addresses needs this and a Resent-From.
 *   id  NULL with length 0: no Resent-Message-ID
 * SMTP_E_DATE, SMTP_E_MESSAGE_ID.
 */
SMTP_API smtp_result smtp_message_set_resent(smtp_message *message, int64_t utc_seconds, int32_t offset_minutes,
                                             const char *id, size_t id_length);

SMTP_END_DECLS

#endif
