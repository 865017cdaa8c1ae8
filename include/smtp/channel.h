/* SPDX-License-Identifier: MIT */
/*
 * channel.h - what a TLS connection is known by at both ends and nowhere else (RFC 5056): SCRAM's -PLUS forms bind the
 * log-in to it, so that whoever sits in between with a certificate of his own cannot pass it on.
 *
 * The transport of this library has the exporter with TLS 1.3, which every server that binds has to know (RFC 9266 s3),
 * and tls-unique with TLS 1.2, where it is that (RFC 5802 s6.1): it says nothing where a session is resumed without the
 * extended master secret (RFC 7627), and no session is ever resumed here. tls-server-end-point, which fewer servers
 * know, is what is left where the TLS library gives neither.
 */
#ifndef LIBSMTP_CHANNEL_H
#define LIBSMTP_CHANNEL_H

#include "api.h"

/* Kinds of channel binding. The numbers are ABI. */
enum {
    SMTP_CHANNEL_TLS_EXPORTER = 1,         /* RFC 9266: 32 octets of the exporter; TLS 1.3 */
    SMTP_CHANNEL_TLS_SERVER_END_POINT = 2, /* RFC 5929 s4: the hash of the server's certificate */
    SMTP_CHANNEL_TLS_UNIQUE = 3            /* RFC 5929 s3: the first Finished message; never with TLS 1.3 */
};

/* The longest of them, octets. */
#define SMTP_CHANNEL_BYTES 64

#endif
