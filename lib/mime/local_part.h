/* SPDX-License-Identifier: MIT */
/* local_part.h - where a mailbox is parted. */
#ifndef SMTP__LOCAL_PART_H
#define SMTP__LOCAL_PART_H

#include "base/text.h"

/*
 * The length of the local part of an address that smtp_mailbox_check took: what stands before the first "@" outside
 * quotes. An address literal may have another one.
 */
size_t smtp__local_part_length(struct smtp__text address);

#endif
