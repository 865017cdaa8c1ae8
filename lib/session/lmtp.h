/* SPDX-License-Identifier: MIT */
/*
 * lmtp.h - after the end of data LMTP has a reply for each recipient that was accepted, in their order (RFC 2033 s4.2).
 *
 * Which they are is kept, a bit for each, at the very end of the send buffer, which is so much shorter meanwhile.
 *
 * smtp_session_set_protocol puts the table into the session, and nothing else refers to it: a program that does not call
 * it links none of this.
 */
#ifndef SMTP__LMTP_H
#define SMTP__LMTP_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/result.h>

struct smtp__deliveries {
    size_t kept;        /* octets at the end of the send buffer */
    size_t recipient;   /* the last that was told is before this one */
    size_t told;        /* replies */
    smtp_result result; /* what counts most of them */
};

struct smtp_session;

struct smtp__lmtp {
    smtp_result (*hello)(struct smtp__buffer *buffer, struct smtp__text name); /* in the place of EHLO */
    /* A mail begins. False if the send buffer is too small for so many recipients. */
    bool (*begin)(struct smtp_session *session, size_t recipients);
    void (*accept)(struct smtp_session *session, size_t recipient);
    void (*end)(struct smtp_session *session);
    /* True if this is a reply to the end of data, and not the last one. */
    bool (*goes_on)(struct smtp_session *session, uint8_t step);
    /* Tells what became of the next recipient; the last one decides the mail. */
    uint8_t (*answer)(struct smtp_session *session, uint8_t successor);
};

#endif
