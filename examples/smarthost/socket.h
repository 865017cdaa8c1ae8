/* SPDX-License-Identifier: MIT */
/* socket.h - one connected socket whose every wait ends: with bytes, after a time, or when the server stops. */
#ifndef SMARTHOST_SOCKET_H
#define SMARTHOST_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct peer_socket {
    int fd;
    int life; /* the read end of a pipe that the server holds open as long as it lives */
    int timeout_ms;
};

/* At least one byte; 0 at the end of the stream; -1 after an error, the time-out or the end of the server. */
ssize_t socket_receive(const struct peer_socket *peer, void *buffer, size_t size);

/* At least one byte, or -1. Raises no signal. */
ssize_t socket_send(const struct peer_socket *peer, const void *data, size_t length);

/* Is there a byte to read right now? */
bool socket_has_input(const struct peer_socket *peer);

#endif
