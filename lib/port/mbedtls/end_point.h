/* SPDX-License-Identifier: MIT */
/* end_point.h - the channel binding tls-server-end-point (RFC 5929 s4). */
#ifndef SMTP__END_POINT_H
#define SMTP__END_POINT_H

#include <mbedtls/x509_crt.h>
#include <smtp/channel.h>
#include <stdbool.h>

/*
 * The digest of a certificate by the hash function of its signature. False where that is not one alone (RFC 5929 s4.1),
 * or this mbedTLS does not have it.
 */
bool smtp__end_point(const mbedtls_x509_crt *certificate, uint8_t data[SMTP_CHANNEL_BYTES], size_t *length);

#endif
