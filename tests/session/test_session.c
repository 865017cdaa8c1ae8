/* SPDX-License-Identifier: MIT */
/* Making a session and its settings. */
#include "fixture.h"

#include "support/guard.h"
#include <smtp/config.h>

static void memory_that_is_handed_in_is_checked(void **state) {
    (void)state;
    enum { SEND = 256, REPLY = 128 };
    smtp_session *session;
    size_t size = smtp_session_bytes(SEND, REPLY);
    size = (size + 7) / 8 * 8;
    assert_true(size <= SMTP_SESSION_BYTES + SEND + REPLY);
    uint8_t *memory = guard_room(size);
    assert_int_equal(smtp_session_init(memory, size, SEND, REPLY, &session), SMTP_OK);
    assert_int_equal(smtp_session_wants(session), SMTP_WANT_RECEIVE);
    smtp_session_fini(session);
    smtp_session_fini(NULL);
    smtp_session_free(NULL);
    assert_int_equal(smtp_session_init(memory, smtp_session_bytes(SEND, REPLY) - 1, SEND, REPLY, &session),
                     SMTP_E_MEMORY_SIZE);
    assert_null(session);
    assert_int_equal(smtp_session_init(memory + 1, size - 1, 64, 64, &session), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_session_init(NULL, size, SEND, REPLY, &session), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_init(memory, size, SEND, REPLY, NULL), SMTP_E_ARGUMENT);
    guard_free(memory, size);
}

static void sizes_have_bounds(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_session *session;
    test_allocator_init(&a);
    static const size_t bad[][2] = {{63, 64}, {64, 63}, {(1 << 20) + 1, 64}, {64, 65536}, {0, 0}, {SIZE_MAX, SIZE_MAX}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_session_bytes(bad[i][0], bad[i][1]), 0);
        assert_int_equal(smtp_session_new(&a.table, bad[i][0], bad[i][1], &session), SMTP_E_ARGUMENT);
        assert_null(session);
    }
    assert_int_equal(smtp_session_new(NULL, 64, 64, &session), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_new(&a.table, 64, 64, NULL), SMTP_E_ARGUMENT);
    a.fail_at = 1;
    assert_int_equal(smtp_session_new(&a.table, 64, 64, &session), SMTP_E_NO_MEMORY);
    assert_null(session);
    a.table.struct_size = 1;
    assert_int_equal(smtp_session_new(&a.table, 64, 64, &session), SMTP_E_ARGUMENT);
    assert_int_equal(a.live, 0);
}

