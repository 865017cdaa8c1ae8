/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "tcp.h"

#include "resolve.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <smtp/transport.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* the systems without it have SO_NOSIGPIPE */
#endif

#ifdef SO_NOSIGPIPE
static void silence(int descriptor) {
    int on = 1;
    (void)setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
}
#else
static void silence(int descriptor) {
    (void)descriptor;
}
#endif

void smtp__tcp_init(struct smtp__tcp *tcp, struct smtp__problem *problem) {
    tcp->descriptor = -1;
    tcp->connected = false;
    tcp->list = NULL;
    tcp->current = NULL;
    tcp->problem = problem;
}

static void drop_socket(struct smtp__tcp *tcp) {
    if (tcp->descriptor >= 0) {
        close(tcp->descriptor);
    }
    tcp->descriptor = -1;
    tcp->connected = false;
}

void smtp__tcp_close(struct smtp__tcp *tcp) {
    drop_socket(tcp);
    if (tcp->list != NULL) {
        freeaddrinfo(tcp->list);
    }
    tcp->list = NULL;
    tcp->current = NULL;
}

/* Notes why the current address failed beside the others' reasons (0: it took too long), and goes to the next one. */
static void give_up_address(struct smtp__tcp *tcp, int error) {
    smtp__problem_begin(tcp->problem, "");
    smtp__problem_add_address(tcp->problem, tcp->current);
    smtp__problem_add(tcp->problem, ": ");
    if (error == 0) {
        smtp__problem_add(tcp->problem, "given up");
    } else {
        smtp__problem_add_errno(tcp->problem, error);
    }
    drop_socket(tcp);
    tcp->current = tcp->current->ai_next;
}

static bool prepare(int descriptor) {
    int on = 1;
    int flags = fcntl(descriptor, F_GETFL);
    silence(descriptor);
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

/* Sets out for the current address. 0, or an errno: EINPROGRESS is the usual one. */
static int set_out(struct smtp__tcp *tcp) {
    const struct addrinfo *to = tcp->current;
    tcp->descriptor = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
    if (tcp->descriptor < 0 || !prepare(tcp->descriptor)) {
        return errno;
    }
    return connect(tcp->descriptor, to->ai_addr, to->ai_addrlen) == 0 ? 0 : errno;
}

/* How the connect that is under way stands: 0, EINPROGRESS or the errno of its failure. */
static int arrival(const struct smtp__tcp *tcp) {
    struct pollfd watched = {tcp->descriptor, POLLOUT, 0};
    int error = 0;
    socklen_t size = sizeof error;
    if (poll(&watched, 1, 0) <= 0) {
        return EINPROGRESS;
    }
    return getsockopt(tcp->descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

static smtp_result look_up(struct smtp__tcp *tcp, const char *host, uint16_t port) {
    smtp__problem_clear(tcp->problem);
    smtp_result result = smtp__resolve(host, port, &tcp->list, tcp->problem);
    tcp->current = tcp->list;
    return result;
}

static smtp_result try_addresses(struct smtp__tcp *tcp) {
    while (tcp->current != NULL) {
        int error = tcp->descriptor < 0 ? set_out(tcp) : arrival(tcp);
        if (error == 0) {
            tcp->connected = true;
            smtp__problem_clear(tcp->problem);
            return SMTP_OK;
        }
        if (error == EINPROGRESS || error == EINTR) {
            return SMTP_E_WANT_WRITE;
        }
        give_up_address(tcp, error);
    }
    smtp__tcp_close(tcp);
    return SMTP_E_CONNECT;
}

smtp_result smtp__tcp_open(struct smtp__tcp *tcp, const char *host, uint16_t port) {
    if (tcp->connected) {
        return SMTP_E_STATE;
    }
    if (tcp->list == NULL) {
        smtp_result result = look_up(tcp, host, port);
        if (result != SMTP_OK) {
            return result;
        }
    }
    return try_addresses(tcp);
}

smtp_result smtp__tcp_retry(struct smtp__tcp *tcp) {
    if (tcp->current != NULL) {
        give_up_address(tcp, 0);
    }
    if (tcp->current == NULL) {
        smtp__tcp_close(tcp);
        return SMTP_E_CONNECT;
    }
    return SMTP_OK;
}

static bool would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK;
}

static ptrdiff_t lost(struct smtp__tcp *tcp, int error) {
    smtp__problem_clear(tcp->problem);
    smtp__problem_add_errno(tcp->problem, error);
    return SMTP_E_CONNECTION_LOST;
}

/* The socket stays open after a failure: what the server said before it hung up can still be read. */
ptrdiff_t smtp__tcp_send(struct smtp__tcp *tcp, const void *data, size_t length) {
    ssize_t n;
    if (!tcp->connected) {
        return SMTP_E_STATE;
    }
    do {
        n = send(tcp->descriptor, data, length, MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    if (n > 0) {
        return n;
    }
    return n == 0 || would_block(errno) ? SMTP_E_WANT_WRITE : lost(tcp, errno);
}

ptrdiff_t smtp__tcp_recv(struct smtp__tcp *tcp, void *buffer, size_t length) {
    ssize_t n;
    if (!tcp->connected) {
        return SMTP_E_STATE;
    }
    do {
        n = recv(tcp->descriptor, buffer, length, 0);
    } while (n < 0 && errno == EINTR);
    if (n > 0) {
        return n;
    }
    if (n == 0) {
        return SMTP_E_END_OF_STREAM;
    }
    return would_block(errno) ? SMTP_E_WANT_READ : lost(tcp, errno);
}

static short poll_events(uint32_t events) {
    int mask = (events & SMTP_WAIT_READ) != 0 ? POLLIN : 0;
    return (short)((events & SMTP_WAIT_WRITE) != 0 ? mask | POLLOUT : mask);
}

/* A signal ends the wait early, which is allowed: the caller looks at its clock anyway. */
smtp_result smtp__tcp_wait(struct smtp__tcp *tcp, uint32_t events, uint32_t timeout_ms) {
    struct pollfd watched = {tcp->descriptor, poll_events(events), 0};
    int timeout = timeout_ms > INT_MAX ? INT_MAX : (int)timeout_ms;
    if (tcp->descriptor < 0) {
        return SMTP_E_STATE;
    }
    if (poll(&watched, 1, timeout) < 0 && errno != EINTR) {
        return (smtp_result)lost(tcp, errno);
    }
    return SMTP_OK;
}
