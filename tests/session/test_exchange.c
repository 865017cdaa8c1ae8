/* SPDX-License-Identifier: MIT */
/* AUTH: which mechanism, in which steps, and that nothing of it can be read anywhere else. */
#include "auth.h"

/* RFC 4616 s4, RFC 4954 s4.1 */
static void plain_in_one_step(void **state) {
    (void)state;
    check(over_tls(), OVER_TLS OFFERS("LOGIN PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
}

static void login_in_three_steps_whatever_the_prompts_say(void **state) {
    (void)state;
    check(over_tls(),
          OVER_TLS OFFERS("LOGIN") "C:AUTH LOGIN\nS:334 UGFzc3dvcmQ6\nC:YWxpY2U=\nS:334 \nC:c2VjcmV0\nS:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
}

static void only_what_the_caller_allows(void **state) {
    (void)state;
    struct setup setup = over_tls();
    setup.mechanisms = SMTP_MECHANISM_LOGIN;
    check(setup, OVER_TLS OFFERS("PLAIN") "C:QUIT\nS:221 bye\n!\n", TLS_EVENTS EVENTS "failed E_NO_MECHANISM auth 0\n");
}

static void held_back_in_clear(void **state) {
    (void)state;
    struct setup setup = over_tls();
    setup.security = SMTP_SECURITY_CLEAR;
    check(setup, OFFERS("PLAIN LOGIN") "C:QUIT\nS:221 bye\n!\n", EVENTS "failed E_CREDENTIALS_IN_CLEAR auth 0\n");
    setup.plaintext_auth = true;
    check(setup, OFFERS("PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:235 welcome\n",
          EVENTS "authenticated\nready\n");
}

static void not_offered_is_an_error_and_not_a_mail_without(void **state) {
    (void)state;
    check(over_tls(), OVER_TLS "S:220 hi\nC:EHLO me.test\nS:250 x.test\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_NOT_OFFERED ehlo 0\n");
}

/* What is offered before TLS counts for nothing after it. */
static void only_the_list_from_inside_tls(void **state) {
    (void)state;
    struct setup setup = over_tls();
    setup.security = SMTP_SECURITY_STARTTLS_REQUIRED;
    check(setup,
          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-AUTH PLAIN\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\n"
          "C:EHLO me.test\nS:250-x.test\nS:250 AUTH LOGIN\nC:AUTH LOGIN\nS:334 \nC:YWxpY2U=\nS:334 \nC:c2VjcmV0\n"
          "S:235 welcome\n",
          "greeting\ncapabilities\ntls\ncapabilities\nauthenticated\nready\n");
}

static void refusals(void **state) {
    (void)state;
    check(over_tls(),
          OVER_TLS OFFERS("PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:535 no\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_REFUSED auth 535\n");
    check(over_tls(), OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:454 later\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_TRANSIENT auth 454\n");
}

/* RFC 4954 s4: 504; each mechanism is tried once. */
static void another_mechanism_where_the_server_does_not_know_this_one(void **state) {
    (void)state;
    check(over_tls(),
          OVER_TLS OFFERS(
              "PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:504 what\nC:AUTH LOGIN\nS:334 \nC:YWxpY2U=\n"
                             "S:334 \nC:c2VjcmV0\nS:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
    check(over_tls(),
          OVER_TLS OFFERS(
              "PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:504 what\nC:AUTH LOGIN\nS:504 what\nC:QUIT\n"
                             "S:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_REFUSED auth 504\n");
}

static void challenges_that_cannot_be_answered_are_given_up(void **state) {
    (void)state;
    const char *events = TLS_EVENTS EVENTS "failed E_AUTH_CHALLENGE auth 501\n";
    check(over_tls(),
          OVER_TLS OFFERS("LOGIN") "C:AUTH LOGIN\nS:334 ?not base64?\nC:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n", events);
    check(
        over_tls(),
        OVER_TLS OFFERS("LOGIN") "C:AUTH LOGIN\nS:334 \nC:YWxpY2U=\nS:334 \nC:c2VjcmV0\nS:334 \nC:*\nS:501 ok\nC:QUIT\n"
                                 "S:221 bye\n!\n",
        events);
    check(over_tls(),
          OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:334 \nC:*\nS:501 ok\nC:QUIT\nS:221 bye\n!\n",
          events);
    check(over_tls(), OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:334 \nC:*\nS:235 welcome\n!\n",
          TLS_EVENTS EVENTS "failed E_REPLY_CODE auth 235\n");
}

/* RFC 5321 s4.5.3.1.4: what makes the command line too long waits for the server's empty challenge. */
static void a_long_initial_response_goes_by_itself(void **state) {
    (void)state;
    char secret[401];
    memset(secret, 'x', 400);
    secret[400] = '\0';
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .user = "alic", .secret = secret};
    char script[2048] = OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN\nS:334 \nC:AGFsaWMA";
    for (int i = 0; i < 133; i++) {
        strcat(script, "eHh4");
    }
    strcat(script, "eA==\nS:235 welcome\n");
    check(setup, script, TLS_EVENTS EVENTS "authenticated\nready\n");
}

static void run(struct setup *setup, const char *script, char *texts, size_t size) {
    struct fixture_mail fixture;
    char events[2048];
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(setup);
    dialogue_run(session, &fixture.mail, script, 0, events, sizeof events);
    snprintf(texts, size, "%s", events);
    smtp_session_free(session);
    end_mail(&fixture);
}

/* P12, with a server that repeats what it was sent. */
static void nothing_of_it_stands_in_the_trace(void **state) {
    (void)state;
    struct log log = {""};
    char events[2048];
    struct setup setup = over_tls();
    setup.trace = write_log;
    setup.trace_context = &log;
    run(&setup,
        OVER_TLS OFFERS(
            "PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:504-what is AUTH PLAIN AGFsaWNlAHNlY3JldA==\n"
                           "S:504 you said secret\nC:AUTH LOGIN\nS:334 \nC:YWxpY2U=\nS:334 \nC:c2VjcmV0\n"
                           "S:535 not c2VjcmV0, not secret\nC:QUIT\nS:221 bye, secret\n!\n",
        events, sizeof events);
    assert_null(strstr(log.text, "AGFsaWNlAHNlY3JldA=="));
    assert_null(strstr(log.text, "c2VjcmV0"));
    assert_null(strstr(log.text, "secret"));
    assert_non_null(strstr(log.text, "> AUTH PLAIN [hidden]\n"));
    assert_non_null(strstr(log.text, "> [hidden]\n"));
    assert_non_null(strstr(log.text, "< 535 not ********, not ******\n"));
}

/* What is hidden from people must still be read: "Password:" in base64 begins as this password does. */
static void a_challenge_that_looks_like_the_secret_is_answered(void **state) {
    (void)state;
    struct setup setup = over_tls();
    setup.secret = "Password1";
    check(setup,
          OVER_TLS OFFERS("LOGIN") "C:AUTH LOGIN\nS:334 VXNlcm5hbWU6\nC:YWxpY2U=\nS:334 UGFzc3dvcmQ6\nC:UGFzc3dvcmQx\n"
                                   "S:235 welcome\n",
          TLS_EVENTS EVENTS "authenticated\nready\n");
}

static void a_broken_reply_says_it_no_more(void **state) {
    (void)state;
    struct setup setup = over_tls();
    char events[512];
    const smtp_event *event;
    size_t used;
    smtp_session *session = new_session(&setup);
    dialogue_run(session, NULL, OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", 0, events,
                 sizeof events);
    static const char reply[] = "535-first secret\r\n535 AGFsaWNlAHNlY3JldA== secret\0";
    assert_int_equal(smtp_session_feed(session, reply, sizeof reply - 1, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_SYNTAX);
    assert_null(strstr(smtp_event_text(event, NULL), "secret"));
    assert_null(strstr(smtp_event_text(event, NULL), "AGFsaWNl"));
    assert_non_null(strstr(smtp_event_text(event, NULL), "first"));
    smtp_session_free(session);
}

/* Whatever the server makes of it, and whenever: the reply says it no more. */
static void nothing_of_it_stands_in_any_reply(void **state) {
    (void)state;
    static const char *const replies[] = {
        "535 <AGFsaWNlAHNlY3JldA==>",
        "535 AGFsaWNlAHNlY3Jl cut",
        "535 it is c2VjcmV0",
        "535 secret",
    };
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct setup setup = over_tls();
        char events[512];
        const smtp_event *event;
        size_t used;
        smtp_session *session = new_session(&setup);
        dialogue_run(session, NULL, OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", 0, events,
                     sizeof events);
        assert_int_equal(smtp_session_feed(session, replies[i], strlen(replies[i]), &used), SMTP_OK);
        assert_int_equal(smtp_session_fail(session, SMTP_E_END_OF_STREAM), SMTP_OK); /* without the line's end */
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_code(event), 535);
        const char *text = smtp_event_text(event, NULL);
        assert_null(strstr(text, "AGFsaWNl"));
        assert_null(strstr(text, "c2Vjcm"));
        assert_null(strstr(text, "secret"));
        assert_non_null(strstr(text, "**"));
        smtp_session_free(session);
    }
}

static bool contains(const void *memory, size_t size, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp((const char *)memory + i, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* P12: the session's memory holds neither the secret nor the line that carried it, once it was answered. */
static void nothing_of_it_stays_in_memory(void **state) {
    (void)state;
    enum { SEND = 4096, REPLY = 1024 };
    static _Alignas(max_align_t) uint8_t memory[SMTP_SESSION_BYTES + SEND + REPLY];
    struct fixture_mail fixture;
    char events[1024];
    smtp_session *session;
    make_mail(&fixture, 1, "hi\r\n");
    assert_int_equal(smtp_session_init(memory, sizeof memory, SEND, REPLY, &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_credentials(session, "alice", SMTP_Z, "secret", SMTP_Z), SMTP_OK);
    dialogue_run(session, &fixture.mail, OVER_TLS OFFERS("PLAIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", 0, events,
                 sizeof events);
    assert_true(contains(memory, sizeof memory, "AGFsaWNlAHNlY3JldA=="));
    assert_false(contains(memory, sizeof memory, "secret"));
    dialogue_run(session, &fixture.mail, "S:235 welcome\n", 0, events, sizeof events);
    assert_false(contains(memory, sizeof memory, "AGFsaWNlAHNlY3JldA=="));
    assert_false(contains(memory, sizeof memory, "secret"));
    smtp_session_fini(session);
    end_mail(&fixture);
}

/* Nor does a challenge that repeats it, once the session has ended. */
static void nor_do_challenges(void **state) {
    (void)state;
    enum { SEND = 4096, REPLY = 1024 };
    static _Alignas(max_align_t) uint8_t memory[SMTP_SESSION_BYTES + SEND + REPLY];
    char events[1024];
    char script[1024];
    smtp_session *session;
    assert_int_equal(smtp_session_init(memory, sizeof memory, SEND, REPLY, &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_credentials(session, "alice", SMTP_Z, "secret", SMTP_Z), SMTP_OK);
    snprintf(script, sizeof script,
             OVER_TLS OFFERS("LOGIN") "C:AUTH LOGIN\nS:334 %s\nC:YWxpY2U=\nS:334 %s\nC:c2VjcmV0\n",
             test_base64("Username:"), test_base64("Password, which was secret the last time:"));
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    assert_true(contains(memory, sizeof memory, "secret"));
    dialogue_run(session, NULL, "S:235 ok\n", 0, events, sizeof events);
    smtp_session_fini(session);
    assert_false(contains(memory, sizeof memory, "secret"));
}

static void secrets_that_do_not_fit(void **state) {
    (void)state;
    static char secret[9001];
    memset(secret, 'x', sizeof secret - 1);
    struct setup setup = {
        .security = SMTP_SECURITY_IMPLICIT_TLS, .user = "alice", .secret = secret, .send_bytes = 4096};
    check(setup, OVER_TLS OFFERS("PLAIN") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_BUFFER_TOO_SMALL auth 0\n");
}

/* U6: each mechanism once, and only where that was asked for. */
static void another_mechanism_after_535(void **state) {
    (void)state;
    struct setup setup = over_tls();
    setup.auth_fallback = true;
    check(setup,
          OVER_TLS OFFERS("PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:535 no\nC:AUTH LOGIN\nS:334 \n"
                                         "C:YWxpY2U=\nS:334 \nC:c2VjcmV0\nS:535 no\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_REFUSED auth 535\n");
    check(setup, OVER_TLS OFFERS("PLAIN LOGIN") "C:AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS:530 no\nC:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_AUTH_REFUSED auth 530\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_in_one_step),
        cmocka_unit_test(login_in_three_steps_whatever_the_prompts_say),
        cmocka_unit_test(only_what_the_caller_allows),
        cmocka_unit_test(held_back_in_clear),
        cmocka_unit_test(not_offered_is_an_error_and_not_a_mail_without),
        cmocka_unit_test(only_the_list_from_inside_tls),
        cmocka_unit_test(refusals),
        cmocka_unit_test(another_mechanism_where_the_server_does_not_know_this_one),
        cmocka_unit_test(challenges_that_cannot_be_answered_are_given_up),
        cmocka_unit_test(a_long_initial_response_goes_by_itself),
        cmocka_unit_test(nothing_of_it_stands_in_the_trace),
        cmocka_unit_test(nothing_of_it_stands_in_any_reply),
        cmocka_unit_test(a_broken_reply_says_it_no_more),
        cmocka_unit_test(a_challenge_that_looks_like_the_secret_is_answered),
        cmocka_unit_test(nothing_of_it_stays_in_memory),
        cmocka_unit_test(nor_do_challenges),
        cmocka_unit_test(secrets_that_do_not_fit),
        cmocka_unit_test(another_mechanism_after_535),
    };
    return cmocka_run_group_tests_name("session/exchange", tests, NULL, NULL);
}
