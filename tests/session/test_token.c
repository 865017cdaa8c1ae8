/* SPDX-License-Identifier: MIT */
/* Tokens: what the setter refuses, what is said, and what nobody sees. */
#include "auth.h"

#include <stdalign.h>

static void what_is_refused(void **state) {
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

#define TOKEN "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"

static smtp_result log_in_by_token(smtp_session *session) {
    return smtp_session_set_token(session, "a@x.test", SMTP_Z, TOKEN, SMTP_Z);
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

/* A token that only begins in what is kept of an explanation; and nothing of it stays in the session's memory. */
static void a_token_where_an_explanation_is_cut(void **state) {
    (void)state;
    static alignas(max_align_t) uint8_t memory[SMTP_SESSION_BYTES + 4096 + 2048];
    char json[1024];
    for (int before = 450; before < 520; before++) {
        char script[4096];
        char events[512];
        const smtp_event *event;
        smtp_session *session;
        size_t used;
        snprintf(json, sizeof json, "{\"scope\":\"%0*d\",\"token\":\"" TOKEN "\"}", before, 0);
        assert_int_equal(smtp_session_init(memory, sizeof memory, 4096, 2048, &session), SMTP_OK);
        assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
        assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
        assert_int_equal(log_in_by_token(session), SMTP_OK);
        snprintf(script, sizeof script, OVER_TLS OFFERS("XOAUTH2") "C:AUTH XOAUTH2 %s\nS:334 %s\nC:\n",
                 test_base64("user=a@x.test\001auth=Bearer " TOKEN "\001\001"), test_base64(json));
        dialogue_run(session, NULL, script, 0, events, sizeof events);
        assert_int_equal(smtp_session_feed(session, "535 no\r\n", 8, &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        const char *text = smtp_event_text(event, &used);
        assert_int_equal(used, 515);
        assert_null(strstr(text, "ya29"));
        assert_memory_equal(text, "no\n{\"scope\":", 12);
        smtp_session_fini(session);
        for (size_t i = 0; i + 8 <= sizeof memory; i++) {
            assert_memory_not_equal(memory + i, "ya29.vF9", 8);
            assert_memory_not_equal(memory + i, "Nvb3RlckB", 8);
        }
    }
}

/* A line that is too long ends in the middle of it, whether all of that has room or not. */
static void a_token_in_a_line_that_is_too_long(void **state) {
    (void)state;
    static char token[5001];
    static char reply[5100];
    static const size_t rooms[] = {100, 4096, 8192};
    for (size_t i = 0; i < sizeof token - 1; i++) {
        token[i] = "qwertzuiopasdfghjklyxcvbnm"[i * i % 26];
    }
    size_t length = (size_t)snprintf(reply, sizeof reply, "535 no %s", token);
    for (size_t i = 0; i < 6; i++) {
        struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .send_bytes = 32768, .reply_bytes = rooms[i / 2]};
        char events[512];
        const smtp_event *event;
        size_t used;
        smtp_session *session = new_session(&setup);
        assert_int_equal(smtp_session_set_token(session, "me", SMTP_Z, token, SMTP_Z), SMTP_OK);
        dialogue_run(session, NULL, OVER_TLS, 0, events, sizeof events);
        reply[3] = i % 2 == 0 ? ' ' : '5';
        assert_int_equal(smtp_session_feed(session, reply, length, &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_result(event), SMTP_E_REPLY_TOO_LONG);
        assert_null(strstr(smtp_event_text(event, &used), "qw"));
        assert_true(used > 90);
        smtp_session_free(session);
    }
}

/* The connection ends in the middle of it. */
static void a_token_in_a_line_that_ends_too_early(void **state) {
    (void)state;
    struct setup setup = with_login(log_in_by_token);
    char events[512];
    const smtp_event *event;
    size_t used;
    smtp_session *session = new_session(&setup);
    dialogue_run(session, NULL, OVER_TLS, 0, events, sizeof events);
    assert_int_equal(smtp_session_feed(session, "554 bad ya29.vF9dft4", 20, &used), SMTP_OK);
    assert_int_equal(smtp_session_fail(session, SMTP_E_END_OF_STREAM), SMTP_OK);
    assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
    assert_string_equal(smtp_event_text(event, &used), "bad ************");
    smtp_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(tokens),
        cmocka_unit_test(what_the_server_explains),
        cmocka_unit_test(a_token_that_is_repeated),
        cmocka_unit_test(a_token_where_an_explanation_is_cut),
        cmocka_unit_test(a_token_in_a_line_that_is_too_long),
        cmocka_unit_test(a_token_in_a_line_that_ends_too_early),
        cmocka_unit_test(a_long_token),
    };
    return cmocka_run_group_tests_name("session/token", tests, NULL, NULL);
}
