/* SPDX-License-Identifier: MIT */
/* auth.h - AUTH PLAIN (RFC 4616) and LOGIN for the one account of the options (RFC 4954). */
#ifndef SMARTHOST_AUTH_H
#define SMARTHOST_AUTH_H

#include "connection.h"
#include "options.h"

enum { AUTH_LINE_MAX = 12288 }; /* octets with CRLF, RFC 4954 s4 */

enum auth_result {
    AUTH_OK,        /* the right name and password */
    AUTH_WRONG,     /* another name or password */
    AUTH_SYNTAX,    /* not base64, or not what the mechanism wants */
    AUTH_CANCELLED, /* the client said "*" */
    AUTH_UNKNOWN,   /* no such mechanism */
    AUTH_GONE       /* the connection is over */
};

/* Holds the dialogue that `argument` (what stands after "AUTH ") begins, up to the reply that the result tells. */
enum auth_result auth_run(struct connection *connection, const struct options *options, const char *argument);

#endif
