/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/allocator.h"
#include "wire/envelope_part.h"
#include <stdio.h>

enum { WHOLE = 300 };

static void make(struct test_allocator *a, smtp_envelope **whole, smtp_envelope **part) {
    char address[40];
    test_allocator_init(a);
    assert_int_equal(smtp_envelope_new(&a->table, whole), SMTP_OK);
    assert_int_equal(smtp_envelope_new(&a->table, part), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(*whole, "me@example.org", SMTP_Z), SMTP_OK);
    for (int i = 0; i < WHOLE; i++) {
        snprintf(address, sizeof address, "%d@d%d.example.org", i, i % 7);
        assert_int_equal(smtp_envelope_add_recipient(*whole, address, SMTP_Z), SMTP_OK);
    }
}

static void end(struct test_allocator *a, smtp_envelope *whole, smtp_envelope *part) {
    smtp_envelope_free(part);
    smtp_envelope_free(whole);
    assert_int_equal(a->live, 0);
}

static void is_part(const smtp_envelope *part, const smtp_envelope *whole, const size_t *indices, size_t count) {
    assert_string_equal(smtp_envelope_mail_from(part, NULL), "me@example.org");
    assert_int_equal(smtp_envelope_recipient_count(part), count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(smtp_envelope_recipient(part, i, NULL), smtp_envelope_recipient(whole, indices[i], NULL));
    }
    assert_null(smtp_envelope_recipient(part, count, NULL));
}

static void those_that_were_chosen(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *whole;
    smtp_envelope *part;
    make(&a, &whole, &part);
    size_t indices[WHOLE];
    for (size_t i = 0; i < WHOLE; i++) {
        indices[i] = WHOLE - 1 - i;
    }
    static const size_t few[] = {0, 299, 4, 4, 5};
    assert_int_equal(smtp__envelope_take(part, whole, indices, WHOLE), SMTP_OK);
    is_part(part, whole, indices, WHOLE);
    assert_int_equal(smtp__envelope_take(part, whole, few, 5), SMTP_OK);
    is_part(part, whole, few, 5);
    assert_int_equal(smtp__envelope_take(part, whole, few, 0), SMTP_OK);
    is_part(part, whole, few, 0);
    smtp_envelope_clear(part);
    assert_string_equal(smtp_envelope_mail_from(part, NULL), "");
    assert_int_equal(smtp_envelope_add_recipient(part, "a@b", SMTP_Z), SMTP_OK);
    end(&a, whole, part);
}

/* A part of ASCII addresses goes to a server without SMTPUTF8. */
static void utf8_only_where_it_is(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *whole;
    smtp_envelope *part;
    make(&a, &whole, &part);
    static const size_t indices[] = {1, WHOLE, 2};
    assert_int_equal(smtp_envelope_add_recipient(whole, "\xc3\xa9@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp__envelope_take(part, whole, indices, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(part), 0);
    assert_int_equal(smtp__envelope_take(part, whole, indices, 3), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(part), 1);
    assert_int_equal(smtp__envelope_take(part, whole, indices, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(part), 0);
    assert_int_equal(smtp_envelope_set_mail_from(whole, "\xc3\xa9@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp__envelope_take(part, whole, indices, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(part), 1);
    end(&a, whole, part);
}

static void without_memory_it_is_empty(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *whole;
    smtp_envelope *part;
    make(&a, &whole, &part);
    size_t indices[WHOLE];
    for (size_t i = 0; i < WHOLE; i++) {
        indices[i] = i;
    }
    a.fail_at = a.calls + 1;
    assert_int_equal(smtp__envelope_take(part, whole, indices, WHOLE), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(part), 0);
    assert_string_equal(smtp_envelope_mail_from(part, NULL), "");
    size_t bytes = a.bytes;
    assert_int_equal(smtp__envelope_take(part, whole, indices, WHOLE), SMTP_OK);
    is_part(part, whole, indices, WHOLE);
    assert_in_range(a.bytes - bytes, WHOLE * sizeof(void *), WHOLE * sizeof(void *) + 100);
    end(&a, whole, part);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_were_chosen),
        cmocka_unit_test(utf8_only_where_it_is),
        cmocka_unit_test(without_memory_it_is_empty),
    };
    return cmocka_run_group_tests_name("wire/envelope_part", tests, NULL, NULL);
}
