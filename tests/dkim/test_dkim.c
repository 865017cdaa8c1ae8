/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "dkim/dkim.h"

#define TEXT "From: ann@example.org\r\nTo: bob@example.org\r\n\r\nhello\r\n"

static void what_new_refuses(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 8);
    smtp_dkim *dkim = f.dkim;
    smtp_digest_ops ops = f.recorder->ops;
    smtp_allocator allocator = f.allocator.table;
    assert_int_equal(smtp_dkim_new(&allocator, &ops, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_new(NULL, &ops, &dkim), SMTP_E_ARGUMENT);
    assert_null(dkim);
    assert_int_equal(smtp_dkim_new(&allocator, NULL, &dkim), SMTP_E_ARGUMENT);
    ops.finish = NULL;
    assert_int_equal(smtp_dkim_new(&allocator, &ops, &dkim), SMTP_E_ARGUMENT);
    ops = f.recorder->ops;
    ops.struct_size--;
    assert_int_equal(smtp_dkim_new(&allocator, &ops, &dkim), SMTP_E_ARGUMENT);
    allocator.release = NULL;
    assert_int_equal(smtp_dkim_new(&allocator, &f.recorder->ops, &dkim), SMTP_E_ARGUMENT);
    f.allocator.fail_at = f.allocator.calls + 1;
    assert_int_equal(smtp_dkim_new(&f.allocator.table, &f.recorder->ops, &dkim), SMTP_E_NO_MEMORY);
    assert_null(dkim);
    end(&f);
    smtp_dkim_free(NULL);
    smtp_dkim_fini(NULL);
}

/* Signs in memory of that size: the result of the first step that fails. */
static smtp_result in_memory(void *memory, size_t size, struct fixture *f) {
    smtp_dkim *dkim;
    smtp_source *source;
    smtp_result result = smtp_dkim_init(memory, size, &f->recorder->ops, &dkim);
    if (result != SMTP_OK) {
        return result;
    }
    result =
        smtp_dkim_add_signer(dkim, "example.org", SMTP_Z, "s1", SMTP_Z, SMTP_DKIM_RSA_SHA256, pen_sign, NULL, &f->pen);
    for (int i = 0; i < 3 && result == SMTP_OK; i++) { /* what one signing takes it gives back */
        recorder_clear(f->recorder);
        result = smtp_dkim_sign(dkim, f->message, &source);
    }
    if (result == SMTP_OK) {
        assert_true(read_signed(f, source, 100) > 0);
    }
    smtp_dkim_fini(dkim);
    return result;
}

static void every_size_of_memory(void **state) {
    (void)state;
    static alignas(max_align_t) uint8_t memory[SMTP_DKIM_BYTES + 2048];
    struct fixture f;
    begin_with(&f, 256);
    set_message(&f, TEXT, SMTP_Z);
    assert_true(smtp_dkim_bytes() <= SMTP_DKIM_BYTES);
    for (size_t size = smtp_dkim_bytes() - 1; size < sizeof memory; size++) {
        bool is_object = size >= smtp_dkim_bytes();
        smtp_result result = in_memory(memory, size, &f);
        assert_true(result == SMTP_OK || result == (is_object ? SMTP_E_NO_MEMORY : SMTP_E_MEMORY_SIZE));
        assert_int_equal(f.recorder->live, 0);
    }
    assert_int_equal(in_memory(memory, sizeof memory, &f), SMTP_OK);
    assert_int_equal(in_memory(memory + 1, sizeof memory - 1, &f), SMTP_E_MEMORY_SIZE);
    smtp_dkim *dkim;
    assert_int_equal(smtp_dkim_init(memory, sizeof memory, &f.recorder->ops, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_init(NULL, sizeof memory, &f.recorder->ops, &dkim), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_init(memory, sizeof memory, NULL, &dkim), SMTP_E_ARGUMENT);
    end(&f);
}

/* Beside the signer the header is held, and the signature once. */
static void no_more_memory_than_it_takes(void **state) {
    (void)state;
    static alignas(max_align_t) uint8_t memory[SMTP_DKIM_BYTES + 4096];
    struct fixture f;
    begin_with(&f, SMTP_DKIM_SIGNATURE_BYTES);
    assert_int_equal(sign_text(&f, TEXT), SMTP_OK);
    size_t most = smtp_dkim_bytes() + sizeof(struct smtp__dkim_signer) + strlen(f.text) + 6 * alignof(max_align_t);
    assert_int_equal(in_memory(memory, most, &f), SMTP_OK);
    end(&f);
}

static void each_allocation_fails_once(void **state) {
    (void)state;
    long failures = 0;
    for (long at = 1;; at++) {
        struct fixture f;
        char name[2000];
        smtp_source *source;
        begin_with(&f, 256);
        memset(name, 'x', sizeof name);
        set_message(&f, TEXT, SMTP_Z);
        f.allocator.fail_at = f.allocator.calls + at;
        smtp_result result = smtp_dkim_set_fields(f.dkim, name, sizeof name);
        for (int i = 0; i < 3 && result == SMTP_OK; i++) {
            result = smtp_dkim_add_signer(f.dkim, "b.example", SMTP_Z, "s2", SMTP_Z, SMTP_DKIM_ED25519_SHA256, pen_sign,
                                          NULL, &f.pen);
        }
        recorder_clear(f.recorder);
        if (result == SMTP_OK) {
            result = smtp_dkim_sign(f.dkim, f.message, &source);
        }
        assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
        failures += result == SMTP_E_NO_MEMORY;
        bool is_over = f.allocator.calls < f.allocator.fail_at;
        f.allocator.fail_at = 0;
        assert_int_equal(sign_text(&f, TEXT), SMTP_OK);
        end(&f);
        if (is_over) {
            break;
        }
    }
    assert_true(failures >= 3);
}

static void forms_and_times(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 8);
    assert_int_equal(smtp_dkim_set_canonicalization(NULL, 0, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, 2, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, 0, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_time(NULL, 0, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_time(f.dkim, -2, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_time(f.dkim, 0, -2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_time(f.dkim, 5, 5), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_time(f.dkim, INT64_C(1000000000000), -1), SMTP_E_ARGUMENT);
    assert_int_equal(sign_text(&f, TEXT), SMTP_OK);
    assert_non_null(strstr(f.text, " c=relaxed/relaxed; d=example.org; s=s1;\r\n\th="));
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, SMTP_DKIM_SIMPLE, SMTP_DKIM_RELAXED), SMTP_OK);
    assert_int_equal(smtp_dkim_set_time(f.dkim, 0, 1), SMTP_OK);
    assert_int_equal(sign_text(&f, TEXT), SMTP_OK);
    assert_non_null(strstr(f.text, " c=simple/relaxed; d=example.org; s=s1; t=0;\r\n\tx=1; h="));
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, SMTP_DKIM_RELAXED, SMTP_DKIM_SIMPLE), SMTP_OK);
    assert_int_equal(smtp_dkim_set_time(f.dkim, -1, INT64_C(999999999999)), SMTP_OK);
    assert_int_equal(sign_text(&f, TEXT), SMTP_OK);
    assert_non_null(strstr(f.text, " c=relaxed/simple; d=example.org; s=s1;\r\n\tx=999999999999; h="));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_new_refuses),
        cmocka_unit_test(every_size_of_memory),
        cmocka_unit_test(no_more_memory_than_it_takes),
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test(forms_and_times),
    };
    return cmocka_run_group_tests_name("dkim/dkim", tests, NULL, NULL);
}
