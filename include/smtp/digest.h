/* SPDX-License-Identifier: MIT */
/*
 * digest.h - hash functions in a table, so that what needs one (DKIM) does not know whose it is.
 *
 * smtp_digest_mbedtls() is the ready-made one. Firmware with a hash engine fills in its own.
 */
#ifndef LIBSMTP_DIGEST_H
#define LIBSMTP_DIGEST_H

#include "result.h"

SMTP_BEGIN_DECLS

/* A hash function. The numbers are ABI. */
enum { SMTP_DIGEST_MD5 = 1, SMTP_DIGEST_SHA1 = 2, SMTP_DIGEST_SHA256 = 3, SMTP_DIGEST_SHA512 = 4 };

/* Octets of the longest digest, and of a state at most. */
#define SMTP_DIGEST_SIZE 64
#define SMTP_DIGEST_STATE_BYTES 320

/*
 *   struct_size  sizeof(smtp_digest_ops)
 *   context      handed to begin
 *   begin        makes a state in SMTP_DIGEST_STATE_BYTES of memory, aligned for any object; it is not moved.
 *                SMTP_OK, SMTP_E_DIGEST (this one is not there), SMTP_E_NO_MEMORY.
 *   update       takes more octets: SMTP_OK, SMTP_E_DIGEST
 *   finish       writes the digest, 16, 20, 32 or 64 octets: SMTP_OK, SMTP_E_DIGEST. The state can only be ended then.
 *   end          releases and wipes the state; called once for each begin that was SMTP_OK
 * No function calls back into the library.
 */
typedef struct smtp_digest_ops {
    size_t struct_size;
    void *context;
    smtp_result (*begin)(void *context, void *state, int32_t digest);
    smtp_result (*update)(void *state, const void *data, size_t length);
    smtp_result (*finish)(void *state, uint8_t *out);
    void (*end)(void *state);
} smtp_digest_ops;

/* The hash functions of mbedTLS. Static, never NULL. */
SMTP_API const smtp_digest_ops *smtp_digest_mbedtls(void);

/* Octets of a digest, 0 for a number that is none. */
SMTP_API size_t smtp_digest_size(int32_t digest);

SMTP_END_DECLS

#endif
