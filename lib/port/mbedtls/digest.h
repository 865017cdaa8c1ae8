/* SPDX-License-Identifier: MIT */
/* digest.h - the table of smtp_digest_mbedtls as a constant, for constants that point to it. */
#ifndef SMTP__MBEDTLS_DIGEST_H
#define SMTP__MBEDTLS_DIGEST_H

#include <smtp/digest.h>

extern const smtp_digest_ops smtp__digest_mbedtls;

#endif
