/* SPDX-License-Identifier: MIT */
/* The connection dies at every octet, of the server's and of the client's: what is then said of the mail is true. */
#include "fixture.h"

/* What the server says when all that the client had to say has come; the mail is submitted at the third. */
static const char *const flights[] = {
    "220 hi\r\n",
    "250-x.test\r\n250 PIPELINING\r\n",
    "250 ok\r\n250 ok\r\n354 go\r\n",
    "250 done\r\n",
};

enum { FLIGHTS = sizeof flights / sizeof flights[0] };

struct line {
    size_t from_server; /* octets that the connection still carries */
    size_t from_client;
    size_t flight;
    size_t at;          /* in it */
    size_t sent;        /* octets of the client */
    size_t mails;       /* events of the mail */
    bool is_told;       /* the last flight came whole */
    smtp_result result; /* of the mail */
    bool is_unknown;
};

static void take_events(smtp_session *session, struct line *line) {
    const smtp_event *event;
    while (smtp_session_next_event(session, &event) == SMTP_OK) {
        if (smtp_event_kind(event) == SMTP_EVENT_MAIL) {
            line->mails++;
            line->result = smtp_event_result(event);
            line->is_unknown = smtp_event_is_unknown(event) != 0;
        }
    }
}

/* One octet one way or the other; false when the connection is dead or nothing is left to do. */
static bool carry(smtp_session *session, struct line *line) {
    const uint8_t *data;
    size_t length = 0;
    size_t used;
    if ((smtp_session_wants(session) & SMTP_WANT_SEND) != 0) {
        assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    }
    if (length > 0) {
        if (line->from_client == 0) {
            return false;
        }
        line->from_client--;
        line->sent++;
        assert_int_equal(smtp_session_sent(session, 1), SMTP_OK);
        return true;
    }
    if (line->flight == FLIGHTS || line->from_server == 0) {
        return false;
    }
    line->from_server--;
    assert_int_equal(smtp_session_feed(session, flights[line->flight] + line->at, 1, &used), SMTP_OK);
    if (flights[line->flight][++line->at] == '\0') {
        line->flight++;
        line->at = 0;
    }
    line->is_told = line->flight == FLIGHTS;
    return true;
}

static void run(struct line *line) {
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n.\r\nthere\r\n");
    smtp_session *session = new_session(&setup);
    bool is_submitted = false;
    do {
        take_events(session, line);
        if (!is_submitted && (smtp_session_wants(session) & SMTP_WANT_MAIL) != 0) {
            assert_int_equal(smtp_session_submit(session, fixture.envelope, fixture.mail.source), SMTP_OK);
            is_submitted = true;
        }
    } while (carry(session, line));
    assert_int_equal(smtp_session_fail(session, SMTP_E_CONNECTION_LOST), SMTP_OK);
    take_events(session, line);
    assert_true((smtp_session_wants(session) & SMTP_WANT_CLOSE) != 0);
    assert_int_equal(line->mails, is_submitted ? 1 : 0);
    smtp_session_free(session);
    assert_int_equal(setup.allocator.live, 0);
    end_mail(&fixture);
}

static void at_every_octet_of_the_server(void **state) {
    (void)state;
    struct line whole = {.from_server = SIZE_MAX, .from_client = SIZE_MAX};
    run(&whole);
    assert_true(whole.is_told);
    assert_int_equal(whole.result, SMTP_OK);
    size_t last = strlen(flights[FLIGHTS - 1]);
    size_t all = SIZE_MAX - whole.from_server;
    for (size_t n = 0; n < all; n++) {
        struct line line = {.from_server = n, .from_client = SIZE_MAX};
        run(&line);
        assert_true(line.mails == 0 || line.result == SMTP_E_CONNECTION_LOST);
        assert_int_equal(line.is_unknown, n >= all - last);
    }
}

static void at_every_octet_of_the_client(void **state) {
    (void)state;
    struct line whole = {.from_server = SIZE_MAX, .from_client = SIZE_MAX};
    run(&whole);
    for (size_t n = 0; n < whole.sent; n++) {
        struct line line = {.from_server = SIZE_MAX, .from_client = n};
        run(&line);
        assert_true(line.mails == 0 || line.result == SMTP_E_CONNECTION_LOST);
        assert_false(line.is_unknown);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_every_octet_of_the_server),
        cmocka_unit_test(at_every_octet_of_the_client),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
