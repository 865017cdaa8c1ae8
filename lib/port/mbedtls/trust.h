/* SPDX-License-Identifier: MIT */
/* trust.h - the trust anchors and the client's own certificate, read once. */
#ifndef SMTP__TRUST_H
#define SMTP__TRUST_H

#include "compat.h"
#include "port/posix/problem.h"
#include <smtp/allocator.h>
#include <smtp/transport.h>
#include <stdbool.h>

struct smtp__trust {
    mbedtls_x509_crt anchors; /* raw.p is NULL: none */
    mbedtls_x509_crt certificate;
    mbedtls_pk_context key;
    bool has_anchors; /* they were read, as `settings` wanted it */
    bool has_certificate;
    smtp_tls_settings settings;
};

void smtp__trust_init(struct smtp__trust *trust);
void smtp__trust_clear(struct smtp__trust *trust);

/*
 * Reads what the settings name, unless it was read before from the same places.
 * Returns SMTP_OK, SMTP_E_CA, SMTP_E_NO_TRUST_ANCHOR, SMTP_E_CLIENT_CERTIFICATE, SMTP_E_NO_MEMORY.
 */
smtp_result smtp__trust_load(struct smtp__trust *trust, const smtp_tls_settings *settings,
                             const smtp_allocator *allocator, struct smtp__problem *problem);

/* Random bytes as mbedTLS asks for them. */
int smtp__tls_random(void *context, unsigned char *buffer, size_t length);

#endif
