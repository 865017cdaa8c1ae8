/* SPDX-License-Identifier: MIT */
/* Chunks of several mails in one piece: what has gone out is known to the octet. */
#include "fixture.h"

/* Two mails in one piece, of which so many octets have gone out. */
#define ONE "MAIL FROM:<me@x.test>\r\nRCPT TO:<a@x.test>\r\nBDAT 4 LAST\r\nhi\r\n"
static const char wire[] = ONE "RSET\r\n" ONE;
enum { WIRE = sizeof wire - 1, END_1 = sizeof ONE - 1 };

static smtp_session *sent_as_far_as(struct setup *setup, struct fixture_mail *fixture, size_t sent) {
    char events[1024];
    const uint8_t *data;
    size_t length;
    smtp_session *session = new_session(setup);
    dialogue_run(session, &fixture->mail, GREETED_CHUNKING, 0, events, sizeof events);
    for (int i = 0; i < 2; i++) {
        assert_true((smtp_session_wants(session) & SMTP_WANT_MAIL) != 0);
        assert_int_equal(smtp_source_rewind(fixture->mail.source), SMTP_OK);
        assert_int_equal(smtp_session_submit(session, fixture->envelope, fixture->mail.source), SMTP_OK);
    }
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(length, WIRE);
    assert_memory_equal(data, wire, length);
    assert_int_equal(smtp_session_sent(session, sent), SMTP_OK);
    return session;
}

/* P3 */
static void what_can_have_been_taken_is_known_at_every_octet(void **state) {
    (void)state;
    needs(3, 11);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    for (size_t sent = 0; sent <= WIRE; sent++) {
        const smtp_event *event;
        smtp_session *session = sent_as_far_as(&setup, &fixture, sent);
        assert_int_equal(smtp_session_fail(session, SMTP_E_CONNECTION_LOST), SMTP_OK);
        for (uint64_t mail = 1; mail <= 2; mail++) {
            assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
            assert_int_equal(smtp_event_kind(event), SMTP_EVENT_MAIL);
            assert_int_equal(smtp_event_mail(event), mail);
            assert_int_equal(smtp_event_result(event), SMTP_E_CONNECTION_LOST);
            assert_int_equal(smtp_event_is_unknown(event), sent >= (mail == 1 ? END_1 : WIRE));
        }
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_is_unknown(event), sent >= END_1);
        smtp_session_free(session);
    }
    end_mail(&fixture);
}

static void a_refusal_in_the_midst_of_a_chunk_is_the_first_mails_alone(void **state) {
    (void)state;
    needs(3, 11);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true};
    struct fixture_mail fixture;
    const smtp_event *event;
    size_t used;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = sent_as_far_as(&setup, &fixture, END_1 - 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(smtp_session_feed(session, "250 ok\r\n", 8, &used), SMTP_OK);
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_result(event), SMTP_OK);
    }
    assert_int_equal(smtp_session_phase(session), SMTP_PHASE_CONTENT);
    assert_int_equal(smtp_session_patience_ms(session), 180000);
    assert_int_equal(smtp_session_feed(session, "552 no\r\n", 8, &used), SMTP_OK);
    static const smtp_result expected[] = {SMTP_E_PERMANENT, SMTP_E_REPLY_UNEXPECTED, SMTP_E_PERMANENT};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(smtp_session_next_event(session, &event), SMTP_OK);
        assert_int_equal(smtp_event_kind(event), i < 2 ? SMTP_EVENT_MAIL : SMTP_EVENT_FAILED);
        assert_int_equal(smtp_event_result(event), expected[i]);
        assert_int_equal(smtp_event_is_unknown(event), 0);
    }
    smtp_session_free(session);
    end_mail(&fixture);
}

/* How many commands stand whole in the first `sent` octets; a chunk belongs to its command. */
static size_t whole(size_t sent) {
    static const char *const lines[] = {"MAIL FROM:<me@x.test>\r\n", "RCPT TO:<a@x.test>\r\n", "BDAT 4 LAST\r\nhi\r\n",
                                        "RSET\r\n"};
    size_t n = 0;
    for (size_t at = strlen(lines[0]); n < 7 && at <= sent; at += strlen(lines[n % 4])) {
        n++;
    }
    return n;
}

/* P1 */
static void a_reply_to_what_has_not_gone_out_is_a_breach(void **state) {
    (void)state;
    needs(3, 11);
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    assert_int_equal(whole(WIRE), 7);
    assert_int_equal(whole(END_1 - 1), 2);
    for (size_t sent = 0; sent <= WIRE; sent++) {
        const smtp_event *event;
        smtp_session *session = sent_as_far_as(&setup, &fixture, sent);
        size_t replies = 0;
        size_t mails = 0;
        for (bool failed = false; !failed; replies++) {
            size_t used;
            assert_int_equal(smtp_session_feed(session, "250 ok\r\n", 8, &used), SMTP_OK);
            while (smtp_session_next_event(session, &event) == SMTP_OK) {
                failed = failed || smtp_event_kind(event) == SMTP_EVENT_FAILED;
                mails += smtp_event_kind(event) == SMTP_EVENT_MAIL && smtp_event_result(event) == SMTP_OK;
            }
        }
        assert_int_equal(replies, whole(sent) + 1);
        assert_int_equal(mails, whole(sent) >= 7 ? 2 : (whole(sent) >= 3 ? 1 : 0));
        smtp_session_free(session);
    }
    end_mail(&fixture);
}

static void the_window_bounds_the_mails_under_way(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .across_mails = true};
    struct fixture_mail fixture;
    char events[1024];
    const uint8_t *data;
    size_t length;
    size_t mails = 0;
    make_mail(&fixture, 1, "hi\r\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail, GREETED_CHUNKING, 0, events, sizeof events);
    while ((smtp_session_wants(session) & SMTP_WANT_MAIL) != 0) {
        assert_int_equal(smtp_source_rewind(fixture.mail.source), SMTP_OK);
        assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
        mails++;
    }
    assert_int_equal(mails, SMTP_CFG_WINDOW);
    assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_E_STATE);
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_int_equal(length, SMTP_CFG_WINDOW * (END_1 + 6) - 6);
    smtp_session_free(session);
    end_mail(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_have_been_taken_is_known_at_every_octet),
        cmocka_unit_test(a_refusal_in_the_midst_of_a_chunk_is_the_first_mails_alone),
        cmocka_unit_test(a_reply_to_what_has_not_gone_out_is_a_breach),
        cmocka_unit_test(the_window_bounds_the_mails_under_way),
    };
    return cmocka_run_group_tests_name("session/bdat_octets", tests, NULL, NULL);
}
