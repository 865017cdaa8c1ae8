/* SPDX-License-Identifier: MIT */
/* mail.h - what the tests of the message builder share. */
#ifndef TESTS_MIME_MAIL_H
#define TESTS_MIME_MAIL_H

#include "support/test.h"

#include "support/allocator.h"
#include <smtp/message.h>

#define SEED "0123456789abcdef0123456789abcdef"

static char mail_bytes[1 << 20]; /* what read_mail read, with a NUL after it */

/* Reads a source to its end in pieces of that size; the result is the length or the error. */
static inline ptrdiff_t read_mail(smtp_source *source, size_t piece) {
    size_t length = 0;
    ptrdiff_t got;
    do {
        assert_true(length + piece < sizeof mail_bytes);
        got = smtp_source_read(source, mail_bytes + length, piece);
        length += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    mail_bytes[length] = '\0';
    return got < 0 ? got : (ptrdiff_t)length;
}

/* The message as a string. */
static inline const char *mail_of(smtp_message *message) {
    smtp_source *source;
    assert_int_equal(smtp_message_source(message, &source), SMTP_OK);
    assert_true(read_mail(source, 1000) >= 0);
    return mail_bytes;
}

/* A message with a From address, a Message-ID and a seed. */
static inline smtp_message *new_mail(struct test_allocator *allocator) {
    smtp_message *message;
    test_allocator_init(allocator);
    assert_int_equal(smtp_message_new(&allocator->table, &message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(message, NULL, 0, "ann@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(message, "1@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(message, SEED, 32), SMTP_OK);
    return message;
}

/* Frees it and looks whether anything is left. */
static inline void end_mail(struct test_allocator *allocator, smtp_message *message) {
    smtp_message_free(message);
    assert_int_equal(allocator->live, 0);
}

/* The message has this text in it. */
static inline void has(smtp_message *message, const char *text) {
    if (strstr(mail_of(message), text) == NULL) {
        fail_msg("no \"%s\" in:\n%s", text, mail_bytes);
    }
}

static inline void has_not(smtp_message *message, const char *text) {
    if (strstr(mail_of(message), text) != NULL) {
        fail_msg("\"%s\" in:\n%s", text, mail_bytes);
    }
}

#endif
