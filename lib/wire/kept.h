/* SPDX-License-Identifier: MIT */
/* kept.h - a string that can be set again: it is written over where it has room. */
#ifndef SMTP__KEPT_H
#define SMTP__KEPT_H

#include "base/arena.h"
#include "base/text.h"
#include <smtp/result.h>

struct smtp__kept {
    char *text;  /* NULL: not set yet */
    size_t room; /* octets at it, the NUL among them */
};

/* How a value is kept: ready to be sent. */
struct smtp__kept_form {
    const char *prefix;
    size_t (*write)(const char *data, size_t length, char *out); /* of codec/xtext.h */
    size_t most;                                                 /* octets, the prefix among them */
    smtp_result too_long;
};

/* Room for so many octets and a NUL, which is the string from then on. NULL: no memory, and it is what it was. What was
   there stays where it was, if the room is another. */
char *smtp__kept_room(struct smtp__arena *arena, struct smtp__kept *kept, size_t length);

/* Sets it to the text in that form. SMTP_OK, SMTP_E_NO_MEMORY, too_long. */
smtp_result smtp__kept_write(struct smtp__arena *arena, struct smtp__kept *kept, struct smtp__text text,
                             const struct smtp__kept_form *form);

void smtp__kept_forget(struct smtp__kept *kept);

/* "" if it is not set; never NULL. */
const char *smtp__kept_text(const struct smtp__kept *kept);
bool smtp__kept_is_set(const struct smtp__kept *kept);

#endif
