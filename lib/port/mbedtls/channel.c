/* SPDX-License-Identifier: MIT */
/*
 * channel.c - with TLS 1.3 the exporter (RFC 9266 s3), with TLS 1.2 the client's Finished message, which every server
 * that binds has to know (RFC 5802 s6.1); where mbedTLS gives neither, the server's certificate.
 *
 * Without the extended master secret Finished messages may be the same on both sides of somebody in between, but only
 * where a session is resumed (RFC 7627 s1); no session is ever resumed here. The exporter has no such excuse, and
 * is not used with TLS 1.2: mbedTLS does not tell whether there is an extended master secret (RFC 9266 s4.2).
 */
#include "channel.h"

#include "end_point.h"
#include <string.h>

enum { EXPORTED = 32 };

static bool has_exported(mbedtls_ssl_context *ssl, uint8_t *data, size_t *length) {
    *length = EXPORTED;
    return strcmp(mbedtls_ssl_get_version(ssl), "TLSv1.3") == 0 &&
           smtp__compat_export(ssl, "EXPORTER-Channel-Binding", data, EXPORTED) == 0;
}

static bool has_finished(const mbedtls_ssl_context *ssl, uint8_t *data, size_t *length) {
    *length = strcmp(mbedtls_ssl_get_version(ssl), "TLSv1.2") == 0 ? smtp__compat_finished(ssl, data) : 0;
    return *length > 0;
}

smtp_result smtp__channel_find(mbedtls_ssl_context *ssl, int32_t *kind, uint8_t data[SMTP_CHANNEL_BYTES],
                               size_t *length) {
    const mbedtls_x509_crt *certificate = mbedtls_ssl_get_peer_cert(ssl);
    if (has_exported(ssl, data, length)) {
        *kind = SMTP_CHANNEL_TLS_EXPORTER;
    } else if (has_finished(ssl, data, length)) {
        *kind = SMTP_CHANNEL_TLS_UNIQUE;
    } else if (certificate != NULL && smtp__end_point(certificate, data, length)) {
        *kind = SMTP_CHANNEL_TLS_SERVER_END_POINT;
    } else {
        return SMTP_E_DIGEST;
    }
    return SMTP_OK;
}
