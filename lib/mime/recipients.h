/* SPDX-License-Identifier: MIT */
/* recipients.h - the addresses that a message goes to, each once, in the order in which they came. */
#ifndef SMTP__RECIPIENTS_H
#define SMTP__RECIPIENTS_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/result.h>

/* A place in the list and in a tree that is searched by hash, two bits a level. */
struct smtp__message_recipient {
    struct smtp__message_recipient *next;
    struct smtp__message_recipient *children[4];
    uint32_t hash;
    struct smtp__text address;
};

struct smtp__recipients {
    struct smtp__message_recipient *first;
    struct smtp__message_recipient *last;
    struct smtp__message_recipient *root;
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
