/* SPDX-License-Identifier: MIT */
/* anchors.h - where trust anchors come from: a file, a directory, memory, the operating system. */
#ifndef SMTP__ANCHORS_H
#define SMTP__ANCHORS_H

#include "port/posix/problem.h"
#include <mbedtls/x509_crt.h>
#include <smtp/allocator.h>
#include <smtp/transport.h>

/*
 * Reads every certificate that can be read from the places that the settings name. One that this mbedTLS cannot read
 * (Ed25519) is passed over as long as its place has another.
 * Returns SMTP_OK, also if nothing was named or the system has none; SMTP_E_CA if a named place has none;
 * SMTP_E_NO_MEMORY.
 */
smtp_result smtp__anchors_load(mbedtls_x509_crt *anchors, const smtp_tls_settings *settings,
                               const smtp_allocator *allocator, struct smtp__problem *problem);

#endif
