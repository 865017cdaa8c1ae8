/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

/*
 * The server holds the write end of a pipe, `life`, whose read end every connection watches: it ends with the server,
 * however that dies. The connections tell their mails over another pipe, `mails`.
 */
#include "listener.h"

#include "session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 64, BACKLOG = 64, READ_END = 0, WRITE_END = 1, GRACE_S = 2 };

struct server {
    struct listener *listener;
    sigset_t signals; /* while waiting */
    int life[2];
    int mails[2];
    unsigned connections;
    uint64_t count; /* mails so far */
};

static bool fail(const char *what) {
    fprintf(stderr, "smarthost: %s: %s\n", what, strerror(errno));
    return false;
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Loopback only: a server with test accounts has no business elsewhere. */
static bool read_address(const char *text, uint16_t port, union address *address, socklen_t *length) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(port);
        *length = sizeof address->v4;
        return ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    }
    if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1) {
        address->v6.sin6_family = AF_INET6;
        address->v6.sin6_port = htons(port);
        *length = sizeof address->v6;
        return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
    }
    return false;
}

static int bound_socket(const union address *address, socklen_t length) {
    int fd = socket(address->any.sa_family, SOCK_STREAM, 0);
    int on = 1;
    if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
                    bind(fd, &address->any, length) != 0 || listen(fd, BACKLOG) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool open_door(struct listener *listener, size_t door, uint16_t port) {
    const char *host = listener->options->address;
    union address address;
    socklen_t length;
    if (!read_address(host, port, &address, &length)) {
        errno = EADDRNOTAVAIL;
        return fail(host);
    }
    listener->doors[door] = bound_socket(&address, length);
    if (listener->doors[door] < 0 || getsockname(listener->doors[door], &address.any, &length) != 0) {
        return fail(host);
    }
    bool is_v6 = address.any.sa_family == AF_INET6;
    unsigned bound = ntohs(is_v6 ? address.v6.sin6_port : address.v4.sin_port);
    snprintf(listener->names[door], DOOR_NAME_MAX, is_v6 ? "[%s]:%u" : "%s:%u", host, bound);
    return true;
}

bool listener_open(struct listener *listener, const struct options *options, int maildir) {
    *listener = (struct listener){.options = options, .maildir = maildir, .doors = {-1, -1}};
    return open_door(listener, 0, options->port) && open_door(listener, 1, options->tls_port);
}

static void close_doors(struct listener *listener) {
    for (size_t i = 0; i < DOORS; i++) {
        close(listener->doors[i]);
        listener->doors[i] = -1;
    }
}

static void serve(struct server *server, int fd, bool implicit_tls) {
    struct listener *listener = server->listener;
    close_doors(listener);
    close(server->life[WRITE_END]);
    close(server->mails[READ_END]);
    session_run(listener->options, listener->maildir, server->mails[WRITE_END], fd, server->life[READ_END],
                implicit_tls);
}

static void accept_from(struct server *server, size_t door) {
    int fd = accept(server->listener->doors[door], NULL, NULL);
    if (fd < 0) {
        return;
    }
    pid_t child = fork();
    if (child == 0) {
        serve(server, fd, door == 1);
        exit(0);
    }
    server->connections += child > 0;
    close(fd);
}

static void reap(struct server *server) {
    while (server->connections > 0 && waitpid(-1, NULL, WNOHANG) > 0) {
        server->connections--;
    }
}

static void count_mails(struct server *server) {
    char bytes[64];
    ssize_t count = read(server->mails[READ_END], bytes, sizeof bytes);
    server->count += count > 0 ? (uint64_t)count : 0;
}

static bool is_enough(const struct server *server) {
    return server->listener->options->once != 0 && server->count >= server->listener->options->once;
}

static bool parent_is_gone(void) {
    char bytes[64];
    return read(STDIN_FILENO, bytes, sizeof bytes) <= 0;
}

static int watch(fd_set *set, int fd, int highest) {
    FD_SET(fd, set);
    return fd > highest ? fd : highest;
}

/* Waits for something to read. While there are enough connections no other is taken, and the wait is short, since the
   end of a process wakes nobody here. Returns as pselect; EINTR means that a signal asks for the end. */
static int wait_for(const struct server *server, fd_set *set) {
    const struct listener *listener = server->listener;
    bool is_full = server->connections >= CONNECTIONS_MAX;
    struct timespec soon = {.tv_nsec = 50000000};
    FD_ZERO(set);
    int highest = watch(set, server->mails[READ_END], -1);
    for (size_t i = 0; i < DOORS && !is_full; i++) {
        highest = watch(set, listener->doors[i], highest);
    }
    if (listener->options->die_with_parent) {
        highest = watch(set, STDIN_FILENO, highest);
    }
    return pselect(highest + 1, set, NULL, NULL, is_full ? &soon : NULL, &server->signals);
}

/* Returns whether to go on. */
static bool serve_next(struct server *server) {
    fd_set set;
    if (wait_for(server, &set) < 0) {
        return false;
    }
    reap(server);
    if (FD_ISSET(server->mails[READ_END], &set)) {
        count_mails(server);
    }
    if (server->listener->options->die_with_parent && FD_ISSET(STDIN_FILENO, &set) && parent_is_gone()) {
        return false;
    }
    for (size_t i = 0; i < DOORS; i++) {
        if (FD_ISSET(server->listener->doors[i], &set)) {
            accept_from(server, i);
        }
    }
    return !is_enough(server);
}

/* Lets the connections say goodbye after the last mail: the pipe of mails ends with the last of them. */
static void wait_for_goodbyes(struct server *server) {
    struct timespec grace = {.tv_sec = GRACE_S};
    fd_set set;
    do {
        FD_ZERO(&set);
        FD_SET(server->mails[READ_END], &set);
    } while (pselect(server->mails[READ_END] + 1, &set, NULL, NULL, &grace, &server->signals) > 0 &&
             read(server->mails[READ_END], &(char[64]){0}, 64) > 0);
}

static void finish(struct server *server) {
    close_doors(server->listener);
    close(server->mails[WRITE_END]);
    if (is_enough(server)) {
        wait_for_goodbyes(server);
    }
    close(server->life[WRITE_END]);
    while (wait(NULL) > 0 || errno == EINTR) {
    }
    close(server->life[READ_END]);
    close(server->mails[READ_END]);
}

static void wake_up(int number) {
    (void)number;
}

/* The signals that end the server are let in only while it waits. */
static bool set_signals(struct server *server) {
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = wake_up};
    sigset_t blocked;
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        sigaddset(&blocked, ends[i]);
        if (sigaction(ends[i], &action, NULL) != 0) {
            return false;
        }
    }
    if (sigprocmask(SIG_BLOCK, &blocked, &server->signals) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        sigdelset(&server->signals, ends[i]);
    }
    return true;
}

bool listener_run(struct listener *listener, const char *ca) {
    struct server server = {.listener = listener};
    if (!set_signals(&server) || pipe(server.life) != 0 || pipe(server.mails) != 0) {
        return fail("cannot start");
    }
    printf("ready: smtp %s smtps %s ca %s\n", listener->names[0], listener->names[1], ca);
    fflush(stdout);
    while (serve_next(&server)) {
    }
    finish(&server);
    return true;
}
