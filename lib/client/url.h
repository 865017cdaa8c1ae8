/* SPDX-License-Identifier: MIT */
/* url.h - reads smtps://, smtp://, smtp+plain://, lmtps:// and lmtp:// URLs. */
#ifndef SMTP__URL_H
#define SMTP__URL_H

#include "base/text.h"
#include "wire/domain_ascii.h"
#include <smtp/result.h>

struct smtp__url {
    struct smtp__text host; /* as smtp__host_read takes it, without brackets; part of the URL */
    uint16_t port;
    int32_t security; /* SMTP_SECURITY_* */
    int32_t protocol; /* SMTP_PROTOCOL_* */
};

/* SMTP_OK, SMTP_E_CONTROL_CHARACTER, SMTP_E_URL, SMTP_E_SCHEME, SMTP_E_HOST, SMTP_E_PORT */
smtp_result smtp__url_read(struct smtp__text text, struct smtp__url *url);

struct smtp__host {
    size_t length;
    char name[SMTP__DOMAIN_MAX];
};

/*
 * Reads a host name (letters, digits, "-", "_", labels of 1 to 63), an IPv4 or an IPv6 address, which stays as it is,
 * or an internationalised name, of which its A-labels are taken. SMTP_OK, SMTP_E_HOST; with libidn2 SMTP_E_NO_MEMORY.
 */
smtp_result smtp__host_read(struct smtp__text text, struct smtp__host *host);

/* The usual port for SMTP_SECURITY_*: 465, 587, 25 (RFC 8314 s7.3, RFC 6409 s3.1, RFC 5321 s4.5.4.2); for LMTP 24, which
   is "any private mail system" and what its servers took (RFC 2033 s5 forbids 25). */
uint16_t smtp__usual_port(int32_t security, int32_t protocol);

#endif
