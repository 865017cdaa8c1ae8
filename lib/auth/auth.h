/* SPDX-License-Identifier: MIT */
/*
 * auth.h - SASL for SMTP (RFC 4954): the interface of a mechanism, and the choice among them.
 */
#ifndef SMTP__AUTH_H
#define SMTP__AUTH_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/mechanism.h>

struct smtp__credentials {
    struct smtp__text user;   /* data NULL: none were given */
    struct smtp__text secret; /* may be empty */
};

/* One AUTH exchange. */
struct smtp__exchange {
    const struct smtp__mechanism *mechanism;
    const struct smtp__credentials *credentials;
    uint8_t round; /* responses made so far */
};

/*
 * One mechanism, a file of its own (plain.c, login.c).
 *   bit       SMTP_MECHANISM_*
 *   in_clear  who reads the line learns the secret: not without TLS
 *   initial   the first response goes with the AUTH command; else the server's first challenge comes before it
 *   respond   appends the next response, not yet in base64. challenge is decoded, empty for an initial response.
 *             SMTP_OK; SMTP_E_AUTH_CHALLENGE: there is nothing to answer to this; SMTP_E_BUFFER_TOO_SMALL.
 */
struct smtp__mechanism {
    uint32_t bit;
    bool in_clear;
    bool initial;
    smtp_result (*respond)(struct smtp__exchange *exchange, struct smtp__text challenge, struct smtp__buffer *response);
};

extern const struct smtp__mechanism smtp__mechanism_plain;
extern const struct smtp__mechanism smtp__mechanism_login;

/* What the choice is made from: masks of SMTP_MECHANISM_*. */
struct smtp__auth_choice {
    uint32_t offered;
    uint32_t allowed;
    uint32_t tried;
    bool is_encrypted;
    bool plaintext_allowed; /* the caller accepts a secret in clear */
};

/*
 * The strongest mechanism that the server offers, the caller allows, the credentials fit and was not tried.
 * SMTP_OK; SMTP_E_CREDENTIALS_IN_CLEAR: there is one, but only TLS would permit it; SMTP_E_NO_MECHANISM.
 */
smtp_result smtp__auth_choose(const struct smtp__auth_choice *choice, const struct smtp__mechanism **mechanism);

/*
 * Checks a user name and a secret: controls, and lengths (SMTP_CFG_SECRET; both together must fit in an AUTH line).
 * SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_USER, SMTP_E_SECRET.
 */
smtp_result smtp__credentials_check(const struct smtp__credentials *credentials);

#endif
