/* SPDX-License-Identifier: MIT */
/* What the host knows of the TLS connection, and what SCRAM makes of it. */
#include "auth.h"

static const uint8_t data[] = {0, 1, 2, ',', 'x', 0xff};

static smtp_result bind_to_it(smtp_session *session) {
    return smtp_session_set_channel_binding(session, SMTP_CHANNEL_TLS_EXPORTER, data, sizeof data);
}

static struct setup bound(struct test_digests *digests) {
    struct setup setup = over_tls();
    test_digests_init(digests);
    setup.digests = digests;
    setup.login = bind_to_it;
    return setup;
}

static void what_is_no_binding(void **state) {
    (void)state;
    static const uint8_t most[SMTP_CHANNEL_BYTES + 1] = {0};
    struct setup setup = over_tls();
    smtp_session *session = new_session(&setup);
    assert_int_equal(smtp_session_set_channel_binding(NULL, 1, data, sizeof data), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 0, data, sizeof data), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 4, data, sizeof data), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, -1, data, sizeof data), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 1, NULL, sizeof data), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 1, data, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 1, most, sizeof most), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_channel_binding(session, 1, most, sizeof most - 1), SMTP_OK);
    smtp_session_free(session);
}

/* It is not known before the handshake, when the session has long begun. */
static void until_tls_is_done(void **state) {
    (void)state;
    struct setup setup = over_tls();
    smtp_session *session = new_session(&setup);
    assert_true((smtp_session_wants(session) & SMTP_WANT_TLS) != 0);
    assert_int_equal(bind_to_it(session), SMTP_OK);
    assert_int_equal(bind_to_it(session), SMTP_OK);
    assert_int_equal(smtp_session_tls_done(session), SMTP_OK);
    assert_int_equal(bind_to_it(session), SMTP_E_STATE);
    smtp_session_free(session);
}

/* In one way of many: SCRAM takes its time, and test_digests has them all. */
static void check_once(struct setup setup, const char *script, const char *expected) {
    char events[256];
    smtp_session *session = new_session(&setup);
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    assert_string_equal(events, expected);
    smtp_session_free(session);
}

/* The whole exchange with a server that knows its side; "offered" is the list of its mechanisms. */
static void check_scram(struct setup setup, const char *offered, const char *before, const char *name, int32_t digest,
                        const char *header) {
    char script[4096];
    struct scram_server server = {.digest = digest,
                                  .user = "alice",
                                  .password = "secret",
                                  .client_nonce = TEST_NONCE,
                                  .server_nonce = "%server",
                                  .salt = "c2FsdHNhbHQ=",
                                  .iterations = "4096",
                                  .extensions = "",
                                  .header = header,
                                  .data = header[0] == 'p' ? data : NULL,
                                  .data_length = sizeof data};
    scram_server_play(&server);
    snprintf(script, sizeof script,
             "%sS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH %s\n%sC:AUTH %s %s\nS:334 %s\nC:%s\nS:334 %s\nC:\n"
             "S:235 welcome\n",
             setup.security == SMTP_SECURITY_CLEAR ? "" : OVER_TLS, offered, before, name,
             test_base64(server.client_first), test_base64(server.server_first), test_base64(server.client_final),
             test_base64(server.server_final));
    check_once(setup, script,
               setup.security == SMTP_SECURITY_CLEAR ? EVENTS "authenticated\nready\n"
                                                     : TLS_EVENTS EVENTS "authenticated\nready\n");
}

static void bound_where_it_is_offered(void **state) {
    (void)state;
    struct test_digests digests;
    check_scram(bound(&digests), "SCRAM-SHA-512 SCRAM-SHA-512-PLUS", "", "SCRAM-SHA-512-PLUS", SMTP_DIGEST_SHA512,
                "p=tls-exporter,,");
    check_scram(bound(&digests), "SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "", "SCRAM-SHA-256-PLUS",
                SMTP_DIGEST_SHA256, "p=tls-exporter,,");
    check_scram(bound(&digests), "PLAIN SCRAM-SHA-1-PLUS SCRAM-SHA-1", "", "SCRAM-SHA-1-PLUS", SMTP_DIGEST_SHA1,
                "p=tls-exporter,,");
}

/* RFC 5802 s6: the server is told that somebody may have shortened its list. */
static void not_offered(void **state) {
    (void)state;
    struct test_digests digests;
    check_scram(bound(&digests), "SCRAM-SHA-256 PLAIN", "", "SCRAM-SHA-256", SMTP_DIGEST_SHA256, "y,,");
    struct setup setup = bound(&digests);
    setup.login = NULL;
    check_scram(setup, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "", "SCRAM-SHA-256", SMTP_DIGEST_SHA256, "n,,");
}

static void not_allowed(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = bound(&digests);
    setup.mechanisms = SMTP_MECHANISM_SCRAM_SHA_256;
    check_scram(setup, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "", "SCRAM-SHA-256", SMTP_DIGEST_SHA256, "n,,");
}

/* Whoever sits in between may refuse the bound form, but a server that has it refuses "y". */
static void refused_as_unknown(void **state) {
    (void)state;
    struct test_digests digests;
    char before[256];
    snprintf(before, sizeof before, "C:AUTH SCRAM-SHA-256-PLUS %s\nS:504 what\n",
             test_base64("p=tls-exporter,,n=alice,r=" TEST_NONCE));
    check_scram(bound(&digests), "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", before, "SCRAM-SHA-256", SMTP_DIGEST_SHA256,
                "y,,");
}

static void wrong_binding_is_the_end(void **state) {
    (void)state;
    struct test_digests digests;
    char script[1024];
    snprintf(
        script, sizeof script,
        OVER_TLS OFFERS("SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN") "C:AUTH SCRAM-SHA-256-PLUS %s\nS:535 no\nC:QUIT\n"
                                                                  "S:221 bye\n!\n",
        test_base64("p=tls-exporter,,n=alice,r=" TEST_NONCE));
    check(bound(&digests), script, TLS_EVENTS EVENTS "failed E_AUTH_REFUSED auth 535\n");
}

/* Without TLS there is no such channel, whatever the host says. */
static void forgotten_without_tls(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = bound(&digests);
    setup.security = SMTP_SECURITY_CLEAR;
    check_scram(setup, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "", "SCRAM-SHA-256", SMTP_DIGEST_SHA256, "n,,");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_binding),
        cmocka_unit_test(until_tls_is_done),
        cmocka_unit_test(bound_where_it_is_offered),
        cmocka_unit_test(not_offered),
        cmocka_unit_test(not_allowed),
        cmocka_unit_test(refused_as_unknown),
        cmocka_unit_test(wrong_binding_is_the_end),
        cmocka_unit_test(forgotten_without_tls),
    };
    return cmocka_run_group_tests_name("session/channel", tests, NULL, NULL);
}
