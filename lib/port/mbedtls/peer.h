/* SPDX-License-Identifier: MIT */
/* peer.h - what a server's certificate tells about it. */
#ifndef SMTP__PEER_H
#define SMTP__PEER_H

#include <mbedtls/x509_crt.h>
#include <smtp/transport.h>
#include <stdbool.h>

enum { SMTP__FINGERPRINT = 32 };

/* SHA-256 of the certificate in DER. False if this mbedTLS does not have it. */
bool smtp__peer_fingerprint(const mbedtls_x509_crt *certificate, uint8_t out[SMTP__FINGERPRINT]);

/* Fills in what the first certificate of a chain says; the other members stay as they are. */
void smtp__peer_read(smtp_tls_peer *peer, const mbedtls_x509_crt *chain);

/* The registered name of a cipher suite, "TLS_AES_128_GCM_SHA256", from that of mbedTLS. */
void smtp__peer_set_cipher(smtp_tls_peer *peer, const char *name);

#endif
