/* SPDX-License-Identifier: MIT */
/*
 * envelope_object.h - an envelope inside.
 *
 *     envelope.c            made and cleared; reverse-path and recipients
 *     envelope_parameter.c  what is asked for beyond them: kept.c, own_parameter.c  -> codec/xtext.h
 *     envelope_part.c       some of its recipients as an envelope of their own
 *     envelope_limits.c     does a server take so much in one mail?
 *     mail_parameter.c      its parameters in MAIL and RCPT, and what they need of a server
 */
#ifndef SMTP__ENVELOPE_OBJECT_H
#define SMTP__ENVELOPE_OBJECT_H

#include "base/arena.h"
#include "kept.h"
#include "mail_parameter.h"
#include <smtp/envelope.h>
#include <smtp/mailbox.h>

/* The longest values, octets as they are sent: "ORCPT=" and its value have 500 (RFC 3461 s4.2), and so have " AUTH=" and
   its value (RFC 4954 s3). */
enum { SMTP__ENVID_MAX = 100, SMTP__ORCPT_MAX = 494, SMTP__AUTH_MAX = 494 };

/* What MAIL says. A string that is empty, and a number that is 0, is not said. */
struct smtp__envelope_mail {
    struct smtp__kept from;
    const struct smtp__parameters *parameters; /* NULL: none was set, here or of a recipient */
    struct smtp__kept envid;                   /* these two as xtext */
    struct smtp__kept auth;
    struct smtp__kept own; /* " KEYWORD=value KEYWORD …", given by the caller */
    int64_t hold;          /* seconds, or the time until when */
    int32_t by_seconds;
    uint8_t by_mode; /* SMTP_BY_* */
    uint8_t ret;     /* SMTP_RET_* */
    uint8_t notify;  /* SMTP_NOTIFY_*, of recipients that have none of their own */
    int8_t priority;
    bool by_trace;
    bool hold_is_until;
    bool require_tls;
    bool from_is_utf8;
    bool auth_is_utf8;
};

/* What RCPT says beyond the address, likewise. */
struct smtp__recipient_parameters {
    struct smtp__kept original; /* ORCPT, "rfc822;…" */
    struct smtp__kept own;
    uint8_t notify;
};

/* Recipients first, first + 1, …: a block is as large as all before it, so that the newest ones are found at once and
   the oldest of n after log2(n) steps, and none is ever moved. */
struct smtp__envelope_block {
    struct smtp__envelope_block *previous;
    size_t first;
    size_t capacity;
    struct smtp__recipient_parameters **parameters; /* as many places; NULL: none of these recipients has any */
    const char *recipients[];
};

struct smtp_envelope {
    struct smtp__arena arena;
    struct smtp__envelope_mail mail;
    struct smtp__envelope_block *blocks; /* the newest */
    size_t count;
    bool recipient_is_utf8;
};

/* An address as it is kept. */
struct smtp__envelope_path {
    size_t length;
    char text[SMTP_MAILBOX_BYTES];
};

/* Reads what smtp_envelope_set_mail_from takes; empty: the null path. SMTP_OK, or what smtp_mailbox_to_ascii says. */
smtp_result smtp__envelope_path_read(const char *address, size_t length, struct smtp__envelope_path *path);

/* The block of a recipient; it is there. */
struct smtp__envelope_block *smtp__envelope_block_of(const smtp_envelope *envelope, size_t index);

/* NULL: it has none, or there is no such recipient. */
struct smtp__recipient_parameters *smtp__envelope_parameters_of(const smtp_envelope *envelope, size_t index);

/* A new and empty block for so many recipients, behind all that are there; NULL: no memory. */
struct smtp__envelope_block *smtp__envelope_block_new(smtp_envelope *envelope, size_t capacity);

#endif
