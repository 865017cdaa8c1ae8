/* SPDX-License-Identifier: MIT */
/*
 * mechanism.h - the SASL mechanisms that this library can use for AUTH (RFC 4954).
 */
#ifndef LIBSMTP_MECHANISM_H
#define LIBSMTP_MECHANISM_H

#include "result.h"

SMTP_BEGIN_DECLS

/*
 * One bit each; the numbers are ABI. User names and passwords are sent, and taken into a digest, as they are given:
 * SASLprep (RFC 4013) changes nothing of ASCII, and whoever has others in UTF-8 gives them composed (NFC).
 */
enum {
    SMTP_MECHANISM_PLAIN = 1,          /* RFC 4616 */
    SMTP_MECHANISM_LOGIN = 2,          /* draft-murchison-sasl-login: user name and password in two steps */
    SMTP_MECHANISM_CRAM_MD5 = 4,       /* RFC 2195 */
    SMTP_MECHANISM_SCRAM_SHA_1 = 8,    /* RFC 5802: the server has to prove that it knows the password, too */
    SMTP_MECHANISM_SCRAM_SHA_256 = 16, /* RFC 7677 */
    SMTP_MECHANISM_SCRAM_SHA_512 = 32, /* draft-melnikov-scram-sha-512 */
    SMTP_MECHANISM_OAUTHBEARER = 64,   /* RFC 7628 */
    SMTP_MECHANISM_XOAUTH2 = 128,      /* the same, as Google and Microsoft had it before */
    SMTP_MECHANISM_EXTERNAL = 256,     /* RFC 4422 app. A: by the client's certificate */
    SMTP_MECHANISM_ANONYMOUS = 512,    /* RFC 4505 */
    /* SCRAM bound to the TLS connection (channel.h): where a -PLUS form is offered and the transport has a binding */
    SMTP_MECHANISM_SCRAM_SHA_1_PLUS = 1024,
    SMTP_MECHANISM_SCRAM_SHA_256_PLUS = 2048,
    SMTP_MECHANISM_SCRAM_SHA_512_PLUS = 4096
};

/* Randomness, which some of them need: fills the buffer with unpredictable bytes; SMTP_OK or SMTP_E_RANDOM. */
typedef smtp_result (*smtp_random_fn)(void *context, void *buffer, size_t length);

/*
 * A mechanism of the caller's, which knows its credentials itself.
 *   struct_size  sizeof(smtp_own_mechanism)
 *   context      handed to respond
 *   name         as the server offers it, ended by a NUL: 1 to 20 of A-Z, 0-9, "-" and "_" (RFC 4422 s3.1)
 *   in_clear     1: who reads the line learns a secret, and it is not used without TLS but where that is allowed
 *   initial      1: the first response goes with the AUTH command
 *   respond      writes the next response, not in base64, into `room` octets, and its length. round counts from 0;
 *                round 0 is asked for twice where the command has no room for it. challenge is decoded, and empty for
 *                an initial response. SMTP_OK; SMTP_E_AUTH_CHALLENGE: it cannot be answered, and the exchange is given
 *                up; another negative result ends the session. It must not call into the session or the client.
 */
typedef struct smtp_own_mechanism {
    size_t struct_size;
    void *context;
    const char *name;
    int32_t in_clear;
    int32_t initial;
    smtp_result (*respond)(void *context, uint32_t round, const uint8_t *challenge, size_t length, uint8_t *response,
                           size_t room, size_t *response_length);
} smtp_own_mechanism;

/* All mechanisms of this build. */
SMTP_API uint32_t smtp_mechanisms(void);

/*
 * The bit of a mechanism's name, in any case. 0 if this build does not have it.
 */
SMTP_API uint32_t smtp_mechanism_by_name(const char *name, size_t length);

/* The registered name of one bit, "PLAIN"; NULL if it is not exactly one known bit. Static. */
SMTP_API const char *smtp_mechanism_name(uint32_t mechanism);

SMTP_END_DECLS

#endif
