/* SPDX-License-Identifier: MIT */
/* What the setters refuse. What is done with a name: test_exchange. */
#include "fixture.h"

static void names(void **state) {
    (void)state;
    static char octets[256];
    smtp_result (*const setters[])(smtp_session *, const char *, size_t) = {smtp_session_set_external,
                                                                            smtp_session_set_anonymous};
    memset(octets, 'x', sizeof octets);
    for (size_t i = 0; i < 2; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR};
        smtp_session *s = new_session(&setup);
        assert_int_equal(setters[i](NULL, "a", SMTP_Z), SMTP_E_ARGUMENT);
        assert_int_equal(setters[i](s, NULL, 0), SMTP_E_ARGUMENT);
        assert_int_equal(setters[i](s, "a\n", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
        assert_int_equal(setters[i](s, "", 0), SMTP_OK);
        assert_int_equal(setters[i](s, octets, 255), SMTP_OK);
        assert_int_equal(setters[i](s, octets, 256), i == 0 ? SMTP_OK : SMTP_E_USER);
        (void)smtp_session_wants(s);
        assert_int_equal(setters[i](s, "a", SMTP_Z), SMTP_E_STATE);
        smtp_session_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests_name("session/identity", tests, NULL, NULL);
}
