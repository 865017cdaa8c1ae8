/* SPDX-License-Identifier: MIT */
/* domain.h - the grammar of domain names (RFC 5321 s4.1.2) with U-labels (RFC 6531 s3.3). */
#ifndef SMTP__DOMAIN_H
#define SMTP__DOMAIN_H

#include "base/text.h"

/*
 * Labels of 1 to 63 characters with dots between them and none at the end: letters, digits, and hyphens inside; octets
 * above 127 are taken as they are and must have been checked to be UTF-8. The length of the whole is not checked.
 */
bool smtp__domain_is_valid(struct smtp__text domain);

#endif
