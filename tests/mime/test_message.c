/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/envelope.h>

static smtp_message *busy_mail(struct test_allocator *a) {
    smtp_message *m = new_mail(a);
    assert_int_equal(smtp_message_add_to(m, "Bob", SMTP_Z, "bob@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-Door", SMTP_Z, "old", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m, "text\n", SMTP_Z), SMTP_OK);
    return m;
}

static void content_may_have_line_ends_but_no_nul(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = busy_mail(&a);
    static char before[4096];
    strcpy(before, mail_of(m));
    assert_int_equal(smtp_message_set_text(m, "a\0b", 3), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(smtp_message_set_html(m, "\xc0\x80", 2), SMTP_E_UTF8);
    assert_string_equal(mail_of(m), before);
    end_mail(&a, m);
}

static smtp_result everything(smtp_message *m, smtp_envelope *envelope) {
    static const char long_text[3000] = {'x'};
    smtp_source *source;
    smtp_result r[13];
    size_t n = 0;
    r[n++] = smtp_message_set_from(m, "J\xc3\xb6rg", SMTP_Z, "ann@example.org", SMTP_Z);
    r[n++] = smtp_message_set_sender(m, "Sender", SMTP_Z, "sender@example.org", SMTP_Z);
    r[n++] = smtp_message_add_to(m, "Bob", SMTP_Z, "bob@example.org", SMTP_Z);
    r[n++] = smtp_message_add_to(m, NULL, 0, "carol@example.org", SMTP_Z);
    r[n++] = smtp_message_add_bcc(m, NULL, 0, "dave@example.org", SMTP_Z);
    r[n++] = smtp_message_set_subject(m, "Subject", SMTP_Z);
    r[n++] = smtp_message_set_date(m, 0, 0);
    r[n++] = smtp_message_set_header(m, "X-A", SMTP_Z, "1", SMTP_Z);
    r[n++] = smtp_message_set_html(m, "<p>", SMTP_Z);
    r[n++] = smtp_message_attach_memory(m, "a.txt", SMTP_Z, NULL, 0, long_text, sizeof long_text);
    r[n++] = smtp_message_set_seed(m, SEED, 32);
    r[n++] = smtp_message_envelope(m, envelope);
    r[n++] = smtp_message_source(m, &source);
    for (size_t i = 0; i < n; i++) {
        if (r[i] != SMTP_OK) {
            return r[i];
        }
    }
    return SMTP_OK;
}

/* A call that fails leaves the message as it was; the same call again then succeeds. */
static void any_allocation_may_fail(void **state) {
    (void)state;
    for (long n = 1; n < 60; n++) {
        struct test_allocator a;
        test_allocator_init(&a);
        smtp_message *m = NULL;
        smtp_envelope *envelope = NULL;
        assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
        a.fail_at = a.calls + n;
        smtp_result result = smtp_message_new(&a.table, &m);
        if (result == SMTP_OK) {
            result = everything(m, envelope);
        }
        assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
        if (m != NULL && result != SMTP_OK) {
            assert_int_equal(everything(m, envelope), SMTP_OK);
            assert_true(strlen(mail_of(m)) > 4000);
        }
        smtp_message_free(m);
        smtp_envelope_free(envelope);
        assert_int_equal(a.live, 0);
    }
}

static void lives_in_the_callers_memory(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[SMTP_MESSAGE_BYTES + 1700];
    smtp_message *m;
    assert_int_equal(smtp_message_init(memory, sizeof memory, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_init(NULL, sizeof memory, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_init(memory, smtp_message_bytes() - 1, &m), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_message_init(memory + 1, sizeof memory - 1, &m), SMTP_E_MEMORY_SIZE);
    assert_null(m);
    assert_int_equal(smtp_message_init(memory + sizeof(void *), sizeof memory - sizeof(void *), &m), SMTP_OK);
    smtp_message_fini(m);
    assert_int_equal(smtp_message_init(memory, sizeof memory, &m), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(m, "1@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m, "text", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m, SEED, 32), SMTP_OK);
    static const char much[2000];
    assert_int_equal(smtp_message_set_subject(m, "fits", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-Much", SMTP_Z, "a b c d", SMTP_Z), SMTP_OK);
    char text[2001];
    memset(text, 'x', 2000);
    assert_int_equal(smtp_message_set_html(m, text, 2000), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_message_attach_memory(m, "x", 1, NULL, 0, much, sizeof much), SMTP_OK);
    has_not(m, "html");
    smtp_message_fini(m);
    smtp_message_fini(NULL);
}

static void arguments(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_new(NULL, &m), SMTP_E_ARGUMENT);
    a.fail_at = 1;
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_E_NO_MEMORY);
    assert_null(m);
    smtp_message_free(NULL);
    assert_true(smtp_message_bytes() <= SMTP_MESSAGE_BYTES);
}

/* Random bytes are no string: SMTP_Z is no length of theirs. */
static void a_seed_has_a_length(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_has_seed(m), 0);
    assert_int_equal(smtp_message_set_seed(m, SEED, 15), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_seed(m, SEED, SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_seed(m, SEED, (size_t)PTRDIFF_MAX + 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_has_seed(m), 0);
    assert_int_equal(smtp_message_set_seed(m, SEED, 16), SMTP_OK);
    assert_int_equal(smtp_message_has_seed(m), 1);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_may_have_line_ends_but_no_nul),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(lives_in_the_callers_memory),
        cmocka_unit_test(arguments),
        cmocka_unit_test(a_seed_has_a_length),
    };
    return cmocka_run_group_tests_name("mime/message", tests, NULL, NULL);
}
