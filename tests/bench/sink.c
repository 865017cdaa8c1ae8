/* SPDX-License-Identifier: MIT */
/*
 * sink.c - a server on loopback that takes every mail and keeps none, as fast as it can: what the benchmark sends to.
 *
 *   sink [DELAY-MS]      each reply goes out so many milliseconds after its command came
 *
 * Prints its port on the first line, serves until its standard input ends, then prints
 * "MAILS FLIGHTS CONNECTIONS ERRORS". A flight is what a client sends between two stretches of replies. Without a delay
 * the count says nothing: a reply may overtake the rest of a flight.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 16, INPUT = 1 << 18, OUTPUT = 1 << 16, POLLED = CONNECTIONS + 2, LISTENER = CONNECTIONS, STOP };

typedef struct connection {
    bool in_content;
    bool is_over;
    bool has_replied; /* since the last flight began */
    int64_t due;      /* when the replies go out */
    size_t read, waiting;
    char input[INPUT], output[OUTPUT];
} connection;

typedef struct sink {
    int delay, open;
    long mails, flights, connections, errors;
    struct pollfd polled[POLLED];
    connection *peers[CONNECTIONS];
} sink;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void flush_replies(sink *s, int at) {
    connection *peer = s->peers[at];
    for (size_t sent = 0; sent < peer->waiting;) {
        ssize_t count = send(s->polled[at].fd, peer->output + sent, peer->waiting - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            peer->is_over = true;
            break;
        }
        sent += (size_t)count;
    }
    peer->waiting = 0;
    peer->has_replied = true;
}

static void reply(sink *s, int at, const char *text) {
    connection *peer = s->peers[at];
    size_t length = strlen(text);
    if (length > OUTPUT - peer->waiting) {
        flush_replies(s, at);
    }
    if (peer->waiting == 0) {
        peer->due = now_ms() + s->delay;
    }
    memcpy(peer->output + peer->waiting, text, length);
    peer->waiting += length;
}

static bool is_command(const char *line, size_t length, const char *verb) {
    return length >= strlen(verb) && strncasecmp(line, verb, strlen(verb)) == 0;
}

/* Answers one command line at the start of the text; returns its length, 0 if it is not complete. */
static size_t take_command(sink *s, int at, const char *text, size_t length) {
    const char *end = memchr(text, '\n', length);
    if (end == NULL) {
        return 0;
    }
    if (is_command(text, length, "MAIL FROM:") || is_command(text, length, "RCPT TO:")) {
        reply(s, at, "250 2.1.0 ok\r\n");
    } else if (is_command(text, length, "DATA")) {
        s->peers[at]->in_content = true;
        reply(s, at, "354 go ahead\r\n");
    } else if (is_command(text, length, "EHLO")) {
        reply(s, at, "250-sink.test\r\n250-PIPELINING\r\n250-SIZE 0\r\n250 8BITMIME\r\n");
    } else if (is_command(text, length, "QUIT")) {
        s->peers[at]->is_over = true;
        reply(s, at, "221 2.0.0 bye\r\n");
    } else if (is_command(text, length, "RSET") || is_command(text, length, "NOOP")) {
        reply(s, at, "250 2.0.0 ok\r\n");
    } else {
        s->errors++;
        reply(s, at, "500 5.5.2 what?\r\n");
    }
    return (size_t)(end - text) + 1;
}

/* Passes over content up to its end, if that is there; else over all that cannot belong to the end. */
static size_t take_content(sink *s, int at, const char *text, size_t length) {
    static const char end[] = "\r\n.\r\n";
    const char *found = memmem(text, length, end, sizeof end - 1);
    if (found == NULL) {
        return length > sizeof end - 2 ? length - (sizeof end - 2) : 0;
    }
    s->mails++;
    s->peers[at]->in_content = false;
    reply(s, at, "250 2.0.0 Ok: queued as 4F2B7C0A1D\r\n");
    return (size_t)(found - text) + sizeof end - 1;
}