static void bad_settings_are_refused(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *s = new_session(&setup);
    char long_text[SMTP_CFG_SECRET + 2];
    memset(long_text, 'x', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    assert_int_equal(smtp_session_set_security(s, 3), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_security(s, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_security(NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_mechanisms(s, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_mechanisms(s, 1u << 31), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_pipelining(s, 3), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_pipelining(s, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_protocol(s, 2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_protocol(s, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_extensions(s, 1u << 31), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_helo(s, "a b", SMTP_Z), SMTP_E_HELO_NAME);
    assert_int_equal(smtp_session_set_helo(s, "a\r\nQUIT", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_helo(s, "a\0b", 3), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_credentials(s, "u", SMTP_Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_credentials(s, NULL, 0, "p", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_credentials(s, "", 0, "p", SMTP_Z), SMTP_E_USER);
    assert_int_equal(smtp_session_set_credentials(s, "u\0x", 3, "p", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_credentials(s, "u", SMTP_Z, "p\n", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_session_set_credentials(s, "u", SMTP_Z, long_text, SMTP_Z), SMTP_E_SECRET);
    assert_int_equal(smtp_session_set_credentials(s, long_text, SMTP_Z, "p", SMTP_Z), SMTP_E_USER);
    /* Nothing of it has stuck: the session goes on as it was. */
    struct fixture_mail fixture;
    char events[256];
    make_mail(&fixture, 1, "");
    dialogue_run(s, &fixture.mail, GREETED, 0, events, sizeof events);
    assert_string_equal(events, GREETED_EVENTS);
    smtp_session_free(s);
    end_mail(&fixture);
}

static void pending_and_events_start_a_session_too(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    const smtp_event *event;
    const uint8_t *data;
    size_t length;
    smtp_session *s = new_session(&setup);
    assert_int_equal(smtp_session_pending(s, &data, &length), SMTP_OK);
    assert_int_equal(smtp_session_set_security(s, SMTP_SECURITY_IMPLICIT_TLS), SMTP_E_STATE);
    smtp_session_free(s);
    s = new_session(&setup);
    assert_int_equal(smtp_session_next_event(s, &event), SMTP_PENDING);
    assert_int_equal(smtp_session_set_security(s, SMTP_SECURITY_IMPLICIT_TLS), SMTP_E_STATE);
    smtp_session_free(s);
}

static void settings_are_for_the_time_before(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *s = new_session(&setup);
    (void)smtp_session_wants(s);
    assert_int_equal(smtp_session_set_security(s, SMTP_SECURITY_CLEAR), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_helo(s, "a.test", SMTP_Z), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_credentials(s, "u", SMTP_Z, "p", SMTP_Z), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_mechanisms(s, SMTP_MECHANISM_PLAIN), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_plaintext_auth(s, 1), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_pipelining(s, SMTP_PIPELINING_OFF), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_protocol(s, SMTP_PROTOCOL_LMTP), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_chunking(s, 1), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_all_or_nothing(s, 1), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_extensions(s, 0), SMTP_E_STATE);
    assert_int_equal(smtp_session_set_extensions(NULL, 0), SMTP_E_ARGUMENT);
    smtp_session_free(s);
}

static void what_the_server_offered_can_be_asked(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    char events[256];
    smtp_session *s = new_session(&setup);
    make_mail(&fixture, 1, "");
    assert_int_equal(smtp_capabilities_extensions(smtp_session_capabilities(s)), 0);
    dialogue_run(s, &fixture.mail,
                 "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-SIZE 1234\nS:250-auth plain xoauth2\nS:250 smtputf8\n",
                 0, events, sizeof events);
    assert_int_equal(smtp_capabilities_extensions(smtp_session_capabilities(s)),
                     SMTP_EXT_SIZE | SMTP_EXT_AUTH | SMTP_EXT_SMTPUTF8);
    assert_int_equal(smtp_capabilities_size_limit(smtp_session_capabilities(s)), 1234);
    assert_int_equal(smtp_capabilities_mechanisms(smtp_session_capabilities(s)),
                     SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_XOAUTH2);
    assert_int_equal(smtp_capabilities_extensions(smtp_session_capabilities(NULL)), 0);
    assert_int_equal(smtp_capabilities_size_limit(smtp_session_capabilities(NULL)), 0);
    assert_int_equal(smtp_capabilities_mechanisms(smtp_session_capabilities(NULL)), 0);
    smtp_session_free(s);
    end_mail(&fixture);
}

static void what_is_not_to_be_used_counts_as_not_offered(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .withheld = SMTP_EXT_PIPELINING | SMTP_EXT_SIZE};
    struct fixture_mail fixture;
    char events[256];
    smtp_session *s = new_session(&setup);
    make_mail(&fixture, 1, "hi");
    assert_int_equal(smtp_source_measure(fixture.mail.source), SMTP_OK);
    dialogue_run(s, &fixture.mail,
                 "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250-8BITMIME\nS:250 SIZE 1\nM\n"
                 "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\n",
                 0, events, sizeof events);
    assert_int_equal(smtp_capabilities_extensions(smtp_session_capabilities(s)), SMTP_EXT_8BITMIME);
    smtp_session_free(s);
    end_mail(&fixture);
}

/* A small reply buffer must not lose what a server offers at the end of a long list. */
static void capabilities_count_though_their_text_is_cut(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .reply_bytes = 64};
    struct fixture_mail fixture;
    char events[256];
    smtp_session *s = new_session(&setup);
    make_mail(&fixture, 1, "");
    dialogue_run(
        s, &fixture.mail,
        "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-XFIRSTLONGKEYWORD ABCDEFGHIJKLMNOP\n"
        "S:250-XSECONDLONGKEYWORD ABCDEFGHIJKLMNOP\nS:250-XTHIRD ABCDEFGHIJKLMNOP\nS:250 AUTH LOGIN XOAUTH2 PLAIN\n",
        0, events, sizeof events);
    assert_int_equal(smtp_capabilities_extensions(smtp_session_capabilities(s)), SMTP_EXT_AUTH);
    assert_int_equal(smtp_capabilities_mechanisms(smtp_session_capabilities(s)),
                     SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_LOGIN | SMTP_MECHANISM_XOAUTH2);
    smtp_session_free(s);
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_is_handed_in_is_checked),
        cmocka_unit_test(sizes_have_bounds),
        cmocka_unit_test(bad_settings_are_refused),
        cmocka_unit_test(pending_and_events_start_a_session_too),
        cmocka_unit_test(settings_are_for_the_time_before),
        cmocka_unit_test(what_the_server_offered_can_be_asked),
        cmocka_unit_test(what_is_not_to_be_used_counts_as_not_offered),
        cmocka_unit_test(capabilities_count_though_their_text_is_cut),
    };
    return cmocka_run_group_tests_name("session/session", tests, NULL, NULL);
}
