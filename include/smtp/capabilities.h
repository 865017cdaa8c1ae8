/* SPDX-License-Identifier: MIT */
/*
 * capabilities.h - what a server said that it can do, in its last reply to EHLO or LHLO (RFC 5321 s4.1.1.1).
 *
 * Borrowed from smtp_session_capabilities or smtp_client_capabilities; it belongs to that object, lives as long, and is
 * changed when another reply to EHLO is read. Before the first one, after a STARTTLS and for NULL it says that nothing
 * is offered. Numbers that are malformed or out of range count as not given.
 */
#ifndef LIBSMTP_CAPABILITIES_H
#define LIBSMTP_CAPABILITIES_H

#include "extension.h"

SMTP_BEGIN_DECLS

typedef struct smtp_capabilities smtp_capabilities;

/* SMTP_EXT_*: a mask, without those that smtp_session_set_extensions took out. */
SMTP_API uint32_t smtp_capabilities_extensions(const smtp_capabilities *capabilities);

/* SMTP_MECHANISM_*: those offered that this build has. */
SMTP_API uint32_t smtp_capabilities_mechanisms(const smtp_capabilities *capabilities);

/* The largest message, octets; 0: none declared (RFC 1870 s4). */
SMTP_API uint64_t smtp_capabilities_size_limit(const smtp_capabilities *capabilities);

/* The numbers of LIMITS (RFC 9422 s4). Domains of earlier mails are not kept: where their number is limited a session
   takes one mail. A number of domains over 1024 is told here and does not bind: counting so many would take long, and
   the server says by itself when it has enough. */
enum {
    SMTP_LIMIT_RCPTMAX = 0,      /* recipients in one transaction */
    SMTP_LIMIT_MAILMAX = 1,      /* transactions in one session */
    SMTP_LIMIT_RCPTDOMAINMAX = 2 /* different domains of recipients in one session */
};

/* One of them; 0: none declared, or not a number of a limit. */
SMTP_API uint32_t smtp_capabilities_limit(const smtp_capabilities *capabilities, int32_t limit);

/* The shortest time that DELIVERBY takes with SMTP_BY_RETURN, seconds; 0: none declared (RFC 2852 s2). */
SMTP_API uint32_t smtp_capabilities_deliver_by_least_s(const smtp_capabilities *capabilities);

/* The longest time that FUTURERELEASE holds a message, seconds, and until when, seconds since 1970-01-01 00:00 UTC; 0:
   none declared (RFC 4865 s3). */
SMTP_API uint32_t smtp_capabilities_hold_most_s(const smtp_capabilities *capabilities);
SMTP_API int64_t smtp_capabilities_hold_until_most(const smtp_capabilities *capabilities);

SMTP_END_DECLS

#endif
