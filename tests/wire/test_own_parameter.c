/* SPDX-License-Identifier: MIT */
#include "asking.h"

static smtp_result add(const char *keyword, const char *value) {
    smtp_result result = smtp_envelope_add_parameter(envelope, keyword, SMTP_Z, value, SMTP_Z);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 1, keyword, SMTP_Z, value, SMTP_Z), result);
    return result;
}

static void parameters_of_ones_own(void **state) {
    (void)state;
    assert_int_equal(add("X-ONE", NULL), SMTP_OK);
    assert_int_equal(add("2", "!<>~,;"), SMTP_OK);
    assert_int_equal(add("x-one-more", ""), SMTP_OK);
    mail_is(MAIL " X-ONE 2=!<>~,; x-one-more");
    recipient_is(0, RCPT_A);
    recipient_is(1, RCPT_B " X-ONE 2=!<>~,; x-one-more");
    needs(0);
    static const char *const names[] = {
        "SIZE",      "body",        "SMTPUTF8",   "RET",    "ENVID", "Auth",      "BY", "HOLDFOR",
        "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS", "NOTIFY", "ORCPT", "x-One",     "2",  "",
        "-X",        "X_Y",         "X Y",        "X=Y",    "X\r\n", "X\xc3\xbc", "X:", ">"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(add(names[i], "1"), SMTP_E_PARAMETER);
    }
    static const char *const values[] = {"a b", "a=b", "a\r\nDATA", "\t", "\x7f", "\xc3\xbc", " "};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_int_equal(add("NEW", values[i]), SMTP_E_PARAMETER);
    }
    assert_int_equal(smtp_envelope_add_parameter(envelope, "X\0Y", 3, "1", 1), SMTP_E_PARAMETER);
    assert_int_equal(smtp_envelope_add_parameter(envelope, "NEW", 3, "\0", 1), SMTP_E_PARAMETER);
    assert_int_equal(add(NULL, "1"), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_parameter(NULL, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_recipient_parameter(NULL, 0, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 2, "X", 1, "1", 1), SMTP_E_ARGUMENT);
    mail_is(MAIL " X-ONE 2=!<>~,; x-one-more");
    recipient_is(1, RCPT_B " X-ONE 2=!<>~,; x-one-more");
}

static void there_is_a_most_of_ones_own(void **state) {
    (void)state;
    static char value[600];
    memset(value, 'v', sizeof value - 1);
    assert_int_equal(add("K", value), SMTP_E_PARAMETER);
    assert_int_equal(add(value, NULL), SMTP_E_PARAMETER);
    value[510] = '\0';
    assert_int_equal(add("K", value), SMTP_E_PARAMETER);
    value[509] = '\0';
    assert_int_equal(add("K", value), SMTP_OK);
    assert_int_equal(add("L", NULL), SMTP_E_PARAMETER);
    char line[700];
    snprintf(line, sizeof line, MAIL " K=%s", value);
    mail_is(line);
    smtp_envelope_clear(envelope);
    has_line("MAIL FROM:<>", write_mail, envelope, 0);
    for (char keyword[] = "a0"; keyword[0] <= 'z'; keyword[0]++) {
        for (keyword[1] = '0'; keyword[1] <= '9'; keyword[1]++) {
            assert_int_equal(smtp_envelope_add_parameter(envelope, keyword, 2, NULL, 0),
                             keyword[0] < 'r' ? SMTP_OK : SMTP_E_PARAMETER);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(parameters_of_ones_own),
        TEST(there_is_a_most_of_ones_own),
    };
    return cmocka_run_group_tests_name("wire/own_parameter", tests, NULL, NULL);
}
