/* SPDX-License-Identifier: MIT */
/* signature.h - the DKIM-Signature field (RFC 6376 s3.5). */
#ifndef SMTP__DKIM_SIGNATURE_H
#define SMTP__DKIM_SIGNATURE_H

#include "dkim.h"
#include "hash.h"

/* Where the field is written; data NULL: it is only measured. */
struct smtp__dkim_writer {
    char *data;
    size_t length;
    size_t column;
};

/* What it says of a message. */
struct smtp__dkim_subject {
    struct smtp__text header; /* passed smtp__dkim_header_check */
    uint8_t body_hash[SMTP__DKIM_HASH];
    const uint8_t *signature; /* with length 0: "b=" is the end, as it is hashed (s3.7) */
    size_t signature_length;
};

void smtp__dkim_signature_write(struct smtp__dkim_writer *writer, const struct smtp_dkim *dkim,
                                const struct smtp__dkim_signer *signer, const struct smtp__dkim_subject *subject);

#endif
