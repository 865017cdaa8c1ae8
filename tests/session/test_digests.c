/* SPDX-License-Identifier: MIT */
/* The table of hash functions and the session, and the mechanisms that compute with it. */
#include "auth.h"

static void tables_that_are_not_whole(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    for (int missing = 0; missing < 5; missing++) {
        test_digests_init(&digests);
        digests.table.struct_size -= missing == 0;
        digests.table.begin = missing == 1 ? NULL : digests.table.begin;
        digests.table.update = missing == 2 ? NULL : digests.table.update;
        digests.table.finish = missing == 3 ? NULL : digests.table.finish;
        digests.table.end = missing == 4 ? NULL : digests.table.end;
        assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_ARGUMENT);
    }
    test_digests_init(&digests);
    assert_int_equal(smtp_session_set_digests(NULL, &digests.table, test_random, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, NULL, test_random, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_OK);
    (void)smtp_session_wants(session);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_STATE);
    smtp_session_free(session);
}

static void out_of_memory(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    for (long n = 1; n <= 4; n++) {
        struct test_digests digests;
        test_digests_init(&digests);
        digests.fail_at = n;
        assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_NO_MEMORY);
        assert_int_equal(digests.live, 0);
    }
    smtp_session_free(session);
}

static struct setup with_digests(struct test_digests *digests) {
    struct setup setup = over_tls();
    test_digests_init(digests);
    setup.digests = digests;
    return setup;
}

