/* SPDX-License-Identifier: MIT */
/*
 * tcp.h - a TCP connection to one of the addresses of a host. Nothing blocks but the look-up of the name; nothing
 * raises a signal.
 */
#ifndef SMTP__TCP_H
#define SMTP__TCP_H

#include "problem.h"
#include <smtp/result.h>
#include <stdbool.h>
#include <stdint.h>

struct addrinfo;

struct smtp__tcp {
    int descriptor;                 /* -1: none */
    bool connected;                 /* false: the descriptor is still on its way there */
    struct addrinfo *list;          /* NULL: not looked up */
    const struct addrinfo *current; /* the one tried or reached; NULL: none left */
    struct smtp__problem *problem;  /* borrowed; told of every failure */
};

void smtp__tcp_init(struct smtp__tcp *tcp, struct smtp__problem *problem);

/* As in transport.h: open, retry, send, recv, close. The addresses are tried in the resolver's order (RFC 6724). */
smtp_result smtp__tcp_open(struct smtp__tcp *tcp, const char *host, uint16_t port);
smtp_result smtp__tcp_retry(struct smtp__tcp *tcp);
ptrdiff_t smtp__tcp_send(struct smtp__tcp *tcp, const void *data, size_t length);
ptrdiff_t smtp__tcp_recv(struct smtp__tcp *tcp, void *buffer, size_t length);
smtp_result smtp__tcp_wait(struct smtp__tcp *tcp, uint32_t events, uint32_t timeout_ms);
void smtp__tcp_close(struct smtp__tcp *tcp);

#endif
