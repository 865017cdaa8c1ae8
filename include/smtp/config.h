/* SPDX-License-Identifier: MIT */
/*
 * config.h - knobs fixed when the library is built.
 *
 * Each is a bound: what a server or a caller can make the library hold, try or wait for never exceeds it.
 * Define one on the compiler's command line to change it; the range is checked where it is used.
 */
#ifndef LIBSMTP_CONFIG_H
#define LIBSMTP_CONFIG_H

/* Longest reply line taken from a server, octets without CRLF, 510..65535. RFC 5321 s4.5.3.1.5 asks for 512 with
   CRLF; real servers send more. A longer line is SMTP_E_REPLY_TOO_LONG. */
#ifndef SMTP_CFG_REPLY_LINE
#define SMTP_CFG_REPLY_LINE 4096
#endif

/* Most lines in one reply, 16..1024. More is SMTP_E_REPLY_TOO_LONG. */
#ifndef SMTP_CFG_REPLY_LINES
#define SMTP_CFG_REPLY_LINES 128
#endif

/* Places for commands that were written and not yet answered, 4..255; equal ones in a row, such as the RCPTs of a mail,
   share one. */
#ifndef SMTP_CFG_RING
#define SMTP_CFG_RING 32
#endif

/* Most mails under way at once in a session, 1..64: with SMTP_PIPELINING_ACROSS_MAILS. */
#ifndef SMTP_CFG_WINDOW
#define SMTP_CFG_WINDOW 8
#endif

/* Most challenges answered in one AUTH exchange, 2..32. More is SMTP_E_AUTH_CHALLENGE. */
#ifndef SMTP_CFG_AUTH_ROUNDS
#define SMTP_CFG_AUTH_ROUNDS 8
#endif

/* Most iterations that a server may ask for with SCRAM (RFC 5802 s5.1), 4096..100000000: it decides how long the client
   computes. More is SMTP_E_AUTH_CHALLENGE. */
#ifndef SMTP_CFG_SCRAM_ITERATIONS
#define SMTP_CFG_SCRAM_ITERATIONS 600000
#endif

/* Longest user name and longest secret, bytes, 255..9000. RFC 4954 s4 bounds the base64 line at 12288 octets. */
#ifndef SMTP_CFG_SECRET
#define SMTP_CFG_SECRET 9000
#endif

/* The client's buffers, bytes: commands and content on their way out (64..1 MiB), text kept of one reply
   (64..65535), bytes read at once (64..65536). */
#ifndef SMTP_CFG_SEND_BUFFER
#define SMTP_CFG_SEND_BUFFER 32768
#endif
#ifndef SMTP_CFG_REPLY_TEXT
#define SMTP_CFG_REPLY_TEXT 4096
#endif
#ifndef SMTP_CFG_RECEIVE_BUFFER
#define SMTP_CFG_RECEIVE_BUFFER 4096
#endif

#endif
