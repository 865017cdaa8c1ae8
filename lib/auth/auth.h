/* SPDX-License-Identifier: MIT */
/*
 * auth.h - SASL for SMTP (RFC 4954): the interface of a mechanism, and the choice among them.
 */
#ifndef SMTP__AUTH_H
#define SMTP__AUTH_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/channel.h>
#include <smtp/digest.h>
#include <smtp/mechanism.h>

struct smtp__mechanism;

/* The bit of a mechanism of the caller's, which is allowed by being there. */
enum { SMTP__MECHANISM_OWN = 1 << 30 };

/* The forms of SCRAM that are bound to the TLS connection: the bit of the unbound one, moved. */
enum {
    SMTP__BOUND = 7,
    SMTP__MECHANISMS_BOUND =
        SMTP_MECHANISM_SCRAM_SHA_1_PLUS | SMTP_MECHANISM_SCRAM_SHA_256_PLUS | SMTP_MECHANISM_SCRAM_SHA_512_PLUS
};

/* What the TLS connection is known by. */
struct smtp__channel {
    int32_t kind; /* SMTP_CHANNEL_*, 0: nothing is known */
    struct smtp__text data;
};

/* Mechanisms, the strongest first, ended by NULL. What refers to a list links it, and nothing else does. */
typedef const struct smtp__mechanism *const *smtp__mechanism_list;

extern const struct smtp__mechanism *const smtp__mechanisms_password[]; /* the password itself is sent */
extern const struct smtp__mechanism *const smtp__mechanisms_digest[];   /* what proves it by a digest */
extern const struct smtp__mechanism *const smtp__mechanisms_token[];
extern const struct smtp__mechanism *const smtp__mechanisms_external[];
extern const struct smtp__mechanism *const smtp__mechanisms_anonymous[];

struct smtp__credentials {
    struct smtp__text user;          /* data NULL: none were given */
    struct smtp__text secret;        /* may be empty */
    smtp__mechanism_list mechanisms; /* that they fit */
    const smtp_own_mechanism *own;   /* NULL: none */
};

/* What mechanisms that compute need; digests NULL: there is nothing. */
struct smtp__cryptography {
    const smtp_digest_ops *digests;
    smtp_random_fn random;
    void *random_context;
    smtp__mechanism_list mechanisms; /* for a password, before those of the credentials */
    uint32_t available;              /* digests, 1 << SMTP_DIGEST_* */
};

/* Octets in which a mechanism with a digest computes. */
enum { SMTP__AUTH_WORK = 832 };

/* One AUTH exchange. */
struct smtp__exchange {
    const struct smtp__mechanism *mechanism;
    const struct smtp__credentials *credentials;
    const struct smtp__cryptography *cryptography;
    const struct smtp__channel *channel; /* NULL: none */
    uint32_t allowed;                    /* mechanisms */
    void *work;          /* during a call of respond: SMTP__AUTH_WORK octets for any object, wiped after it */
    smtp_result failure; /* why the exchange is given up */
    uint8_t round;       /* responses made so far */
    bool is_verified;    /* the server has proved that it knows the password, too */
    uint8_t kept[SMTP_DIGEST_SIZE]; /* what the mechanism remembers from one response to the next */
};

/*
 * One mechanism, a file of its own (plain.c, login.c, …).
 *   bit       SMTP_MECHANISM_*
 *   digest    SMTP_DIGEST_* that it computes with, 0: none
 *   in_clear  who reads the line learns the secret: not without TLS
 *   initial   the first response goes with the AUTH command; else the server's first challenge comes before it
 *   mutual    success counts only once is_verified is set
 *   explains  a challenge after the first response says why the server will refuse
 *   respond   appends the next response, not yet in base64. challenge is decoded, empty for an initial response.
 *             SMTP_OK; SMTP_E_AUTH_CHALLENGE: there is nothing to answer to this; SMTP_E_AUTH_SERVER: it does not
 *             know the password; SMTP_E_BUFFER_TOO_SMALL; SMTP_E_RANDOM; what the digests answer.
 */
struct smtp__mechanism {
    uint32_t bit;
    uint8_t digest;
    bool in_clear;
    bool initial;
    bool mutual;
    bool explains;
    smtp_result (*respond)(struct smtp__exchange *exchange, struct smtp__text challenge, struct smtp__buffer *response);
};

extern const struct smtp__mechanism smtp__mechanism_plain;
extern const struct smtp__mechanism smtp__mechanism_login;
extern const struct smtp__mechanism smtp__mechanism_cram_md5;

/* One for a mechanism of the caller's, which the exchange's credentials lead to. SMTP_OK; SMTP_E_ARGUMENT: the table is
   not whole; SMTP_E_MECHANISM: its name is none. */
smtp_result smtp__mechanism_from(const smtp_own_mechanism *own, struct smtp__mechanism *mechanism);

/* What the choice is made from: masks of SMTP_MECHANISM_*. */
struct smtp__auth_choice {
    uint32_t offered;
    uint32_t allowed;
    uint32_t tried;
    bool is_encrypted;
    bool plaintext_allowed;              /* the caller accepts a secret in clear */
    const struct smtp__channel *channel; /* NULL: there is none to bind to */
};

/*
 * The strongest mechanism that the server offers, the caller allows, the credentials fit and was not tried. After one
 * that hides the secret none follows that shows it to the network.
 * SMTP_OK; SMTP_E_CREDENTIALS_IN_CLEAR: there is one, but only TLS would permit it; SMTP_E_NO_MECHANISM.
 */
smtp_result smtp__auth_choose(const struct smtp__auth_choice *choice, const struct smtp__credentials *credentials,
                              const struct smtp__cryptography *cryptography, const struct smtp__mechanism **mechanism);

/*
 * Checks a user name and a secret: controls, and lengths (SMTP_CFG_SECRET; both together must fit in an AUTH line).
 * SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_USER, SMTP_E_SECRET.
 */
smtp_result smtp__credentials_check(const struct smtp__credentials *credentials);

/* The same of a user name and a bearer token; SMTP_E_TOKEN, too: one word of visible ASCII (RFC 6750 s2.1). */
smtp_result smtp__token_check(const struct smtp__credentials *credentials);

enum { SMTP__ANONYMOUS_MOST = 255 }; /* RFC 4505 s2, in characters */

/* A name that stands alone, which may be empty: SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_USER (too long). */
smtp_result smtp__identity_check(struct smtp__text identity, size_t most);

#endif
