/* SPDX-License-Identifier: MIT */
/* scram.h - the messages of SCRAM (RFC 5802 s7): what the client says of the TLS connection, what a server says. */
#ifndef SMTP__SCRAM_H
#define SMTP__SCRAM_H

#include "auth.h"

enum {
    SMTP__SCRAM_SALT = 96,
    SMTP__SCRAM_HEADER = sizeof "p=tls-server-end-point,," - 1, /* at most */
    SMTP__SCRAM_BINDING = SMTP__SCRAM_HEADER + SMTP_CHANNEL_BYTES
};

/* Appends the gs2-header; the room is SMTP__SCRAM_HEADER at least. */
void smtp__scram_put_header(struct smtp__buffer *out, const struct smtp__exchange *exchange);

/* Appends the cbind-input, not in base64; the room is SMTP__SCRAM_BINDING at least. */
void smtp__scram_put_binding(struct smtp__buffer *out, const struct smtp__exchange *exchange);

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
