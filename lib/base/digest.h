/* SPDX-License-Identifier: MIT */
/* digest.h - a table of hash functions that somebody handed in. */
#ifndef SMTP__DIGEST_H
#define SMTP__DIGEST_H

#include <smtp/digest.h>
#include <stdbool.h>

/* True if all of the table is there. */
bool smtp__digest_is_whole(const smtp_digest_ops *digests);

#endif