static void take_input(sink *s, int at) {
    connection *peer = s->peers[at];
    size_t done = 0;
    size_t used = 1;
    while (used > 0 && done < peer->read && !peer->is_over) {
        size_t (*take)(sink *, int, const char *, size_t) = peer->in_content ? take_content : take_command;
        used = take(s, at, peer->input + done, peer->read - done);
        done += used;
    }
    memmove(peer->input, peer->input + done, peer->read - done);
    peer->read -= done;
}

static void read_input(sink *s, int at) {
    connection *peer = s->peers[at];
    ssize_t count = recv(s->polled[at].fd, peer->input + peer->read, INPUT - peer->read, 0);
    if (count <= 0) {
        peer->is_over = true;
        peer->waiting = 0;
        return;
    }
    s->flights += peer->has_replied;
    peer->has_replied = false;
    peer->read += (size_t)count;
    take_input(s, at);
}

static void accept_connection(sink *s) {
    int descriptor = accept(s->polled[LISTENER].fd, NULL, NULL);
    int at = 0;
    while (at < CONNECTIONS && s->peers[at] != NULL) {
        at++;
    }
    connection *peer = at < CONNECTIONS ? malloc(sizeof *peer) : NULL;
    if (peer == NULL || descriptor < 0) {
        free(peer);
        close(descriptor);
        s->errors++;
        return;
    }
    memset(peer, 0, offsetof(connection, input));
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    s->polled[at] = (struct pollfd){.fd = descriptor, .events = POLLIN};
    s->peers[at] = peer;
    s->connections++;
    s->open++;
    reply(s, at, "220 sink.test ESMTP\r\n");
}

/* What is due goes out; who is over leaves. */
static void finish_turn(sink *s, int at) {
    connection *peer = s->peers[at];
    if (peer->waiting > 0 && (s->delay == 0 || peer->due <= now_ms())) {
        flush_replies(s, at);
    }
    if (peer->is_over && peer->waiting == 0) {
        close(s->polled[at].fd);
        s->polled[at].fd = -1;
        s->peers[at] = NULL;
        free(peer);
        s->open--;
    }
}

/* Milliseconds until the next reply is due, -1 if none waits. */
static int patience(const sink *s) {
    int64_t first = INT64_MAX;
    for (int at = 0; at < CONNECTIONS; at++) {
        if (s->peers[at] != NULL && s->peers[at]->waiting > 0 && s->peers[at]->due < first) {
            first = s->peers[at]->due;
        }
    }
    int64_t left = first == INT64_MAX ? -1 : first - now_ms();
    return first == INT64_MAX ? -1 : left > 0 ? (int)left : 0;
}

/* Until it is told to stop and nobody is connected. */
static void serve(sink *s) {
    while (s->polled[STOP].fd >= 0 || s->open > 0) {
        poll(s->polled, POLLED, patience(s));
        if (s->polled[STOP].revents != 0) {
            s->polled[STOP] = (struct pollfd){.fd = -1};
        }
        if (s->polled[LISTENER].revents != 0) {
            accept_connection(s);
        }
        for (int at = 0; at < CONNECTIONS; at++) {
            if (s->peers[at] != NULL) {
                if (s->polled[at].revents != 0) {
                    read_input(s, at);
                }
                finish_turn(s, at);
            }
        }
    }
}

/* The listening socket on a free port of loopback, or -1. */
static int listen_anywhere(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, CONNECTIONS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

int main(int count, char **arguments) {
    sink s = {.delay = count > 1 ? atoi(arguments[1]) : 0};
    uint16_t port = 0;
    for (int at = 0; at < CONNECTIONS; at++) {
        s.polled[at].fd = -1;
    }
    s.polled[STOP] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    s.polled[LISTENER] = (struct pollfd){.fd = listen_anywhere(&port), .events = POLLIN};
    if (s.polled[LISTENER].fd < 0) {
        perror("sink");
        return 1;
    }
    printf("%u\n", (unsigned)port);
    fflush(stdout);
    serve(&s);
    printf("%ld %ld %ld %ld\n", s.mails, s.flights, s.connections, s.errors);
    return 0;
}
