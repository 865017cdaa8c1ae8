/* SPDX-License-Identifier: MIT */
/*
 * tls.h - TLS over a TCP connection. The rest of the library sees nothing of mbedTLS but this.
 *
 * What is read of trust anchors and of the client's certificate is kept until the end, so that a second connection
 * does not read it again.
 */
#ifndef SMTP__TLS_H
#define SMTP__TLS_H

#include <smtp/allocator.h>
#include <smtp/transport.h>
#include <stdbool.h>

struct smtp__problem;
struct smtp__tcp;
struct smtp__tls;

/* `tcp` and `problem` are borrowed for its life. NULL: no memory. */
struct smtp__tls *smtp__tls_new(const smtp_allocator *allocator, struct smtp__tcp *tcp, struct smtp__problem *problem);

/* NULL is allowed. */
void smtp__tls_free(struct smtp__tls *tls);

/* As start_tls, send and recv in transport.h. A send that would block is repeated with the same bytes. send and recv
   answer SMTP_E_STATE before the end of the handshake, and for NULL. */
smtp_result smtp__tls_start(struct smtp__tls *tls, const smtp_tls_settings *settings);
ptrdiff_t smtp__tls_send(struct smtp__tls *tls, const void *data, size_t length);
ptrdiff_t smtp__tls_recv(struct smtp__tls *tls, void *buffer, size_t length);

/* True from the beginning of the handshake until the end. NULL: false. */
bool smtp__tls_is_on(const struct smtp__tls *tls);

/* True if recv has something to give or to do without the socket: waiting for the socket would be wrong. */
bool smtp__tls_has_pending(const struct smtp__tls *tls);

/* "TLSv1.2", "TLSv1.3"; "" before the end of the handshake. */
const char *smtp__tls_version(const struct smtp__tls *tls);

/* As channel_binding in transport.h. SMTP_E_STATE before the end of the handshake, and for NULL; SMTP_E_DIGEST. */
smtp_result smtp__tls_channel(struct smtp__tls *tls, int32_t *kind, uint8_t data[SMTP_CHANNEL_BYTES], size_t *length);

/* As tls_peer in transport.h. SMTP_OK, SMTP_E_STATE: nothing is known. NULL: SMTP_E_STATE. */
smtp_result smtp__tls_peer(const struct smtp__tls *tls, smtp_tls_peer *peer);

/* Says good-bye if that fits, and forgets the connection. */
void smtp__tls_close(struct smtp__tls *tls);

#endif
