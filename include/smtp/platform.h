/* SPDX-License-Identifier: MIT */
/*
 * platform.h - what a client needs of the machine it runs on, in one table: memory, a transport, clocks, randomness.
 *
 * smtp_platform_posix() (posix.h) is the ready-made one. Firmware fills in its own.
 *
 * Whoever fills one in keeps it: a client remembers where this table and its allocator stand and copies neither. Until
 * smtp_client_free has returned, both tables, their functions and whatever the contexts point to must stay at their
 * place; a language that collects or moves its objects pins them. Of what transport_new fills in, the client copies
 * the two pointers; the table that they lead to must stay until `release` was called.
 */
#ifndef LIBSMTP_PLATFORM_H
#define LIBSMTP_PLATFORM_H

#include "allocator.h"
#include "digest.h"
#include "result.h"
#include "transport.h"

SMTP_BEGIN_DECLS

/*
 *   struct_size    sizeof(smtp_platform)
 *   context        handed to every function
 *   allocator      required, whole; borrowed like this table
 *   transport_new  fills *transport; SMTP_OK, SMTP_E_NO_MEMORY. Called by smtp_client_new, and again before a
 *                  connection under changed settings; the one before is closed and released. Required.
 *   monotonic_ms   a clock that never goes back; its zero is anywhere. Required.
 *   utc            seconds since 1970-01-01 00:00 UTC and the local offset in minutes; SMTP_E_CLOCK while the time is
 *                  not known: Date is then left out for the server to add (RFC 6409 s8.2). NULL: never known.
 *   random         fills the buffer with unpredictable bytes; SMTP_OK or SMTP_E_RANDOM. Required.
 *   host_name      the machine's own name with a NUL, for EHLO; SMTP_OK or an error. NULL: none.
 *   digests        hash functions, which CRAM-MD5 and SCRAM need. NULL: none, and these are not used. A table whose
 *                  struct_size ends before this member is as if it were NULL.
 */
typedef struct smtp_platform {
    size_t struct_size;
    void *context;
    const smtp_allocator *allocator;
    smtp_result (*transport_new)(void *context, const smtp_allocator *allocator, smtp_transport *transport);
    uint64_t (*monotonic_ms)(void *context);
    smtp_result (*utc)(void *context, int64_t *seconds, int32_t *offset_minutes);
    smtp_result (*random)(void *context, void *buffer, size_t length);
    smtp_result (*host_name)(void *context, char *buffer, size_t size);
    const smtp_digest_ops *digests;
} smtp_platform;

SMTP_END_DECLS

#endif
