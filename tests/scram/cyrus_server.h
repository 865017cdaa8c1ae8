/* SPDX-License-Identifier: MIT */
/* cyrus_server.h - the server's side of SASL as Cyrus SASL has it, for one user. */
#ifndef TESTS_CYRUS_SERVER_H
#define TESTS_CYRUS_SERVER_H

#include <sasl/sasl.h>

enum { CYRUS_TEXT = 2048 };

struct cyrus_server {
    sasl_conn_t *connection;
    sasl_channel_binding_t binding;
    char reply[CYRUS_TEXT]; /* what the server says: "334 …", "235 ok" or "535 no" */
};

/* Once in a program. The user is CYRUS_USER. */
#define CYRUS_USER "alice"
#define CYRUS_PASSWORD "secret, of course"
void cyrus_init(void);

/* kind: the name of the channel binding that it knows of its connection; NULL: none. Borrowed with the data. */
void cyrus_begin(struct cyrus_server *server, const char *kind, const void *data, size_t length);
void cyrus_end(struct cyrus_server *server);

/* A line of the client's, without its end: "AUTH NAME [RESPONSE]", or a response. */
void cyrus_hear(struct cyrus_server *server, const char *line);

#endif
