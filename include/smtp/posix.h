/* SPDX-License-Identifier: MIT */
/*
 * posix.h - the platform of a POSIX system: sockets, mbedTLS, stdio, clocks, the system's randomness.
 */
#ifndef LIBSMTP_POSIX_H
#define LIBSMTP_POSIX_H

#include "message.h"
#include "platform.h"
#include "source.h"

SMTP_BEGIN_DECLS

/* malloc and free of the C library. Static. Any thread. */
SMTP_API const smtp_allocator *smtp_allocator_libc(void);

/*
 * The POSIX platform: TCP over IPv6 and IPv4 with every address of a name tried in turn, TLS by mbedTLS. Static. Any
 * thread. Looking up a name is the system resolver's getaddrinfo, the one call that blocks, can take longer than a
 * time-out or a deadline, and lets a cancel wait until it is through; a program that must not have that gives
 * smtp_client_set_connect an IP address.
 */
SMTP_API const smtp_platform *smtp_platform_posix(void);

/*
 * A source over a file, read as it is sent. The file is opened here and closed when the source is freed.
 *   path  ended by a NUL
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_NO_FILE (it cannot be opened, or is a directory).
 * A file that cannot seek (a pipe) gives a source that cannot be rewound.
 */
SMTP_API smtp_result smtp_source_new_file(const smtp_allocator *allocator, const char *path, smtp_source **source);

/*
 * The same over a file descriptor that is borrowed until the source is freed, from where it stands.
 */
SMTP_API smtp_result smtp_source_new_descriptor(const smtp_allocator *allocator, int descriptor, smtp_source **source);

/*
 * Attaches a file to a message under its own name (the path's last part) and the type guessed from it. The file is
 * opened here, read when the message is sent, and stays open until the message is freed or ended. Its source takes
 * about 16 KiB from smtp_allocator_libc(), whatever the message's memory is.
 * Returns as smtp_source_new_file and smtp_message_attach.
 */
SMTP_API smtp_result smtp_message_attach_file(smtp_message *message, const char *path);

SMTP_END_DECLS

#endif
