/* SPDX-License-Identifier: MIT */
/*
 * merge.h - one prepared message for many recipients, with words of it filled in for each: "Dear {{name}}".
 *
 * A key stands between double braces in the subject, in the caller's own fields (smtp_message_add_header) and those of
 * lists (message_field.h), and in plain text, HTML and AMP, unless it is attached; blanks beside it are passed over.
 * "{{{{" stands for "{{"; "}}" that closes nothing is text. In HTML and AMP & < > " and ' of a value become entities,
 * so that no value can bring markup, in an attribute neither if that stands in quotes; what a value does in a script, a
 * style or a URL is the caller's matter, but none ends a URL that smtp_message_add_list_url or
 * smtp_message_set_one_click_unsubscribe put in a field: SMTP_E_LIST_URL. A value is never looked at for keys, and is
 * text like any other: what a setter refuses, a merge refuses. Attachments are the same for all and are not copied;
 * memory does not grow with the number of recipients.
 *
 *     prepare the message; smtp_merge_new; smtp_merge_add_key for each column; smtp_merge_check;
 *     for each recipient: smtp_merge_set_recipient; smtp_merge_set_value …; smtp_merge_apply; send the message
 *
 * smtp_merge_set_recipient begins a mail, and gives the message back as it was prepared, without what was set since, such
 * as the Date and the seed that a client adds: the mail before must have been sent by then. Nothing that was set for one
 * mail comes into another, whatever call has failed. While there is a merge, the message is prepared no further. One
 * thread at a time.
 */
#ifndef LIBSMTP_MERGE_H
#define LIBSMTP_MERGE_H

#include "allocator.h"
#include "message.h"
#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_merge smtp_merge;

/*
 * A merge over a prepared message, which is borrowed until the merge is freed. The message has no recipient and no
 * Message-ID of its own: each mail gets its own. From a seed of the message each mail gets its own seed, by its number.
 * Returns SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_STATE (a recipient or Message-ID is set), SMTP_E_NO_MEMORY,
 * SMTP_E_TEMPLATE (braces that are not closed, or what stands in them is no key); *merge is NULL after an error.
 */
SMTP_API smtp_result smtp_merge_new(const smtp_allocator *allocator, smtp_message *message, smtp_merge **merge);

/* Gives the message back as it was prepared, and frees the merge. NULL is allowed. */
SMTP_API void smtp_merge_free(smtp_merge *merge);

/* The same in the caller's memory, aligned for a pointer: smtp_merge_bytes() (SMTP_MERGE_BYTES) for the object, the
   rest holds keys, values and what is made of them for one recipient. SMTP_E_MEMORY_SIZE. */
SMTP_API smtp_result smtp_merge_init(void *memory, size_t memory_size, smtp_message *message, smtp_merge **merge);
SMTP_API void smtp_merge_fini(smtp_merge *merge);
SMTP_API size_t smtp_merge_bytes(void);
#define SMTP_MERGE_BYTES (SMTP_MESSAGE_BYTES + 256)

/* Declares a key: printable ASCII without braces and blanks, 1 to 64 octets, in which the case of letters counts; copied.
   SMTP_OK, SMTP_E_ARGUMENT (also one that is there), SMTP_E_STATE (a mail is begun), SMTP_E_NO_MEMORY,
   SMTP_E_TEMPLATE. */
SMTP_API smtp_result smtp_merge_add_key(smtp_merge *merge, const char *key, size_t length);

/*
 * Looks for keys in the message that were not declared: call it before anything is sent.
 *   key, length  out: the first such key, belonging to the merge; NULL and 0 if there is none. NULL is allowed
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_MERGE_KEY.
 */
SMTP_API smtp_result smtp_merge_check(const smtp_merge *merge, const char **key, size_t *length);

/*
 * The value of a key for the mail that is begun: UTF-8, may be empty; copied. A line end is allowed where it stands in a
 * text part only.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_MEMORY, SMTP_E_MERGE_KEY (not declared), SMTP_E_UTF8, SMTP_E_NUL_IN_CONTENT,
 * SMTP_E_NO_RECIPIENT (none is begun).
 */
SMTP_API smtp_result smtp_merge_set_value(smtp_merge *merge, const char *key, size_t key_length, const char *value,
                                          size_t value_length);

/* Begins a mail, for this one recipient in its To; as smtp_message_add_to. What was set for a mail that was not applied is
   forgotten; after an error none is begun. */
SMTP_API smtp_result smtp_merge_set_recipient(smtp_merge *merge, const char *name, size_t name_length,
                                              const char *address, size_t address_length);

/*
 * Fills the message for the recipient; it can then be sent like any other. Values and recipient are forgotten, also
 * after an error, which leaves the message as it was prepared.
 * SMTP_OK, SMTP_E_ARGUMENT, SMTP_E_NO_RECIPIENT, SMTP_E_NO_MEMORY, SMTP_E_MERGE_KEY (a key that was not declared),
 * SMTP_E_MERGE_VALUE (a key of the message without a value), or what the setter of the field or part says.
 */
SMTP_API smtp_result smtp_merge_apply(smtp_merge *merge);

SMTP_END_DECLS

#endif
