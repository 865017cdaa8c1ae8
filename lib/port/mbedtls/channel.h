/* SPDX-License-Identifier: MIT */
/* channel.h - channel bindings of a TLS connection (RFC 5056): which one, and its octets. */
#ifndef SMTP__CHANNEL_H
#define SMTP__CHANNEL_H

#include "compat.h"
#include <smtp/transport.h>
#include <stdbool.h>

/*
 * As channel_binding in transport.h, of a connection whose handshake is done and was neither resumed nor repeated.
 * SMTP_OK; SMTP_E_DIGEST: none can be had.
 */
smtp_result smtp__channel_find(mbedtls_ssl_context *ssl, int32_t *kind, uint8_t data[SMTP_CHANNEL_BYTES],
                               size_t *length);

#endif
