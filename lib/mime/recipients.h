/* SPDX-License-Identifier: MIT */
/* recipients.h - the addresses that a message goes to, each once, in the order in which they came. */
#ifndef SMTP__RECIPIENTS_H
#define SMTP__RECIPIENTS_H

#include "base/arena.h"
#include "keys.h"
#include <smtp/result.h>

struct smtp__message_recipient {
    struct smtp__key key; /* its text is the address */
    struct smtp__message_recipient *next;
};

struct smtp__recipients {
    struct smtp__message_recipient *first;
    struct smtp__message_recipient *last;
    struct smtp__keys keys;
};

/*
 * Makes a place for a checked address, which is copied; *recipient stays NULL if the address is there: the same but for
 * the case of the domain (RFC 5321 s2.4). SMTP_OK, SMTP_E_NO_MEMORY.
 */
smtp_result smtp__recipient_make(struct smtp__recipients *recipients, struct smtp__arena *arena,
                                 struct smtp__text address, struct smtp__message_recipient **recipient);

/* Links what was made, at the end. */
void smtp__recipients_link(struct smtp__recipients *recipients, struct smtp__message_recipient *recipient);

#endif
