/* SPDX-License-Identifier: MIT */
/* tls_state.h - what a TLS connection is inside: handshake.c makes it, tls.c uses it. */
#ifndef SMTP__TLS_STATE_H
#define SMTP__TLS_STATE_H

#include "compat.h"
#include "port/posix/tcp.h"
#include "records.h"
#include "tls.h"
#include "trust.h"
#include "verify.h"

struct smtp__tls {
    smtp_allocator allocator;
    struct smtp__tcp *tcp;
    struct smtp__problem *problem;
    struct smtp__trust trust;
    struct smtp__name name;
    struct smtp__verdict verdict;
    smtp_tls_peer peer; /* of the last handshake */
    struct smtp__records records;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    bool on;             /* config and ssl are in use */
    bool established;    /* the handshake is done and the peer verified */
    bool must_verify;    /* the verdict decides */
    size_t blocked;      /* bytes of the send that would block, 0: none */
    size_t allowance;    /* what mbedTLS may still receive in this call */
    bool dry;            /* mbedTLS was told in this call to wait for more */
    smtp_result below;   /* how TCP failed in this call, SMTP_OK: it did not */
    smtp_result failure; /* of the handshake or of reading: sticks */
};

/* The send and receive functions of mbedTLS, over TCP; the context is the struct smtp__tls. */
int smtp__tls_send_below(void *context, const unsigned char *data, size_t length);
int smtp__tls_recv_below(void *context, unsigned char *buffer, size_t length);

/* Before each call of mbedTLS that the transport's contract knows of. */
void smtp__tls_begin_call(struct smtp__tls *tls);

/* True if the same call is to be made again at once: mbedTLS has taken a record that brought no data. */
bool smtp__tls_is_idle(const struct smtp__tls *tls, int error);

/* Adds mbedTLS's own words for an error. */
void smtp__tls_add_error(struct smtp__tls *tls, int error);

#endif
