/* SPDX-License-Identifier: MIT */
/* merging.h - what the tests of a merge share. */
#ifndef TESTS_MIME_MERGING_H
#define TESTS_MIME_MERGING_H

#include "mail.h"

#include <smtp/merge.h>

static char wanted_bytes[1 << 14];

/* A prepared message and a merge over it, with an allocator for each. */
struct merging {
    struct test_allocator message_allocator;
    struct test_allocator allocator;
    smtp_message *message;
    smtp_merge *merge;
};

static inline void prepare(struct merging *m) {
    test_allocator_init(&m->message_allocator);
    test_allocator_init(&m->allocator);
    assert_int_equal(smtp_message_new(&m->message_allocator.table, &m->message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m->message, "News", SMTP_Z, "news@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m->message, SEED, 32), SMTP_OK);
}

static inline void start(struct merging *m) {
    assert_int_equal(smtp_merge_new(&m->allocator.table, m->message, &m->merge), SMTP_OK);
}

static inline void end(struct merging *m) {
    smtp_merge_free(m->merge);
    assert_int_equal(m->allocator.live, 0);
    end_mail(&m->message_allocator, m->message);
}

static inline void add_key(struct merging *m, const char *key) {
    assert_int_equal(smtp_merge_add_key(m->merge, key, SMTP_Z), SMTP_OK);
}

static inline smtp_result set(struct merging *m, const char *key, const char *value) {
    return smtp_merge_set_value(m->merge, key, SMTP_Z, value, SMTP_Z);
}

static inline smtp_result set_recipient(struct merging *m, const char *address) {
    return smtp_merge_set_recipient(m->merge, "Ann", SMTP_Z, address, SMTP_Z);
}

/* A newsletter with keys wherever they may stand. */
static inline void prepare_letter(struct merging *m) {
    prepare(m);
    assert_int_equal(smtp_message_set_subject(m->message, "For {{name}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-First", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-Key", SMTP_Z, "{{ id }} {{{{", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-Key", SMTP_Z, "two", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m->message, "Dear {{name}},\nyours {{id}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m->message, "<p>{{name}} {{{{id}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(m->message, "a.txt", SMTP_Z, NULL, 0, "{{name}}", 8), SMTP_OK);
    start(m);
    add_key(m, "name");
    add_key(m, "id");
}

static inline void fill(struct merging *m, const char *name, const char *id, const char *address) {
    assert_int_equal(set_recipient(m, address), SMTP_OK);
    assert_int_equal(set(m, "name", name), SMTP_OK);
    assert_int_equal(set(m, "id", id), SMTP_OK);
}

#endif
