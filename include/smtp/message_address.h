/* SPDX-License-Identifier: MIT */
/*
 * message_address.h - the fields of a message that hold addresses, by number, and groups in them.
 *
 * The everyday ones have setters of their own in message.h, which do the same.
 */
#ifndef LIBSMTP_MESSAGE_ADDRESS_H
#define LIBSMTP_MESSAGE_ADDRESS_H

#include "message.h"

SMTP_BEGIN_DECLS

/* A field that holds addresses. The numbers are ABI. */
enum {
    SMTP_HEADER_FROM = 1,   /* RFC 5322 s3.6.2 */
    SMTP_HEADER_SENDER = 2, /* holds one */
    SMTP_HEADER_REPLY_TO = 3,
    SMTP_HEADER_TO = 4, /* RFC 5322 s3.6.3 */
    SMTP_HEADER_CC = 5,
    SMTP_HEADER_BCC = 6,           /* in the envelope alone */
    SMTP_HEADER_RESENT_FROM = 7,   /* RFC 5322 s3.6.6 */
    SMTP_HEADER_RESENT_SENDER = 8, /* holds one */
    SMTP_HEADER_RESENT_TO = 9,
    SMTP_HEADER_RESENT_CC = 10,
    SMTP_HEADER_RESENT_BCC = 11,                  /* in the envelope alone */
    SMTP_HEADER_DISPOSITION_NOTIFICATION_TO = 12, /* asks for a receipt when it is read, RFC 8098 s2.1 */
    SMTP_HEADER_RETURN_RECEIPT_TO = 13            /* the same for old readers */
};

/*
 * Adds an address to a field; one that holds a single address is replaced. Several From addresses need a Sender
 * (RFC 5322 s3.6.2), and several Resent-From addresses a Resent-Sender, which smtp_message_source looks for.
 *   name, address  as for smtp_message_add_to
 * Returns as smtp_message_add_to; SMTP_E_ARGUMENT for a number that is no field.
 */
SMTP_API smtp_result smtp_message_add_address(smtp_message *message, int32_t field, const char *name,
                                              size_t name_length, const char *address, size_t address_length);

/*
 * Opens a group (RFC 5322 s3.4): the addresses that are added to the field from now on stand in it, until it is closed
 * or the message is read. An empty one hides who is addressed: "undisclosed-recipients:;", with Bcc beside it.
 *   field  SMTP_HEADER_REPLY_TO, _TO, _CC, _RESENT_TO or _RESENT_CC
 *   name   a display name, not empty
 * Groups do not nest: opening one closes the one before. smtp_message_close_group takes no memory; without an open
 * group it is SMTP_E_STATE.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE, SMTP_E_NO_MEMORY, SMTP_E_CONTROL_CHARACTER, SMTP_E_UTF8.
 */
SMTP_API smtp_result smtp_message_open_group(smtp_message *message, int32_t field, const char *name,
                                             size_t name_length);
SMTP_API smtp_result smtp_message_close_group(smtp_message *message, int32_t field);

SMTP_END_DECLS

#endif
