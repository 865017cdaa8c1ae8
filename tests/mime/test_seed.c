/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/seed.h"

static const char random_bytes[] = "0123456789abcdef0123456789ABCDEF+";

static void digits_of(const char *random, size_t length, uint32_t purpose, char out[SMTP__SEED_DIGITS]) {
    struct smtp__seed seed;
    smtp__seed_set(&seed, random, length);
    assert_true(seed.is_set);
    smtp__seed_digits(&seed, purpose, out);
}

static void every_byte_and_the_purpose_count(void **state) {
    (void)state;
    char first[SMTP__SEED_DIGITS];
    char other[SMTP__SEED_DIGITS];
    digits_of(random_bytes, 32, 0, first);
    digits_of(random_bytes, 33, 0, other);
    assert_memory_equal(first, other, sizeof first);
    for (size_t i = 0; i < sizeof first; i++) {
        assert_non_null(memchr("0123456789abcdef", first[i], 16));
    }
    for (uint32_t purpose = 1; purpose < 100; purpose++) {
        digits_of(random_bytes, 32, purpose, other);
        assert_memory_not_equal(first, other, 16);
        assert_memory_not_equal(first + 16, other + 16, 16);
    }
    for (size_t i = 0; i < 32; i++) {
        char changed[32];
        memcpy(changed, random_bytes, 32);
        changed[i] ^= 1;
        digits_of(changed, 32, 0, other);
        assert_memory_not_equal(first, other, 16);
        assert_memory_not_equal(first + 16, other + 16, 16);
    }
}

static void a_derived_seed_is_the_digits(void **state) {
    (void)state;
    struct smtp__seed seed;
    struct smtp__seed derived = {.is_set = false};
    char digits[SMTP__SEED_DIGITS];
    char other[SMTP__SEED_DIGITS];
    smtp__seed_set(&seed, random_bytes, 32);
    smtp__seed_derive(&seed, SMTP__SEED_MAIL + 1, &derived);
    assert_true(derived.is_set);
    smtp__seed_digits(&derived, 0, digits);
    digits_of(random_bytes, 32, SMTP__SEED_MAIL + 1, other);
    assert_memory_equal(derived.bytes, other, sizeof other);
    smtp__seed_derive(&seed, SMTP__SEED_MAIL + 2, &derived);
    smtp__seed_digits(&derived, 0, other);
    assert_memory_not_equal(digits, other, sizeof other);
}

/* Nothing attached as it is: the digits of before. One bit of it: none of the halves stays. */
static void the_salt_counts(void **state) {
    (void)state;
    struct smtp__seed seed;
    char first[SMTP__SEED_DIGITS];
    char other[SMTP__SEED_DIGITS];
    smtp__seed_set(&seed, random_bytes, 32);
    assert_true(seed.salt == 0);
    smtp__seed_digits(&seed, 1, first);
    for (uint64_t bit = 1; bit != 0; bit <<= 1) {
        seed.salt = bit;
        smtp__seed_digits(&seed, 1, other);
        assert_memory_not_equal(first, other, 16);
        assert_memory_not_equal(first + 16, other + 16, 16);
    }
}

static void a_digest_knows_the_order(void **state) {
    (void)state;
    uint64_t ab = smtp__seed_digest(smtp__seed_digest(0, 1), 2);
    uint64_t ba = smtp__seed_digest(smtp__seed_digest(0, 2), 1);
    assert_true(ab != ba);
    assert_true(smtp__seed_digest(0, 1) != ab);
    assert_true(smtp__seed_digest(0, 1) != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_and_the_purpose_count),
        cmocka_unit_test(a_derived_seed_is_the_digits),
        cmocka_unit_test(the_salt_counts),
        cmocka_unit_test(a_digest_knows_the_order),
    };
    return cmocka_run_group_tests_name("mime/seed", tests, NULL, NULL);
}
