/* SPDX-License-Identifier: MIT */
/*
 * connection.h - lines in, replies out, in clear or in TLS, through two buffers of fixed size. Replies are sent when
 * the next byte has to be waited for, so that a pipelined group is answered at once (RFC 2920 s3.2).
 */
#ifndef SMARTHOST_CONNECTION_H
#define SMARTHOST_CONNECTION_H

#include "tls.h"

enum { CONNECTION_BUFFER = 16384 };

struct connection {
    struct peer_socket peer;
    struct tls *tls; /* NULL: in clear */
    bool broken;     /* nothing can be read or written any more */
    size_t in_at, in_end, out_used;
    char in[CONNECTION_BUFFER];
    char out[CONNECTION_BUFFER];
};

/* Adds a reply: whole lines with their CRLF, at most 1000 octets in one call. */
__attribute__((format(printf, 2, 3))) void connection_reply(struct connection *connection, const char *format, ...);

/* Sends what waits. */
void connection_flush(struct connection *connection);

/* The bytes at hand, after waiting for at least one; 0 when there will be none. */
size_t connection_fill(struct connection *connection, const char **data);

/* Says how many of them were used. */
void connection_used(struct connection *connection, size_t count);

/* Did the client send more than was used so far? */
bool connection_is_ahead(const struct connection *connection);

enum line_result {
    LINE_WHOLE,
    LINE_MALFORMED, /* NUL, or a CR or LF that is not part of CRLF (RFC 5321 s2.3.8) */
    LINE_TOO_LONG,
    LINE_NONE /* the connection is over */
};

/* Takes a line without its CRLF and ends it with NUL. A line that is not whole is read to its end and dropped. */
enum line_result connection_line(struct connection *connection, char *line, size_t size, size_t *length);

/* Turns TLS on. What was read before is gone, and false means that the connection is broken. */
bool connection_start_tls(struct connection *connection, const char *certificate, const char *key);

/* Sends what waits and ends the connection. */
void connection_close(struct connection *connection);

#endif
