/* SPDX-License-Identifier: MIT */
/*
 * lmtp.h - after the end of data LMTP has a reply for each recipient that was accepted, in their order (RFC 2033 s4.2).
 *
 * Which they are is kept, a bit for each, at the very end of the send buffer, which is so much shorter meanwhile.
 */
#ifndef SMTP__LMTP_H
#define SMTP__LMTP_H

#include <smtp/result.h>
#include <stdbool.h>
#include <stddef.h>

struct smtp__deliveries {
    size_t kept;        /* octets at the end of the send buffer */
    size_t recipient;   /* the last that was told is before this one */
    size_t told;        /* replies */
    smtp_result result; /* what counts most of them */
};

struct smtp_session;

/* A mail begins. False if the send buffer is too small for so many recipients. Other than under LMTP nothing is done. */
bool smtp__lmtp_begin(struct smtp_session *session, size_t recipients);
void smtp__lmtp_accept(struct smtp_session *session, size_t recipient);
void smtp__lmtp_end(struct smtp_session *session);

/* True if this is a reply to the end of data, and not the last one. */
bool smtp__lmtp_goes_on(struct smtp_session *session, uint8_t step);

/* Tells what became of the next recipient; the last one decides the mail. */
uint8_t smtp__lmtp_answer(struct smtp_session *session, uint8_t successor);

#endif
