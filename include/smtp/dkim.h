/* SPDX-License-Identifier: MIT */
/*
 * dkim.h - signs a message by DKIM (RFC 6376): reads a source once and yields another one, which is the same with a
 * DKIM-Signature field for each key before it.
 *
 * Nothing but the signatures is added and nothing is changed afterwards; the tags l= and i= are never written. All
 * fields of a name are signed, the last one first. From is signed once more for each one that is there, so that no
 * other can be added, and so is every other field that may stand only once and is there. The body is hashed as it
 * streams and never held; the header, which may have 1 MiB, is held from smtp_dkim_sign to the next call that changes
 * the object.
 *
 * One thread at a time. After an error of a setter the object is as it was.
 */
#ifndef LIBSMTP_DKIM_H
#define LIBSMTP_DKIM_H

#include "allocator.h"
#include "digest.h"
#include "platform.h"
#include "result.h"
#include "source.h"

SMTP_BEGIN_DECLS

typedef struct smtp_dkim smtp_dkim;

/*
 *   digests  smtp_digest_mbedtls(), or the caller's own; borrowed until the object is freed
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY; *dkim is NULL after an error.
 */
SMTP_API smtp_result smtp_dkim_new(const smtp_allocator *allocator, const smtp_digest_ops *digests, smtp_dkim **dkim);

/* Wipes the keys and frees. NULL is allowed. */
SMTP_API void smtp_dkim_free(smtp_dkim *dkim);

/* The same in the caller's memory, aligned for any object: smtp_dkim_bytes() (SMTP_DKIM_BYTES) for the object, the
   rest holds keys' names, the header while it is signed, and the signatures; what one message took the next one uses
   again. SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_MEMORY_SIZE. */
SMTP_API smtp_result smtp_dkim_init(void *memory, size_t memory_size, const smtp_digest_ops *digests, smtp_dkim **dkim);
SMTP_API void smtp_dkim_fini(smtp_dkim *dkim);
SMTP_API size_t smtp_dkim_bytes(void);
#define SMTP_DKIM_BYTES 2048

/* What signs: the value of the tag a=. */
enum { SMTP_DKIM_RSA_SHA256 = 1, SMTP_DKIM_ED25519_SHA256 = 2 /* RFC 8463 */ };

/*
 * Signs 32 octets, the SHA-256 of the header: RSASSA-PKCS1-v1_5 with SHA-256 for RSA (RFC 8017 s8.2.1), PureEdDSA over
 * these 32 octets for Ed25519 (RFC 8463 s3). A security module or a secure element can do this.
 *   signature  room for `size` (SMTP_DKIM_SIGNATURE_BYTES) octets; *length says how many were written
 * Returns SMTP_OK or an error, which is that of smtp_dkim_sign; no signature, or one that is longer than the room, is
 * SMTP_E_DKIM_KEY. It does not call back into the object.
 */
typedef smtp_result (*smtp_dkim_sign_fn)(void *context, const uint8_t *hash, size_t hash_length, uint8_t *signature,
                                         size_t size, size_t *length);
typedef void (*smtp_dkim_release_fn)(void *context);
#define SMTP_DKIM_SIGNATURE_BYTES 1024

/*
 * Adds a signer. Signatures stand in the message in the order in which signers were added.
 *   domain    d=, the signing domain; A-labels or U-labels, which are written as A-labels; copied
 *   selector  s=, the name below _domainkey where the public key is; copied
 *   release   called once when the object is freed, not after an error; NULL: nothing to release
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_DKIM (not a domain or selector).
 */
SMTP_API smtp_result smtp_dkim_add_signer(smtp_dkim *dkim, const char *domain, size_t domain_length,
                                          const char *selector, size_t selector_length, int32_t algorithm,
                                          smtp_dkim_sign_fn sign, smtp_dkim_release_fn release, void *context);

