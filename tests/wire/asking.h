/* SPDX-License-Identifier: MIT */
/* asking.h - an envelope of two recipients, and its commands. */
#ifndef TESTS_WIRE_ASKING_H
#define TESTS_WIRE_ASKING_H

#include "support/test.h"

#include "support/allocator.h"
#include "support/guard.h"
#include "wire/command.h"
#include <smtp/extension.h>
#include <stdio.h>

static struct test_allocator a;
static smtp_envelope *envelope;

static inline int make(void **state) {
    (void)state;
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "me@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z), SMTP_OK);
    return 0;
}

static inline int end(void **state) {
    (void)state;
    smtp_envelope_free(envelope);
    assert_int_equal(a.live, 0);
    return 0;
}

/* Both lines, in a room that fits. */
static inline void has_line(const char *wanted,
                            smtp_result (*write)(struct smtp__buffer *, const smtp_envelope *, size_t),
                            const smtp_envelope *of, size_t index) {
    char line[SMTP__COMMAND_MAX + 1];
    uint8_t *memory = guard_room(strlen(wanted) + 2);
    struct smtp__buffer buffer = {memory, strlen(wanted) + 2, 0};
    assert_int_equal(write(&buffer, of, index), SMTP_OK);
    memcpy(line, memory, buffer.length);
    line[buffer.length - 2] = '\0';
    assert_string_equal(line, wanted);
    guard_free(memory, strlen(wanted) + 2);
}

static inline smtp_result write_mail(struct smtp__buffer *buffer, const smtp_envelope *of, size_t index) {
    static const struct smtp__mail_parameters none = {-1, SMTP__BODY_NONE, false};
    (void)index;
    return smtp__command_mail(buffer, of, &none);
}

#define MAIL "MAIL FROM:<me@x.test>"
#define RCPT_A "RCPT TO:<a@x.test>"
#define RCPT_B "RCPT TO:<b@x.test>"

static inline void mail_is(const char *wanted) {
    has_line(wanted, write_mail, envelope, 0);
}

static inline void recipient_is(size_t index, const char *wanted) {
    has_line(wanted, smtp__command_rcpt, envelope, index);
}

static inline void needs(uint32_t extensions) {
    assert_int_equal(smtp_envelope_extensions(envelope), extensions);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, end)

#endif
