/* SPDX-License-Identifier: MIT */
/* AUTH: which mechanism, in which steps, and that nothing of it can be read anywhere else. */
#include "fixture.h"

#include "support/scram_server.h"

#define OFFERS(mechanisms) "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH " mechanisms "\n"
#define EVENTS "greeting\ncapabilities\n"
#define OVER_TLS "T\n"
#define TLS_EVENTS "tls\n"

static void check(struct setup setup, const char *script, const char *events) {
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, events);
    end_mail(&fixture);
}

static struct setup over_tls(void) {
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .user = "alice", .secret = "secret"};
    return setup;
}

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
    struct scram_server server = {
        digest, "alice", "secret", TEST_NONCE, "%server", "c2FsdHNhbHQ=", "4096", "", "", "", "", ""};
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

struct log {
    char text[8192];
};

static void write_log(void *context, int32_t direction, const char *text, size_t length) {
    struct log *log = context;
    size_t used = strlen(log->text);
    assert_true(used + length + 4 < sizeof log->text);
    snprintf(log->text + used, sizeof log->text - used, "%c %.*s\n", (char)direction, (int)length, text);
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

static void secrets_that_do_not_fit(void **state) {
    (void)state;
    static char secret[9001];
    memset(secret, 'x', sizeof secret - 1);
    struct setup setup = {
        .security = SMTP_SECURITY_IMPLICIT_TLS, .user = "alice", .secret = secret, .send_bytes = 4096};
    check(setup, OVER_TLS OFFERS("PLAIN") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_BUFFER_TOO_SMALL auth 0\n");
}

#define TOKEN "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"

static smtp_result log_in_by_token(smtp_session *session) {
    return smtp_session_set_token(session, "a@x.test", SMTP_Z, TOKEN, SMTP_Z);
}

static smtp_result log_in_by_certificate(smtp_session *session) {
    return smtp_session_set_external(session, "", 0);
}

static smtp_result log_in_as_nobody(smtp_session *session) {
    return smtp_session_set_anonymous(session, "sirhc", SMTP_Z);
}

static struct setup with_login(smtp_result (*login)(smtp_session *session)) {
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .login = login};
    return setup;
}

/* The script with the initial response in base64, where it has "%s". */
static void check_initial(struct setup setup, const char *script, const char *initial, const char *events) {
    char whole[2048];
    snprintf(whole, sizeof whole, script, test_base64(initial));
    check(setup, whole, events);
}

static void tokens(void **state) {
    (void)state;
    check_initial(with_login(log_in_by_token),
                  OVER_TLS OFFERS("PLAIN XOAUTH2 OAUTHBEARER") "C:AUTH OAUTHBEARER %s\nS:235 ok\n",
                  "n,a=a@x.test,\001auth=Bearer " TOKEN "\001\001", TLS_EVENTS EVENTS "authenticated\nready\n");
    check_initial(with_login(log_in_by_token), OVER_TLS OFFERS("PLAIN XOAUTH2") "C:AUTH XOAUTH2 %s\nS:235 ok\n",
                  "user=a@x.test\001auth=Bearer " TOKEN "\001\001", TLS_EVENTS EVENTS "authenticated\nready\n");
    struct setup setup = with_login(log_in_by_token);
    check(setup, OVER_TLS OFFERS("PLAIN LOGIN CRAM-MD5") "C:QUIT\nS:221 bye\n!\n",
          TLS_EVENTS EVENTS "failed E_NO_MECHANISM auth 0\n");
    setup.security = SMTP_SECURITY_CLEAR;
    check(setup, OFFERS("XOAUTH2") "C:QUIT\nS:221 bye\n!\n", EVENTS "failed E_CREDENTIALS_IN_CLEAR auth 0\n");
}

/* The refusal comes after the challenge was answered, and has its words behind its own. */
static void check_explanation(const char *mechanism, const char *initial, const char *dummy) {
    struct log log = {""};
    struct setup setup = with_login(log_in_by_token);
    char script[2048];
    char events[512];
    const smtp_event *event;
    size_t used;
    setup.trace = write_log;
    setup.trace_context = &log;
    snprintf(script, sizeof script,
             "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH %s\nC:AUTH %s %s\nS:334 %s\nC:%s\n", mechanism,
             mechanism, test_base64(initial),
             test_base64("{\"status\":\"401\",\r\n\"token\":\"" TOKEN "\",\"scope\":\"mail\"}"), dummy);
    smtp_session *session = new_session(&setup);
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    char reply[512];
    int length = snprintf(reply, sizeof reply, "535 5.7.8 not %s\r\n", test_base64(initial));
    assert_int_equal(smtp_session_feed(session, reply, (size_t)length, &used), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_E_AUTH_REFUSED);
    assert_int_equal(smtp_event_code(event), 535);
    const char *text = smtp_event_text(event, &used);
    assert_int_equal(used, strlen(text));
    assert_null(strstr(text, "ya29"));
    assert_null(strstr(text, "ZGF2aXN0YS")); /* of the middle of the token */
    assert_memory_equal(text, "5.7.8 not ", 10);
    const char *json = strchr(text, '\n');
    assert_non_null(json);
    assert_memory_equal(json, "\n{\"status\":\"401\",  \"token\":\"*****", 33);
    assert_non_null(strstr(json, "*\",\"scope\":\"mail\"}"));
    assert_null(strstr(log.text, "ya29"));
    smtp_session_free(session);
}

static void what_the_server_explains(void **state) {
    (void)state;
    check_explanation("XOAUTH2", "user=a@x.test\001auth=Bearer " TOKEN "\001\001", "");
    check_explanation("OAUTHBEARER", "n,a=a@x.test,\001auth=Bearer " TOKEN "\001\001", "AQ==");
}

/* In base64 at each of three offsets, and plain: of the token itself nothing more than two octets is left. */
static void a_token_that_is_repeated(void **state) {
    (void)state;
    for (size_t before = 0; before < 6; before++) {
        struct setup setup = with_login(log_in_by_token);
        char events[512];
        char raw[128] = "";
        char reply[512];
        const smtp_event *event;
        size_t used;
        memset(raw, 'x', before);
        strcat(raw, TOKEN "yy");
        const char *encoded = test_base64(raw);
        size_t first = (before + 4) / 3 * 4 + 4; /* where a whole group of it has begun */
        smtp_session *session = new_session(&setup);
        dialogue_run(session, NULL, OVER_TLS, 0, events, sizeof events);
        snprintf(reply, sizeof reply, "554 %s %s\r\n", encoded, TOKEN);
        assert_int_equal(smtp_session_feed(session, reply, strlen(reply), &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        const char *text = smtp_event_text(event, NULL);
        assert_int_equal(text[first], '*');
        assert_int_equal(strspn(text + first, "*"), strlen(encoded) - first);
        assert_null(strstr(text, "ya29"));
        smtp_session_free(session);
    }
}

/* 8 KiB, which no command line holds. */
static void a_long_token(void **state) {
    (void)state;
    static char token[8193];
    static char script[16384];
    memset(token, 't', sizeof token - 1);
    smtp_session *session;
    struct test_allocator allocator;
    char events[512];
    test_allocator_init(&allocator);
    assert_int_equal(smtp_session_new(&allocator.table, 32768, 1024, &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_token(session, "me", SMTP_Z, token, SMTP_Z), SMTP_OK);
    char raw[8300];
    snprintf(raw, sizeof raw, "user=me\001auth=Bearer %s\001\001", token);
    snprintf(script, sizeof script, OVER_TLS OFFERS("XOAUTH2") "C:AUTH XOAUTH2\nS:334 \nC:%s\nS:235 ok\n",
             test_base64(raw));
    dialogue_run(session, NULL, script, 0, events, sizeof events);
    assert_string_equal(events, TLS_EVENTS EVENTS "authenticated\nready\n");
    smtp_session_free(session);
    assert_int_equal(allocator.live, 0);
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
    struct test_digests digests;
    setup = with_digests(&digests);
    setup.auth_fallback = true;
    setup.security = SMTP_SECURITY_CLEAR;
    setup.plaintext_auth = true;
    check(setup, OFFERS("CRAM-MD5 PLAIN") "C:AUTH CRAM-MD5\nS:535 no\nC:QUIT\nS:221 bye\n!\n",
          EVENTS "failed E_AUTH_REFUSED auth 535\n");
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
        cmocka_unit_test(cram_md5),
        cmocka_unit_test(scram_with_each_hash_function),
        cmocka_unit_test(a_server_that_does_not_know_the_password),
        cmocka_unit_test(success_too_early),
        cmocka_unit_test(bad_first_messages_of_a_scram_server),
        cmocka_unit_test(without_tls),
        cmocka_unit_test(a_hash_function_that_is_missing_is_not_needed),
        cmocka_unit_test(a_send_buffer_to_compute_in),
        cmocka_unit_test(nothing_of_it_stands_in_the_trace),
        cmocka_unit_test(nothing_of_it_stands_in_any_reply),
        cmocka_unit_test(a_broken_reply_says_it_no_more),
        cmocka_unit_test(a_challenge_that_looks_like_the_secret_is_answered),
        cmocka_unit_test(nothing_of_it_stays_in_memory),
        cmocka_unit_test(secrets_that_do_not_fit),
        cmocka_unit_test(tokens),
        cmocka_unit_test(what_the_server_explains),
        cmocka_unit_test(a_token_that_is_repeated),
        cmocka_unit_test(a_long_token),
        cmocka_unit_test(without_a_secret),
        cmocka_unit_test(another_mechanism_after_535),
    };
    return cmocka_run_group_tests_name("session/exchange", tests, NULL, NULL);
}