/*
 * Adds a signer with an RSA key that mbedTLS holds.
 *   platform  for its random, which blinds the key while it signs (SMTP_E_RANDOM of smtp_dkim_sign; where it fails in
 *             the middle of that, the key never signs again), and its allocator, borrowed until the object is freed
 *   pem       the private key, PKCS #1 or PKCS #8, in PEM; not kept as it is
 *   password  of an encrypted key; NULL with length 0: none. Which ciphers there are is mbedTLS's matter: 2.28 cannot
 *             read PKCS #8 under AES, which openssl writes by default
 * Returns as smtp_dkim_add_signer; SMTP_E_DKIM_KEY: not a key, not RSA, under 1024 bits (RFC 8301 s3.2), or a wrong
 * password.
 */
SMTP_API smtp_result smtp_dkim_add_key(smtp_dkim *dkim, const smtp_platform *platform, const char *domain,
                                       size_t domain_length, const char *selector, size_t selector_length,
                                       const char *pem, size_t pem_length, const char *password,
                                       size_t password_length);

/* c=, RFC 6376 s3.4. Both are relaxed by default. SMTP_OK, SMTP_E_ARGUMENT. */
enum { SMTP_DKIM_SIMPLE = 0, SMTP_DKIM_RELAXED = 1 };
SMTP_API smtp_result smtp_dkim_set_canonicalization(smtp_dkim *dkim, int32_t header, int32_t body);

/* t= and x= (RFC 6376 s3.5), seconds since 1970 of 12 digits at most; -1, the default, leaves one out. SMTP_OK,
   SMTP_E_ARGUMENT (x= not after t=). */
SMTP_API smtp_result smtp_dkim_set_time(smtp_dkim *dkim, int64_t utc_seconds, int64_t expires_seconds);

/*
 * Which fields are signed where they are there, names with ":" between them ("From" is always signed); a name that ends
 * with "*" stands for all that begin so. NULL with length 0: the default, all that a reader sees or a mailbox provider
 * asks for: From, Sender, Reply-To, To, Cc, Subject, Date, Message-ID, In-Reply-To, References, MIME-Version, Content-*,
 * List-*, Resent-*, Auto-Submitted. Each list takes memory until the object is freed.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_HEADER_NAME (a name that is none, or one that may not be signed:
 * Return-Path, Received, DKIM-Signature (RFC 6376 s5.4.1) or one with ";" in it (s3.2), for which no "*" stands either).
 */
SMTP_API smtp_result smtp_dkim_set_fields(smtp_dkim *dkim, const char *names, size_t length);

/*
 * Reads a message from beginning to end, its header twice, and yields it signed, standing at its first byte. Line ends
 * are hashed as they are sent, as CRLF. The message is measured then, and so is the signed one (source.h).
 *   message         borrowed while *signed_source is read; a built one (message.h) or a raw one (raw.h, or any source).
 *                   It yields the same octets each time: a change of its size is seen when it is sent, no other
 *   signed_source   belongs to the object, and nothing can take it over; there is one. The next call of this, of smtp_dkim_add_signer,
 *                   smtp_dkim_add_key or smtp_dkim_set_fields ends it: reading it is SMTP_E_STATE then
 * Returns SMTP_OK, SMTP_E_ARGUMENT (NULL, or binary content: RFC 6376 s5.3), SMTP_E_STATE (no signer),
 * SMTP_E_NOT_REWINDABLE, SMTP_E_NOT_A_MESSAGE (a line of the header is no field), SMTP_E_NO_FROM,
 * SMTP_E_HEADER_TOO_LONG (over 1 MiB, or a name over 900 octets), SMTP_E_NO_MEMORY, SMTP_E_DIGEST,
 * SMTP_E_SOURCE_CHANGED, what smtp_source_measure says, or the error of the source or the signer: nothing is to be
 * sent. *signed_source is NULL then.
 */
SMTP_API smtp_result smtp_dkim_sign(smtp_dkim *dkim, smtp_source *message, smtp_source **signed_source);

SMTP_END_DECLS

#endif
