/* SPDX-License-Identifier: MIT */
/*
 * server.h - servers on loopback for the tests of TCP and TLS, each in a child process, and the client's side of a test:
 * a transport driven to the end of each call.
 */
#ifndef TESTS_SERVER_H
#define TESTS_SERVER_H

#include "support/allocator.h"
#include <smtp/posix.h>
#include <stdio.h>
#include <sys/types.h>

/* What the server does with a connection, after the handshake if there is one. */
enum manner {
    MANNER_ECHO,        /* sends "220 NAME\r\n", NAME being the name in SNI or "-"; then what it is sent */
    MANNER_PLAIN_220,   /* no TLS: "220 mail.test\r\n" */
    MANNER_CLOSE,       /* closes the socket without a word, before a handshake */
    MANNER_RESET,       /* the same by a reset */
    MANNER_CUT,         /* sends "bye" and closes the socket without a close_notify */
    MANNER_NOTIFY,      /* sends "bye" and closes with a close_notify */
    MANNER_SAY_AND_CUT, /* sends "550 why", does not read what it is sent, and resets */
    MANNER_GARBAGE      /* after the handshake: bytes that are no record */
};

struct server {
    uint16_t port;
    pid_t child;
};

/*
 * Listens on 127.0.0.1 and serves one connection after the other.
 *   certificate  a name of support/certificates.sh; NULL: no TLS
 *   client_ca    NULL, or the name of the authority whose certificates clients must show
 */
struct server server_start(const char *certificate, const char *client_ca, enum manner manner);

/* The same by `openssl s_server` with the certificate and up to four more arguments; it sends lines back reversed. */
struct server server_openssl(const char *certificate, const char *const options[4]);

/*
 * The same, which tells of each handshake, as text in *output, what it hears and says, and keying material. It speaks no
 * version of TLS beyond `version`, and sends no lines.
 *   version  "-tls1_2", or "-trace" for what OpenSSL has
 */
struct server server_telling(const char *certificate, const char *version, FILE **output);

void server_stop(const struct server *server);

/* "…/NAME.SUFFIX" among the test's certificates. The text lives until the next four calls. */
const char *certificate_path(const char *name, const char *suffix);

/* A port of 127.0.0.1 where nobody listens. */
uint16_t closed_port(void);

struct peer {
    struct test_allocator allocator;
    smtp_transport transport;
};

void peer_init(struct peer *peer);
void peer_end(struct peer *peer); /* also checks that nothing leaked */

/* Each drives the call with `wait` until it neither wants to read nor to write. */
smtp_result peer_open(struct peer *peer, const char *host, uint16_t port);
smtp_result peer_start_tls(struct peer *peer, const smtp_tls_settings *settings);
ptrdiff_t peer_send(struct peer *peer, const void *data, size_t length);
ptrdiff_t peer_recv(struct peer *peer, void *buffer, size_t length);
const char *peer_problem(struct peer *peer);

/* Trust in ca.pem, the name `server_name`. */
smtp_tls_settings settings_for(const char *server_name);

#endif
