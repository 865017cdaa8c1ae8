/* SPDX-License-Identifier: MIT */
/* tls.h - the server's side of TLS 1.2 and newer over a socket. */
#ifndef SMARTHOST_TLS_H
#define SMARTHOST_TLS_H

#include "socket.h"

struct tls;

/* Can the certificate and its key be used? If not, the reason is on stderr. */
bool tls_check(const char *certificate, const char *key);

/* Shakes hands. The socket is borrowed until tls_close. NULL after a failure, whose reason is on stderr. */
struct tls *tls_accept(const struct peer_socket *peer, const char *certificate, const char *key);

/* As socket_receive and socket_send. */
ssize_t tls_receive(struct tls *tls, void *buffer, size_t size);
ssize_t tls_send(struct tls *tls, const void *data, size_t length);

/* "TLSv1.2" */
const char *tls_version(const struct tls *tls);

/* Says close_notify and frees. NULL is allowed. */
void tls_close(struct tls *tls);

#endif
