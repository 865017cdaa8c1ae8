/* SPDX-License-Identifier: MIT */
/*
 * source.h - a pull stream: content that is read when the connection can take it, and never held whole.
 *
 * A source yields RFC 5322 text or the bytes of an attachment. Whoever is handed a source reads it from where it
 * stands; `smtp_source_rewind` goes back to the beginning. One thread at a time.
 */
#ifndef LIBSMTP_SOURCE_H
#define LIBSMTP_SOURCE_H

#include "allocator.h"
#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_source smtp_source;

/*
 * Fills `buffer` with up to `size` (> 0) bytes.
 * Returns how many, 0 at the end of the content, or a negative smtp_result, which ends the send before the end of
 * data, so that the server never takes a part for the whole, and which comes back as the result of the send.
 */
typedef ptrdiff_t (*smtp_read_fn)(void *context, void *buffer, size_t size);

/* Goes back to the first byte. Returns SMTP_OK or a negative smtp_result. */
typedef smtp_result (*smtp_rewind_fn)(void *context);

/* Releases what the context holds. Called once, when the source is freed. */
typedef void (*smtp_release_fn)(void *context);

/*
 * A source over `size` bytes at `data`, which are borrowed until the source is freed. Rewindable.
 *   allocator  required; smtp_allocator_libc() where there is a C library
 *   data       NULL only with size 0
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY; *source is NULL after an error.
 */
SMTP_API smtp_result smtp_source_new_memory(const smtp_allocator *allocator, const void *data, size_t size,
                                            smtp_source **source);

/*
 * A source that asks the caller.
 *   read     required
 *   rewind   NULL: the content can be read once only, so its size is not known before it is sent
 *   release  NULL: nothing to release. After an error it was not called.
 * Returns as smtp_source_new_memory.
 */
SMTP_API smtp_result smtp_source_new_callback(const smtp_allocator *allocator, smtp_read_fn read, smtp_rewind_fn rewind,
                                              smtp_release_fn release, void *context, smtp_source **source);

/* Frees a source. NULL is allowed. */
SMTP_API void smtp_source_free(smtp_source *source);

/*
 * The same two in the caller's memory, for programs without a heap: `memory` is `memory_size` bytes, at least
 * smtp_source_bytes() and aligned for a pointer, and is borrowed until smtp_source_fini.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_MEMORY_SIZE.
 */
SMTP_API smtp_result smtp_source_init_memory(void *memory, size_t memory_size, const void *data, size_t size,
                                             smtp_source **source);
SMTP_API smtp_result smtp_source_init_callback(void *memory, size_t memory_size, smtp_read_fn read,
                                               smtp_rewind_fn rewind, smtp_release_fn release, void *context,
                                               smtp_source **source);
SMTP_API void smtp_source_fini(smtp_source *source);

/* How much memory an init door needs. SMTP_SOURCE_BYTES is the same bound at compile time. */
SMTP_API size_t smtp_source_bytes(void);
#define SMTP_SOURCE_BYTES 128

/*
 * Reads up to `size` bytes. Returns how many, 0 at the end, or a negative smtp_result; an error of the content sticks
 * until the source is rewound. SMTP_E_ARGUMENT (NULL, or size 0).
 */
SMTP_API ptrdiff_t smtp_source_read(smtp_source *source, void *buffer, size_t size);

/* Goes back to the first byte. SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NOT_REWINDABLE, or the error of the callback. */
SMTP_API smtp_result smtp_source_rewind(smtp_source *source);

/*
 * Says how many bytes the source yields from its beginning to its end, where that is known beforehand (a file's size).
 * A source that then yields fewer or more fails with SMTP_E_SOURCE_CHANGED. -1: not known. A source over memory
 * knows its length by itself.
 * Returns SMTP_OK, SMTP_E_ARGUMENT.
 */
SMTP_API smtp_result smtp_source_set_length(smtp_source *source, int64_t length);

/*
 * 1: the content is to go out octet for octet, whatever its lines are, which takes a server that offers BINARYMIME and
 * CHUNKING (RFC 3030); else the send fails with SMTP_E_NEEDS_BINARYMIME before the mail. For messages that have parts
 * with the Content-Transfer-Encoding "binary". 0, the default: text, in lines. Before it is measured or read.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE (it was measured, or does not stand at its beginning).
 */
SMTP_API smtp_result smtp_source_set_binary(smtp_source *source, int32_t is_binary);

/* The length in bytes, -1 while it is not known. */
SMTP_API int64_t smtp_source_length(const smtp_source *source);

/*
 * Reads RFC 5322 content once from beginning to end and rewinds it, so that a send can declare its exact SIZE
 * (RFC 1870) and whether it has 8-bit bytes (RFC 6152), and so that content which cannot be sent is refused before a
 * connection is made. A client measures a rewindable source by itself.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NOT_REWINDABLE (nothing was read), SMTP_E_LINE_TOO_LONG,
 * SMTP_E_NUL_IN_CONTENT, or the error of the source. After an error it is not measured.
 */
SMTP_API smtp_result smtp_source_measure(smtp_source *source);

/*
 * What a measured source has: the size in octets with each line ended by CRLF and without dot-stuffing (RFC 1870 s5),
 * -1 while it is not measured; and 1 if there is an octet above 127, 0 if there is none, -1 while not measured. Of
 * binary content they are its length and 1: nothing is looked at in it.
 */
SMTP_API int64_t smtp_source_wire_size(const smtp_source *source);
SMTP_API int32_t smtp_source_is_8bit(const smtp_source *source);

SMTP_END_DECLS

#endif
