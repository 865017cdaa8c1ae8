/* SPDX-License-Identifier: MIT */
/* dkim.h - a signer of messages inside. */
#ifndef SMTP__DKIM_H
#define SMTP__DKIM_H

#include "base/arena.h"
#include "base/text.h"
#include "source/source.h"
#include <smtp/dkim.h>
#include <stdalign.h>

/* RFC 6376 s3.5, x=: no more than 12 digits are to be expected of a verifier. */
#define SMTP__DKIM_TIME_MAX INT64_C(999999999999)

enum { SMTP__DKIM_HEADER_MAX = 1 << 20, SMTP__DKIM_READ = 256 };

struct smtp__dkim_signer {
    struct smtp__dkim_signer *next;
    struct smtp__text domain;
    struct smtp__text selector;
    int32_t algorithm;
    smtp_dkim_sign_fn sign;
    smtp_dkim_release_fn release;
    void *context;
    struct smtp__text field; /* its DKIM-Signature of the message signed last */
};

struct smtp_dkim {
    smtp_allocator allocator; /* release is NULL: in the caller's memory */
    const smtp_digest_ops *digests;
    struct smtp__arena arena;
    struct smtp__arena_mark kept; /* what was taken after it belongs to the message signed last */
    struct smtp__dkim_signer *signers;
    struct smtp__text names; /* as set_fields takes them */
    int64_t time;
    int64_t expires;
    int32_t header_form; /* SMTP_DKIM_SIMPLE or SMTP_DKIM_RELAXED */
    int32_t body_form;

    struct smtp_source source;               /* the signed one */
    smtp_source *message;                    /* NULL: none was signed, or the object was changed since */
    const struct smtp__dkim_signer *reading; /* whose field is being read; NULL: the message */
    size_t position;                         /* in that field */

    uint8_t in[SMTP__DKIM_READ];
    uint8_t out[SMTP_DKIM_SIGNATURE_BYTES]; /* lines on their way, later a signature */
    alignas(max_align_t) uint8_t state[SMTP_DIGEST_STATE_BYTES];
};

/* signed.c: the source of the message signed last, standing at its first byte. */
void smtp__dkim_signed_start(struct smtp_dkim *dkim, smtp_source *message);
/* Gives back what was taken for it; reading it fails from here on. */
void smtp__dkim_forget(struct smtp_dkim *dkim);
/* Whatever was taken since the last call belongs to the object until its end. */
void smtp__dkim_keep(struct smtp_dkim *dkim);

#endif
