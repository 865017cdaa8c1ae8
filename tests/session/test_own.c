/* SPDX-License-Identifier: MIT */
/* A mechanism of the caller's. */
#include "auth.h"

/* Answers "user", then the challenge doubled, then nothing. */
static smtp_result respond(void *context, uint32_t round, const uint8_t *challenge, size_t length, uint8_t *response,
                           size_t room, size_t *response_length) {
    (void)context;
    if (round > 1 || room < 2 * length) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    memcpy(response, round == 0 ? (const uint8_t *)"user" : challenge, round == 0 ? 4 : length);
    memcpy(response + length, challenge, length);
    *response_length = round == 0 ? 4 : 2 * length;
    return SMTP_OK;
}

static const smtp_own_mechanism later = {sizeof later, NULL, "X-OWN", 1, 0, respond};
static const smtp_own_mechanism at_once = {sizeof at_once, NULL, "X-OWN", 0, 1, respond};

static smtp_result log_in_later(smtp_session *session) {
    return smtp_session_set_own_mechanism(session, &later);
}

static smtp_result log_in_at_once(smtp_session *session) {
    return smtp_session_set_own_mechanism(session, &at_once);
}

static void whole_exchanges(void **state) {
    (void)state;
    check(with_login(log_in_later),
          OVER_TLS OFFERS("PLAIN x-own X-OWNER") "C:AUTH X-OWN\nS:334 \nC:dXNlcg==\n"
                                                 "S:334 QUJD\nC:QUJDQUJD\nS:235 ok\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    check(with_login(log_in_at_once), OVER_TLS OFFERS("X-OWN") "C:AUTH X-OWN dXNlcg==\nS:235 ok\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    check(with_login(log_in_at_once),
          OVER_TLS OFFERS("X-OWN") "C:AUTH X-OWN dXNlcg==\nS:334 QUJD\nC:QUJDQUJD\nS:334 \n"
                                   "C:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_CHALLENGE auth 501\n");
}

static void not_offered(void **state) {
    (void)state;
    check(with_login(log_in_later), OVER_TLS OFFERS("PLAIN X-OWNER") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_NO_MECHANISM auth 0\n");
}

static void in_clear(void **state) {
    (void)state;
    struct setup setup = with_login(log_in_later);
    setup.security = SMTP_SECURITY_CLEAR;
    check(setup, OFFERS("X-OWN") "C:QUIT\nS:221 bye\n!\n", EVENTS "failed E_CREDENTIALS_IN_CLEAR auth 0\n");
    setup.login = log_in_at_once;
    check(setup, OFFERS("X-OWN") "C:AUTH X-OWN dXNlcg==\nS:235 ok\n", EVENTS "authenticated\nready\n");
}

static void what_is_refused(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_own_mechanism nameless = later;
    nameless.name = "no name";
    smtp_session *s = new_session(&setup);
    assert_int_equal(smtp_session_set_own_mechanism(NULL, &later), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_own_mechanism(s, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_own_mechanism(s, &nameless), SMTP_E_MECHANISM);
    (void)smtp_session_wants(s);
    assert_int_equal(smtp_session_set_own_mechanism(s, &later), SMTP_E_STATE);
    smtp_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_exchanges),
        cmocka_unit_test(not_offered),
        cmocka_unit_test(in_clear),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests_name("session/own", tests, NULL, NULL);
}
