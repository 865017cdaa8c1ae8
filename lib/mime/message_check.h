/* SPDX-License-Identifier: MIT */
/*
 * message_check.h - the look through a message for what a receiver would hold against it.
 *
 *     message_check.c           the call; header, bulk mail, DKIM     -> field
 *     message_check_address.c   addresses and their names             -> field, recipients
 *     message_check_body.c      text, HTML, files, size               -> leaf, html
 */
#ifndef SMTP__MESSAGE_CHECK_H
#define SMTP__MESSAGE_CHECK_H

#include "message_object.h"
#include <smtp/finding.h>

struct smtp__look {
    struct smtp_message *message;
    const smtp_check_context *context;
    uint64_t found;
};

/* Adds a finding if it is so. */
void smtp__look_note(struct smtp__look *look, int32_t finding, bool is_so);

void smtp__look_at_addresses(struct smtp__look *look);
void smtp__look_at_body(struct smtp__look *look);

#endif
