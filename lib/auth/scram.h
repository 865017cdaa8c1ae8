/* SPDX-License-Identifier: MIT */
/* scram.h - the messages of a SCRAM server (RFC 5802 s7). */
#ifndef SMTP__SCRAM_H
#define SMTP__SCRAM_H

#include "base/text.h"
#include <smtp/result.h>

enum { SMTP__SCRAM_SALT = 96 };

struct smtp__scram_first {
    struct smtp__text nonce; /* the client's and the server's */
    uint32_t iterations;
    size_t salt_length;
    uint8_t salt[SMTP__SCRAM_SALT];
};

/* The server's first message. ours: the nonce that the server's must begin with, and pass. SMTP_OK,
   SMTP_E_AUTH_CHALLENGE. */
smtp_result smtp__scram_read_first(struct smtp__text message, struct smtp__text ours, struct smtp__scram_first *first);

/* Takes "name=value" off *rest, up to a comma. False, and nothing is taken, where something else stands. */
bool smtp__scram_take(struct smtp__text *rest, char name, struct smtp__text *value);

#endif
