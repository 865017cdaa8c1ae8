/* SPDX-License-Identifier: MIT */
/* queue_id.h - the server's identifier of a mail in its reply to the end of data. */
#ifndef SMTP__QUEUE_ID_H
#define SMTP__QUEUE_ID_H

#include "base/text.h"

/*
 * What stands in one of the known forms: "queued as ID", "id=ID", "ID Message accepted for delivery", "Ok ID" and others,
 * which queue_id.c lists with those who use them. hMailServer ("Queued (0.047 seconds)"), Yahoo and Zoho tell none.
 * Returns a part of the text, printable ASCII without blanks; length 0 where none is recognised.
 */
struct smtp__text smtp__queue_id(struct smtp__text reply);

#endif
