/* SPDX-License-Identifier: MIT */
/*
 * san.h - the names in a certificate's subjectAltName (RFC 5280 s4.2.1.6), read from its extensions: mbedTLS 2.28
 * passes over iPAddress, so all versions are read here.
 */
#ifndef SMTP__SAN_H
#define SMTP__SAN_H

#include "der.h"

enum smtp__san_kind { SMTP__SAN_DNS, SMTP__SAN_IP };

/*
 * Finds the extension in `extensions` (the SEQUENCE OF Extension as it stands in the certificate). False if there is
 * none or it cannot be read.
 */
bool smtp__san_find(struct smtp__der extensions, struct smtp__der *names);

/* The next dNSName or iPAddress; names of other kinds are passed over. False at the end. */
bool smtp__san_next(struct smtp__der *names, enum smtp__san_kind *kind, struct smtp__der *name);

#endif