/* RFC 2195 s2 */
static void cram_md5(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = with_digests(&digests);
    setup.user = "tim";
    setup.secret = "tanstaaftanstaaf";
    check(setup,
          OVER_TLS OFFERS("LOGIN CRAM-MD5 PLAIN") "C:AUTH CRAM-MD5\n"
                                                  "S:334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\n"
                                                  "C:dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\n"
                                                  "S:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    assert_int_equal(digests.live, 0);
}

static const char *const scram_names[] = {"", "", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"};

/* What alice and the server say. */
static struct scram_server scram(int32_t digest) {
    struct scram_server server = {.digest = digest,
                                  .user = "alice",
                                  .password = "secret",
                                  .client_nonce = TEST_NONCE,
                                  .server_nonce = "%server",
                                  .salt = "c2FsdHNhbHQ=",
                                  .iterations = "4096",
                                  .extensions = "",
                                  .header = "n,,"};
    scram_server_play(&server);
    return server;
}

/* The exchange of AUTH up to the server's last challenge, and then `end`. */
static void check_scram(struct setup setup, const struct scram_server *server, const char *last, const char *end,
                        const char *events) {
    char script[4096];
    char all_events[256];
    const char *name = scram_names[server->digest];
    snprintf(script, sizeof script,
             "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH PLAIN %s LOGIN\nC:AUTH %s %s\nS:334 %s\nC:%s\n"
             "S:334 %s\n%s",
             name, name, test_base64(server->client_first), test_base64(server->server_first),
             test_base64(server->client_final), test_base64(last), end);
    snprintf(all_events, sizeof all_events, TLS_EVENTS EVENTS "%s", events);
    check(setup, script, all_events);
}

static void scram_with_each_hash_function(void **state) {
    (void)state;
    for (int32_t digest = SMTP_DIGEST_SHA1; digest <= SMTP_DIGEST_SHA512; digest++) {
        struct test_digests digests;
        struct scram_server server = scram(digest);
        check_scram(with_digests(&digests), &server, server.server_final, "C:\nS:235 welcome\n",
                    "authenticated\nready\n");
        assert_int_equal(digests.live, 0);
    }
}

static void a_server_that_does_not_know_the_password(void **state) {
    (void)state;
    struct test_digests digests;
    struct scram_server server = scram(SMTP_DIGEST_SHA256);
    check_scram(with_digests(&digests), &server,
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "C:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n",
                "failed E_AUTH_SERVER auth 501\n");
    check_scram(with_digests(&digests), &server, "what", "C:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n",
                "failed E_AUTH_CHALLENGE auth 501\n");
    check_scram(with_digests(&digests), &server, "e=other-error", "C:\nS:235 welcome\nC:QUIT\nS:221 bye\n!\n",
                "failed E_AUTH_SERVER auth 235\n");
    check_scram(with_digests(&digests), &server, "e=invalid-proof", "C:\nS:535 no\nC:QUIT\nS:221 bye\n!\n",
                "failed E_AUTH_REFUSED auth 535\n");
    check_scram(with_digests(&digests), &server, server.server_final,
                "C:\nS:334 \nC:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n", "failed E_AUTH_CHALLENGE auth 501\n");
}

/* P11: 235 counts for nothing before the server has proved itself. */
static void success_too_early(void **state) {
    (void)state;
    static const char end[] = "S:235 welcome\nC:QUIT\nS:221 bye\n!\n";
    struct test_digests digests;
    struct scram_server server = scram(SMTP_DIGEST_SHA1);
    struct setup setup = with_digests(&digests);
    char script[2048];
    char first[512];
    snprintf(first, sizeof first, OVER_TLS OFFERS("SCRAM-SHA-1") "C:AUTH SCRAM-SHA-1 %s\n",
             test_base64(server.client_first));
    snprintf(script, sizeof script, "%s%s", first, end);
    check(setup, script, TLS_EVENTS EVENTS "failed E_AUTH_SERVER auth 235\n");
    snprintf(script, sizeof script, "%sS:334 %s\nC:%s\n%s", first, test_base64(server.server_first),
             test_base64(server.client_final), end);
    check(setup, script, TLS_EVENTS EVENTS "failed E_AUTH_SERVER auth 235\n");
}

static void bad_first_messages_of_a_scram_server(void **state) {
    (void)state;
    static const char *const messages[] = {"", "r=" TEST_NONCE ",s=QUJD,i=4096", "r=" TEST_NONCE "x,s=QUJD,i=4095",
                                           "r=" TEST_NONCE "x,s=QUJD,i=4294971392", "e=unknown-user"};
    struct test_digests digests;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        char script[1024];
        snprintf(
            script, sizeof script,
            OVER_TLS OFFERS("SCRAM-SHA-1") "C:AUTH SCRAM-SHA-1 %s\nS:334 %s\nC:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n",
            test_base64("n,,n=alice,r=" TEST_NONCE), test_base64(messages[i]));
        check(with_digests(&digests), script, TLS_EVENTS EVENTS "failed E_AUTH_CHALLENGE auth 501\n");
    }
}

/* The stronger ones need no TLS; what they hide is not shown after them. */
static void without_tls(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = with_digests(&digests);
    setup.security = SMTP_SECURITY_CLEAR;
    setup.plaintext_auth = true;
    check(setup, OFFERS("CRAM-MD5 PLAIN") "C:AUTH CRAM-MD5\nS:504 no\nC:QUIT\nS:221 bye\n!\n",
          EVENTS "failed E_AUTH_REFUSED auth 504\n");
    setup.plaintext_auth = false;
    setup.user = "tim";
    setup.secret = "tanstaaftanstaaf";
    check(setup,
          OFFERS("CRAM-MD5 PLAIN") "C:AUTH CRAM-MD5\nS:334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\n"
                                   "C:dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS:235 welcome\n",
          EVENTS "authenticated\nready\n");
}

static void a_hash_function_that_is_missing_is_not_needed(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = with_digests(&digests);
    digests.missing = SMTP_DIGEST_MD5;
    check(setup, OVER_TLS OFFERS("CRAM-MD5 PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
}

/* 832 octets to compute in, and the message before them. */
static void a_send_buffer_to_compute_in(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = with_digests(&digests);
    setup.send_bytes = 800;
    check(setup, OVER_TLS OFFERS("SCRAM-SHA-512") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_BUFFER_TOO_SMALL auth 0\n");
    struct scram_server server = scram(SMTP_DIGEST_SHA512);
    setup = with_digests(&digests);
    setup.send_bytes = 1024;
    check_scram(setup, &server, server.server_final, "C:\nS:235 welcome\n", "authenticated\nready\n");
}

/* U6: not even where that was asked for. */
static void nothing_in_clear_after_535(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = with_digests(&digests);
    setup.auth_fallback = true;
    setup.security = SMTP_SECURITY_CLEAR;
    setup.plaintext_auth = true;
    check(setup, OFFERS("CRAM-MD5 PLAIN") "C:AUTH CRAM-MD5\nS:535 no\nC:QUIT\nS:221 bye\n!\n",
          EVENTS "failed E_AUTH_REFUSED auth 535\n");
}

static bool contains(const uint8_t *memory, size_t size, const void *bytes, size_t length) {
    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp(memory + i, bytes, length) == 0) {
            return true;
        }
    }
    return false;
}

/* P12: who has SaltedPassword needs no password. */
static void nothing_derived_stays_in_memory(void **state) {
    (void)state;
    enum { SEND = 2048, REPLY = 1024 };
    static _Alignas(max_align_t) uint8_t memory[SMTP_SESSION_BYTES + SEND + REPLY];
    struct test_digests digests;
    struct scram_server server = scram(SMTP_DIGEST_SHA256);
    char script[2048];
    char events[512];
    smtp_session *session;
    test_digests_init(&digests);
    assert_int_equal(smtp_session_init(memory, sizeof memory, SEND, REPLY, &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_credentials(session, "alice", SMTP_Z, "secret", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_OK);
    snprintf(script, sizeof script, OVER_TLS OFFERS("SCRAM-SHA-256") "C:AUTH SCRAM-SHA-256 %s\nS:334 %s\nC:%s\n",
             test_base64(server.client_first), test_base64(server.server_first), test_base64(server.client_final));
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    assert_false(contains(memory, sizeof memory, server.salted, 32));
    assert_false(contains(memory, sizeof memory, "secret", 6));
    smtp_session_fini(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_that_are_not_whole),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(cram_md5),
        cmocka_unit_test(scram_with_each_hash_function),
        cmocka_unit_test(a_server_that_does_not_know_the_password),
        cmocka_unit_test(success_too_early),
        cmocka_unit_test(bad_first_messages_of_a_scram_server),
        cmocka_unit_test(without_tls),
        cmocka_unit_test(a_hash_function_that_is_missing_is_not_needed),
        cmocka_unit_test(a_send_buffer_to_compute_in),
        cmocka_unit_test(nothing_in_clear_after_535),
        cmocka_unit_test(nothing_derived_stays_in_memory),
    };
    return cmocka_run_group_tests_name("session/digests", tests, NULL, NULL);
}
