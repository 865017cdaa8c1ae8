/* SPDX-License-Identifier: MIT */
/* Credentials without a secret. */
#include "auth.h"

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

static smtp_result log_in_by_certificate(smtp_session *session) {
    return smtp_session_set_external(session, "", 0);
}

static smtp_result log_in_as_nobody(smtp_session *session) {
    return smtp_session_set_anonymous(session, "sirhc", SMTP_Z);
}

static void without_a_secret(void **state) {
    (void)state;
    check(with_login(log_in_by_certificate), OVER_TLS OFFERS("PLAIN EXTERNAL") "C:AUTH EXTERNAL =\nS:235 ok\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    check(with_login(log_in_as_nobody), OVER_TLS OFFERS("ANONYMOUS EXTERNAL") "C:AUTH ANONYMOUS c2lyaGM=\nS:235 ok\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    check(with_login(log_in_as_nobody), OVER_TLS OFFERS("EXTERNAL PLAIN") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_NO_MECHANISM auth 0\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(without_a_secret),
    };
    return cmocka_run_group_tests_name("session/identity", tests, NULL, NULL);
}
