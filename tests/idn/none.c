/* SPDX-License-Identifier: MIT */
/* none.c - a library that was built without A-labels: make check-no-idn */
#include "support/test.h"

#include <smtp/mailbox.h>

static void check(const char *address, smtp_result wanted) {
    char out[SMTP_MAILBOX_BYTES] = "before";
    size_t length = 6;
    assert_int_equal(smtp_mailbox_check(address, SMTP_Z, NULL), SMTP_OK);
    assert_int_equal(smtp_mailbox_to_ascii(address, SMTP_Z, out, sizeof out, &length), wanted);
    assert_string_equal(out, wanted == SMTP_OK ? address : "before");
    assert_int_equal(length, strlen(out));
}

static void ascii_is_taken(void **state) {
    (void)state;
    check("a@x.test", SMTP_OK);
    check("a@xn--mnchen-3ya.test", SMTP_OK);
    check("a@[192.0.2.1]", SMTP_OK);
    check("müller@x.test", SMTP_OK);
}

static void other_letters_are_refused(void **state) {
    (void)state;
    check("a@münchen.test", SMTP_E_IDN);
    check("a@x.ü", SMTP_E_IDN);
    check("müller@MÜNCHEN.test", SMTP_E_IDN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_taken),
        cmocka_unit_test(other_letters_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
