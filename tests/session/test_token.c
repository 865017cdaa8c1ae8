/* SPDX-License-Identifier: MIT */
/* What the setter refuses. What is done with a token: test_exchange. */
#include "fixture.h"

static void tokens(void **state) {
    (void)state;
    static char octets[65536];
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *s = new_session(&setup);
    memset(octets, 'x', sizeof octets);
    assert_int_equal(smtp_session_set_token(NULL, "a", SMTP_Z, "b", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_token(s, NULL, 0, "b", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_token(s, "", SMTP_Z, "b", SMTP_Z), SMTP_E_USER);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, "b c", SMTP_Z), SMTP_E_TOKEN);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, "b\r\n", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, "b", 2), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, octets, sizeof octets), SMTP_E_SECRET);
    assert_int_equal(smtp_session_set_token(s, octets, sizeof octets, "b", SMTP_Z), SMTP_E_USER);
    assert_int_equal(smtp_session_set_credentials(s, "a", SMTP_Z, octets, sizeof octets), SMTP_E_SECRET);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, octets, 8192), SMTP_OK);
    (void)smtp_session_wants(s);
    assert_int_equal(smtp_session_set_token(s, "a", SMTP_Z, "b", SMTP_Z), SMTP_E_STATE);
    smtp_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
    };
    return cmocka_run_group_tests_name("session/token", tests, NULL, NULL);
}
