/* SPDX-License-Identifier: MIT */
/* queue_id.h - the server's identifier of a mail in its reply to the end of data. */
#ifndef SMTP__QUEUE_ID_H
#define SMTP__QUEUE_ID_H

#include "base/text.h"

/*
 * Known forms: "queued as ID" (Postfix, hMailServer, Haraka), "id=ID" (Exim), "Message accepted for delivery" after
 * the ID (Sendmail, OpenSMTPD), "OK  TIME ID - gsmtp" (Gmail), "Ok ID" (SES), "[InternalId=ID" (Exchange).
 * Returns a part of the text, printable ASCII without blanks; length 0 where none is recognised.
 */
struct smtp__text smtp__queue_id(struct smtp__text reply);

#endif
