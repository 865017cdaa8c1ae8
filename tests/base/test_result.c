/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/result.h>

struct row {
    smtp_result number;
    const char *name;
};

static const struct row rows[] = {
#define ROW(name, number, text) {SMTP_##name, "SMTP_" #name},
    SMTP_RESULT_TABLE(ROW)
#undef ROW
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void every_result_has_a_name_a_text_and_a_class(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        int32_t class_number = smtp_result_class(rows[i].number);
        assert_string_equal(smtp_result_name(rows[i].number), rows[i].name);
        assert_true(strlen(smtp_result_text(rows[i].number)) > 2);
        assert_int_equal(class_number == SMTP_CLASS_NONE, rows[i].number >= 0);
        assert_string_not_equal(smtp_class_name(class_number), "unknown");
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(rows[i].number, rows[j].number);
        }
    }
}

/* Numbers are ABI. */
static void numbers_stay(void **state) {
    (void)state;
    assert_int_equal(SMTP_OK, 0);
    assert_int_equal(SMTP_PENDING, 1);
    assert_int_equal(SMTP_E_CONTROL_CHARACTER, -101);
    assert_int_equal(SMTP_E_ARGUMENT, -201);
    assert_int_equal(SMTP_E_CREDENTIALS_IN_CLEAR, -301);
    assert_int_equal(SMTP_E_TLS_HANDSHAKE, -401);
    assert_int_equal(SMTP_E_REPLY_SYNTAX, -501);
    assert_int_equal(SMTP_E_TRANSIENT, -601);
    assert_int_equal(SMTP_E_PERMANENT, -701);
    assert_int_equal(SMTP_E_TIMEOUT, -801);
    assert_int_equal(SMTP_E_RESOLVE, -901);
    assert_int_equal(SMTP_E_NO_MEMORY, -1001);
}

static void classes_have_the_names_of_the_report(void **state) {
    (void)state;
    static const char *const names[] = {"none",      "input",     "config",  "credentials", "tls",     "protocol",
                                        "transient", "permanent", "timeout", "io",          "resource"};
    for (int32_t i = 0; i <= SMTP_CLASS_RESOURCE; i++) {
        assert_string_equal(smtp_class_name(i), names[i]);
    }
    assert_string_equal(smtp_class_name(-1), "unknown");
    assert_string_equal(smtp_class_name(SMTP_CLASS_RESOURCE + 1), "unknown");
}

static void unknown_numbers_have_answers(void **state) {
    (void)state;
    assert_string_equal(smtp_result_name(-999), "SMTP_E_UNKNOWN");
    assert_true(strlen(smtp_result_text(-999)) > 0);
    assert_int_equal(smtp_result_class(-999), SMTP_CLASS_IO);
    assert_int_equal(smtp_result_class(12345), SMTP_CLASS_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_result_has_a_name_a_text_and_a_class),
        cmocka_unit_test(numbers_stay),
        cmocka_unit_test(classes_have_the_names_of_the_report),
        cmocka_unit_test(unknown_numbers_have_answers),
    };
    return cmocka_run_group_tests_name("base/result", tests, NULL, NULL);
}
