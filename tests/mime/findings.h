/* SPDX-License-Identifier: MIT */
/* findings.h - what the tests of the look through a message share. */
#ifndef TESTS_MIME_FINDINGS_H
#define TESTS_MIME_FINDINGS_H

#include "mail.h"

#include <smtp/finding.h>
#include <smtp/message_address.h>
#include <smtp/message_field.h>
#include <smtp/part.h>

/* A message and what is known beside it. */
struct subject {
    struct test_allocator allocator;
    smtp_message *message;
    smtp_check_context context;
};

static inline int setup(void **state) {
    static struct subject subject;
    test_allocator_init(&subject.allocator);
    subject.context = (smtp_check_context){.struct_size = sizeof subject.context, .size_limit = -1};
    assert_int_equal(smtp_message_new(&subject.allocator.table, &subject.message), SMTP_OK);
    *state = &subject;
    return 0;
}

static inline int teardown(void **state) {
    struct subject *s = *state;
    end_mail(&s->allocator, s->message);
    return 0;
}

static inline void ok(smtp_result result) {
    assert_int_equal(result, SMTP_OK);
}

static inline void set_html(struct subject *s, const char *html) {
    ok(smtp_message_set_html(s->message, html, SMTP_Z));
}

static inline void set_header(struct subject *s, const char *name, const char *value) {
    ok(smtp_message_set_header(s->message, name, SMTP_Z, value, SMTP_Z));
}

static inline void add(struct subject *s, int32_t field, const char *name, const char *address) {
    ok(smtp_message_add_address(s->message, field, name, SMTP_Z, address, SMTP_Z));
}

static inline void attach(struct subject *s, const char *name) {
    ok(smtp_message_attach_memory(s->message, name, SMTP_Z, "application/octet-stream", SMTP_Z, "x", 1));
}

/* A mail that nobody can hold anything against. */
static inline void make_good(struct subject *s) {
    ok(smtp_message_set_date(s->message, 0, 0));
    ok(smtp_message_set_from(s->message, "Ann", SMTP_Z, "ann@example.org", SMTP_Z));
    ok(smtp_message_set_message_id(s->message, "1@example.org", SMTP_Z));
    add(s, SMTP_HEADER_TO, "", "bob@example.net");
    ok(smtp_message_set_subject(s->message, "Hello", SMTP_Z));
    ok(smtp_message_set_text(s->message, "Hello", SMTP_Z));
}

static inline uint64_t found(struct subject *s) {
    uint64_t set = UINT64_MAX;
    ok(smtp_message_check(s->message, &s->context, &set));
    return set;
}

/* This is found, and nothing else. */
static inline void finds(struct subject *s, int32_t finding) {
    uint64_t set = found(s);
    for (int32_t f = smtp_finding_next(set, -1); f >= 0; f = smtp_finding_next(set, f)) {
        if (f != finding) {
            fail_msg("%s instead of %s", smtp_finding_name(f), smtp_finding_name(finding));
        }
    }
    if (finding >= 0 && set == 0) {
        fail_msg("no %s", smtp_finding_name(finding));
    }
}

static inline void finds_nothing(struct subject *s) {
    finds(s, -1);
}

static inline bool is_in(uint64_t set, int32_t finding) {
    return (set >> finding & 1) != 0;
}

#endif
