/* SPDX-License-Identifier: MIT */
/*
 * transport.h - the contract between the client and whatever moves its bytes: POSIX sockets with mbedTLS, a modem,
 * lwIP, another TLS library, a test.
 *
 * A transport is a table of functions and the implementer's own pointer. All functions are called in the thread that
 * called the client; none may block but `wait`. "Would block" is SMTP_E_WANT_READ or SMTP_E_WANT_WRITE and says what
 * to wait for before the same call is made again with the same arguments (a TLS stack may have to read in order to
 * write). No call may go on for as long as the peer keeps it busy: it may answer "would block" while there is more.
 * Nothing may raise a signal.
 */
#ifndef LIBSMTP_TRANSPORT_H
#define LIBSMTP_TRANSPORT_H

#include "channel.h"
#include "result.h"

SMTP_BEGIN_DECLS

/* What to wait for: a mask. */
enum { SMTP_WAIT_READ = 1, SMTP_WAIT_WRITE = 2 };

/*
 * How TLS is to be made, read by `start_tls`. Filled by the client, borrowed until the transport is freed; strings end
 * with a NUL; NULL means not set. An implementation that cannot honour a member that is set must answer
 * SMTP_E_NO_TLS rather than pass over it.
 */
typedef struct smtp_tls_settings {
    size_t struct_size;
    const char *server_name;  /* never NULL: the name to verify, and SNI unless it is an IP address */
    const char *ca_file;      /* PEM */
    const char *ca_directory; /* every readable certificate in it */
    const void *ca_data;      /* PEM or DER, ca_data_length bytes; PEM with its NUL counted or not */
    size_t ca_data_length;
    int32_t use_system_store;            /* 1: the trust anchors of the operating system, too */
    const char *client_certificate_file; /* PEM, with its chain */
    const char *client_key_file;         /* PEM */
    const uint8_t *pin;                  /* 32 bytes: SHA-256 of the server's certificate in DER; replaces the chain
                                            and name checks, not the handshake's proof of the key */
    int32_t verify; /* 0: nothing is checked but a pin; there is no way to drop the name check alone */
} smtp_tls_settings;

/* The other end of a TLS connection, as its certificate tells it. */
typedef struct smtp_tls_peer {
    size_t struct_size;
    char version[16];  /* "TLSv1.3"; strings here end with a NUL, and are cut rather than too long */
    char cipher[64];   /* the cipher suite's registered name */
    char subject[256]; /* of the server's certificate; what is no printable ASCII as "\" and two digits, or "?" where
                          the TLS library tells no more of it */
    char issuer[256];
    char names[512];    /* its DNS names and IP addresses that fit whole, divided by blanks */
    int64_t not_before; /* seconds since 1970-01-01 00:00 UTC; 0 with 0: no certificate was seen */
    int64_t not_after;
    uint8_t sha256[32];  /* of the certificate in DER: what a pin is compared with */
    uint32_t chain;      /* certificates that the server showed */
    int32_t is_verified; /* 1: the certificate passed what the settings ask for; 0 also if they ask for nothing */
} smtp_tls_peer;

/*
 *   struct_size  sizeof(smtp_transport_ops). A table that ends before channel_binding is whole without what follows.
 *   open         connects to host (a name or an IP address) and port. Called again after SMTP_E_WANT_*.
 *                SMTP_OK, SMTP_E_RESOLVE, SMTP_E_RESOLVE_TRANSIENT, SMTP_E_CONNECT, SMTP_E_NO_MEMORY.
 *                After a failure or a close it may be called anew.
 *   retry        gives up the address that `open` is trying or has reached and lets the next `open` take the host's
 *                next one: SMTP_OK, or SMTP_E_CONNECT if there is none. NULL: no second address.
 *   send, recv   > 0: bytes moved; SMTP_E_WANT_READ or …_WRITE; SMTP_E_END_OF_STREAM (recv: the peer closed, with or
 *                without a TLS close_notify); another negative result. Never 0. length is > 0.
 *   start_tls    shakes hands on the open connection. Called again after SMTP_E_WANT_*. SMTP_OK only when the peer is
 *                verified as the settings say. NULL: no TLS.
 *   wait         blocks until one of `events` or until timeout_ms is over. SMTP_OK either way, or an error.
 *                NULL: only the stepwise functions of the client can be used.
 *   descriptor   what poll() or an event loop waits on; -1 if there is none now. May be NULL.
 *   problem      the last failure in words for a person ("certificate expired on …"), "" if there is nothing to add;
 *                borrowed until the next call. May be NULL.
 *   tls_version  "TLSv1.2", "TLSv1.3"; "" without TLS. May be NULL.
 *   close        ends the connection at once, without a word to the peer beyond a TLS close_notify that fits. Allowed
 *                in any state and twice.
 *   release      frees the context. Called once, after close. May be NULL.
 *   channel_binding  what the TLS connection is known by (channel.h): fills in *kind, up to SMTP_CHANNEL_BYTES octets
 *                and *length. SMTP_OK, or an error: none can be had. Called after start_tls. May be NULL.
 *   tls_peer     who is at the other end; also after a handshake that failed, as far as it got. SMTP_OK, or an error:
 *                nothing is known. Called after start_tls with struct_size set and the rest zero. May be NULL.
 */
typedef struct smtp_transport_ops {
    size_t struct_size;
    smtp_result (*open)(void *context, const char *host, uint16_t port);
    smtp_result (*retry)(void *context);
    ptrdiff_t (*send)(void *context, const void *data, size_t length);
    ptrdiff_t (*recv)(void *context, void *buffer, size_t length);
    smtp_result (*start_tls)(void *context, const smtp_tls_settings *settings);
    smtp_result (*wait)(void *context, uint32_t events, uint32_t timeout_ms);
    intptr_t (*descriptor)(void *context);
    const char *(*problem)(void *context);
    const char *(*tls_version)(void *context);
    void (*close)(void *context);
    void (*release)(void *context);
    smtp_result (*channel_binding)(void *context, int32_t *kind, uint8_t *data, size_t *length);
    smtp_result (*tls_peer)(void *context, smtp_tls_peer *peer);
} smtp_transport_ops;

typedef struct smtp_transport {
    const smtp_transport_ops *ops;
    void *context;
} smtp_transport;

SMTP_END_DECLS

#endif
