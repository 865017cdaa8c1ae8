/* SPDX-License-Identifier: MIT */
/*
 * platform.h - what a client needs of the machine it runs on, in one table: memory, a transport, clocks, randomness.
 *
 * smtp_platform_posix() (posix.h) is the ready-made one. Firmware fills in its own.
 */
#ifndef LIBSMTP_PLATFORM_H
#define LIBSMTP_PLATFORM_H

#include "allocator.h"
#include "result.h"
#include "transport.h"

SMTP_BEGIN_DECLS

/*
 *   struct_size    sizeof(smtp_platform)
 *   context        handed to every function
 *   allocator      required, borrowed for the life of all objects made with it
 *   transport_new  fills *transport; SMTP_OK, SMTP_E_NO_MEMORY. Required.
 *   monotonic_ms   a clock that never goes back; its zero is anywhere. Required.
 *   utc            seconds since 1970-01-01 00:00 UTC and the local offset in minutes; SMTP_E_CLOCK while the time is
 *                  not known: Date is then left out for the server to add (RFC 6409 s8.2). NULL: never known.
 *   random         fills the buffer with unpredictable bytes; SMTP_OK or SMTP_E_RANDOM. Required.
 *   host_name      the machine's own name with a NUL, for EHLO; SMTP_OK or an error. NULL: none.
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
} smtp_platform;

SMTP_END_DECLS

#endif
