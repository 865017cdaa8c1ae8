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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_bits),
        cmocka_unit_test(what_is_not_exactly_one),
    };
    return cmocka_run_group_tests_name("wire/mechanism", tests, NULL, NULL);
}
