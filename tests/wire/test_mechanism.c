/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/mechanism.h>

static void names_and_bits(void **state) {
    (void)state;
    assert_int_equal(smtp_mechanism_by_name("PLAIN", SMTP_Z), SMTP_MECHANISM_PLAIN);
    assert_int_equal(smtp_mechanism_by_name("lOGIN", SMTP_Z), SMTP_MECHANISM_LOGIN);
    assert_int_equal(smtp_mechanism_by_name("LOGINX", 5), SMTP_MECHANISM_LOGIN);
    assert_string_equal(smtp_mechanism_name(SMTP_MECHANISM_PLAIN), "PLAIN");
    assert_string_equal(smtp_mechanism_name(SMTP_MECHANISM_LOGIN), "LOGIN");
}

static void what_is_not_exactly_one(void **state) {
    (void)state;
    assert_int_equal(smtp_mechanism_by_name("PLAIN ", SMTP_Z), 0);
    assert_int_equal(smtp_mechanism_by_name("PLAIN", 4), 0);
    assert_int_equal(smtp_mechanism_by_name("PLAIN-CLIENTTOKEN", SMTP_Z), 0);
    assert_int_equal(smtp_mechanism_by_name("PLAIN", 6), 0); /* its NUL counted */
    assert_int_equal(smtp_mechanism_by_name("", SMTP_Z), 0);
    assert_int_equal(smtp_mechanism_by_name(NULL, 0), 0);
    assert_null(smtp_mechanism_name(0));
    assert_null(smtp_mechanism_name(SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_LOGIN));
    assert_null(smtp_mechanism_name(1u << 31));
}

static void all_have_a_name(void **state) {
    (void)state;
    int count = 0;
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *name = smtp_mechanism_name(bit);
        assert_int_equal(name != NULL, (smtp_mechanisms() & bit) != 0);
        if (name != NULL) {
            assert_int_equal(smtp_mechanism_by_name(name, SMTP_Z), bit);
            count++;
        }
    }
    assert_true(count >= 13);
    assert_int_equal(smtp_mechanism_by_name("scram-sha-256", SMTP_Z), SMTP_MECHANISM_SCRAM_SHA_256);
    assert_int_equal(smtp_mechanism_by_name("scram-sha-256-plus", SMTP_Z), SMTP_MECHANISM_SCRAM_SHA_256_PLUS);
    assert_int_equal(smtp_mechanism_by_name("SCRAM-SHA-256-PLU", SMTP_Z), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_have_a_name),
        cmocka_unit_test(names_and_bits),
        cmocka_unit_test(what_is_not_exactly_one),
    };
    return cmocka_run_group_tests_name("wire/mechanism", tests, NULL, NULL);
}
