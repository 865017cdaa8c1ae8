/* SPDX-License-Identifier: MIT */
/*
 * fake_platform.h - a machine for the client in memory: a clock that only waiting moves, and a scripted server.
 * A script is lines of text. Each operation of the transport looks at the line that stands next:
 *
 *     S:220 hello    the server sends this line; lines in a row are received as one
 *     C:EHLO me      the client must send exactly this line
 *     D              the client must send content up to the lone dot; it is kept in `content`
 *     T  T:-408      the client must shake hands; with a number that is the handshake's result
 *     P:1500         the server (or the opening, or the handshake) pauses for so many milliseconds
 *     B  B:1500      the server reads nothing more but speaks on; or does neither for so many milliseconds
 *     K:-904         sending fails with this result from here on; what the server still says can be received
 *     X              the server has closed: what is sent vanishes, there is nothing to receive
 *     F:-904         every operation from here on fails with this result
 *     =              the end of one connection: what comes after it is the next one, or the next address
 *
 * At its end the server says nothing any more.
 */
#ifndef TESTS_FAKE_PLATFORM_H
#define TESTS_FAKE_PLATFORM_H

#include "support/allocator.h"
#include <smtp/client.h>
#include <stdbool.h>

struct fake {
    smtp_platform platform; /* hand this to the client */
    struct test_allocator allocator;

    /* how it behaves */
    const char *script;
    size_t piece;      /* octets received at once; 0: a whole block */
    size_t send_piece; /* octets sent at once; 0: all */
    bool blocks;       /* every other call would block */
    bool is_crossed;   /* and says the other direction, as TLS may */
    uint32_t drip_ms;  /* pause before each piece received */
    long fail_at;      /* the n-th operation and all after it on that connection fail; 0: none */
    ptrdiff_t fail_with;
    long hook_at; /* the n-th operation calls `hook` first */
    void (*hook)(void *context);
    void (*wait_hook)(void *context); /* NULL, or called by every wait */
    void *hook_context;
    size_t addresses; /* of the host, beyond the first */
    const char *problem;
    const char *host_name; /* NULL: not known */
    smtp_result utc_result;
    smtp_result random_result;
    uint64_t now_ms;
    smtp_transport_ops ops; /* may be changed before the first connection */

    /* what was seen */
    long operations;
    long opens, closes, retries, handshakes, waits, transports, releases;
    char host[64];
    uint16_t port;
    smtp_tls_settings tls; /* of the last handshake; its strings are gone with the client */
    char server_name[64];
    char content[4096];
    bool content_is_whole; /* the lone dot went out */
    bool verdict_is_out;   /* and the reply to it came in whole */

    /* inside */
    const char *at;
    char unread[8192]; /* sent and not yet compared */
    size_t unread_length;
    size_t received; /* of the present block of the server's lines */
    uint64_t pause_until;
    bool is_pausing;
    bool is_open;
    bool is_touched; /* an operation was tried since the last close */
    bool is_dead;
    bool is_deaf;
    smtp_result send_fails;
    bool has_blocked[2]; /* reading, writing */
};

void fake_init(struct fake *fake, const char *script);

/* A blocking check that nothing is left: no memory, no transport. Fails the test else. */
void fake_end(struct fake *fake);

/* True if the script was played to its end, of this connection or of the last. */
bool fake_is_played(const struct fake *fake);

#endif
