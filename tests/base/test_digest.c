/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/digest.h"

static void sizes(void **state) {
    (void)state;
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_MD5), 16);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA1), 20);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA256), 32);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA512), SMTP_DIGEST_SIZE);
    assert_int_equal(smtp_digest_size(0), 0);
    assert_int_equal(smtp_digest_size(5), 0);
    assert_int_equal(smtp_digest_size(-1), 0);
}

static smtp_result begin(void *context, void *memory, int32_t digest) {
    (void)context;
    (void)memory;
    return digest;
}

static smtp_result update(void *memory, const void *data, size_t length) {
    (void)memory;
    (void)data;
    return length == 0;
}

static smtp_result finish(void *memory, uint8_t *out) {
    (void)memory;
    return out == NULL;
}

static void end(void *memory) {
    (void)memory;
}

static void a_table_is_whole(void **state) {
    (void)state;
    const smtp_digest_ops whole = {sizeof whole, NULL, begin, update, finish, end};
    smtp_digest_ops ops[] = {whole, whole, whole, whole, whole};
    assert_true(smtp__digest_is_whole(&whole));
    assert_false(smtp__digest_is_whole(NULL));
    ops[0].struct_size--;
    ops[1].begin = NULL;
    ops[2].update = NULL;
    ops[3].finish = NULL;
    ops[4].end = NULL;
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        assert_false(smtp__digest_is_whole(&ops[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sizes), cmocka_unit_test(a_table_is_whole)};
    return cmocka_run_group_tests_name("base/digest", tests, NULL, NULL);
}
