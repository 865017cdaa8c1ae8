/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "socket.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

static bool wait_for(const struct peer_socket *peer, short events) {
    struct pollfd polled[2] = {{.fd = peer->fd, .events = events}, {.fd = peer->life, .events = POLLIN}};
    return poll(polled, 2, peer->timeout_ms) > 0 && polled[1].revents == 0;
}

static bool would_block(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

ssize_t socket_receive(const struct peer_socket *peer, void *buffer, size_t size) {
    while (wait_for(peer, POLLIN)) {
        ssize_t count = recv(peer->fd, buffer, size, MSG_DONTWAIT);
        if (count >= 0 || !would_block()) {
            return count;
        }
    }
    return -1;
}

ssize_t socket_send(const struct peer_socket *peer, const void *data, size_t length) {
    while (wait_for(peer, POLLOUT)) {
        ssize_t count = send(peer->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0 || !would_block()) {
            return count;
        }
    }
    return -1;
}

bool socket_has_input(const struct peer_socket *peer) {
    char byte;
    return recv(peer->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}
