/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/version.h>
#include <stdio.h>

static void both_forms_say_the_same(void **state) {
    (void)state;
    char text[32];
    int32_t number = smtp_library_version_number();
    snprintf(text, sizeof text, "%d.%d.%d", number / 1000000, number / 1000 % 1000, number % 1000);
    assert_string_equal(smtp_library_version(), text);
    assert_int_equal(number, SMTP_VERSION_MAJOR * 1000000 + SMTP_VERSION_MINOR * 1000 + SMTP_VERSION_PATCH);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_forms_say_the_same)};
    return cmocka_run_group_tests_name("base/version", tests, NULL, NULL);
}
