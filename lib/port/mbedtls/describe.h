/* SPDX-License-Identifier: MIT */
/* describe.h - what is wrong with a certificate, in words. Text from the certificate is never trusted. */
#ifndef SMTP__DESCRIBE_H
#define SMTP__DESCRIBE_H

#include "port/posix/problem.h"
#include <mbedtls/x509_crt.h>
#include <stdint.h>

/* Issuer, dates and names, as mbedTLS's flags for the certificate at this depth have it; `wanted` is the name. */
void smtp__describe_flaws(struct smtp__problem *problem, const mbedtls_x509_crt *certificate, int depth, uint32_t flags,
                          const char *wanted);

/* The certificate is not the pinned one: whose it is. */
void smtp__describe_pin(struct smtp__problem *problem, const mbedtls_x509_crt *certificate);

#endif
