/* SPDX-License-Identifier: MIT */
/*
 * address.h - reads the addresses in the text of a header field, one at a time: "Ann <ann@example.org>, team: b@c.d;".
 *
 * The strict door of RFC 5322 s3.4 with obsolete forms of s4.4 readable: comments and blanks around words, routes, empty
 * list members. Local parts and domains in pieces are not ("a . b@c . d", "a".b@c): nothing is put together that might
 * be a typing error.
 * What stands between the addresses of a group is given like any other address; the group's name is passed over.
 * Nothing inside an address is decoded: an encoded-word there is an error, not another recipient.
 * No memory is allocated, comments nest at most 16 deep, there is no recursion.
 */
#ifndef LIBSMTP_ADDRESS_H
#define LIBSMTP_ADDRESS_H

#include "result.h"

SMTP_BEGIN_DECLS

/*
 * Takes the next address from the list at `text`.
 *   text, length   the whole list, unfolded or folded
 *   position       in and out: where to go on; 0 at first. Unchanged after an error.
 *   name           out: the display name, quotes and escapes removed, encoded-words left as they are (RFC 2047
 *                  decoding is the business of a reader of mail); written to name_buffer; "" where there is none
 *   address        out: local-part@domain as smtp_mailbox_check accepts it, written to address_buffer
 *   …_buffer, …_size  the caller's; an address needs at most 255 bytes with its NUL
 * Both are ended by a NUL; *name_length and *address_length do not count it.
 * Returns SMTP_OK with an address; SMTP_PENDING when the list has no further address; SMTP_E_ARGUMENT (NULL);
 * SMTP_E_BUFFER_TOO_SMALL; or what smtp_mailbox_check says of the address (SMTP_E_ADDRESS for any breach of syntax,
 * SMTP_E_CONTROL_CHARACTER and SMTP_E_UTF8 of a name, too).
 */
SMTP_API smtp_result smtp_address_next(const char *text, size_t length, size_t *position, char *name_buffer,
                                       size_t name_size, size_t *name_length, char *address_buffer, size_t address_size,
                                       size_t *address_length);

SMTP_END_DECLS

#endif
