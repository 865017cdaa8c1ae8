/* SPDX-License-Identifier: MIT */
/*
 * Connections that die with several mails under way: what is told of each mail is what the server really took, none is
 * sent again that may have been taken, and what cannot have been is sent once more. test_step.c has single mails.
 */
#include "many.h"

static const char *const offers[] = {"", "PIPELINING", "PIPELINING,CHUNKING"};

/* None that was told "failed" would have been sent had nothing been tried again: another connection was good for it. */
static void is_repeated_where_it_may_be(const struct many *m) {
    for (size_t i = 0; i < m->count; i++) {
        const struct one *one = &m->mails[i];
        if (one->outcome == SMTP_OUTCOME_UNKNOWN) {
            assert_int_equal(ended(m, i), 1);
        }
        if (ended(m, i) == 1 && one->outcome == SMTP_OUTCOME_FAILED) {
            fail_msg("mail %zu came whole and is told to have failed", i + 1);
        }
    }
}

/* The connection is lost at every octet of either side. */
static void connections_dying_anywhere_never_lie(void **state) {
    (void)state;
    for (size_t o = 0; o < 3; o++) {
        for (int chunking = 0; chunking < (o == 2 ? 2 : 1); chunking++) {
            bool passed = false;
            for (long n = 1; !passed; n++) {
                struct many m;
                begin_many(&m, offers[o], 3, 2);
                m.model.piece = 1;
                m.model.dies_at = n;
                m.model.dies_on = 1;
                assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
                (void)send_many(&m);
                passed = m.model.connections == 1 && m.model.mail_count == 3;
                is_true(&m, 2);
                is_repeated_where_it_may_be(&m);
                assert_in_range(m.model.connections, 1, 3);
                end_many(&m);
            }
        }
    }
}

/* How often the i-th mail, from 0 on, was begun. */
static size_t begun(const struct many *m, size_t i) {
    char line[32];
    size_t count = 0;
    snprintf(line, sizeof line, "MAIL FROM:<m%zu@", i + 1);
    for (const char *at = m->model.said; (at = strstr(at, line)) != NULL; at++) {
        count++;
    }
    return count;
}

/* Whatever is repeated is repeated once, and once more at a lower level: a server that is lost every time has an end. */
static void there_is_no_way_to_go_on_for_ever(void **state) {
    (void)state;
    for (long n = 1; n < 840; n++) {
        struct many m;
        begin_many(&m, "PIPELINING,CHUNKING", 5, 1);
        assert_int_equal(smtp_client_set_chunking(m.client, n % 2 == 1), SMTP_OK);
        m.model.piece = 1;
        m.model.dies_at = (n + 1) / 2;
        (void)send_many(&m);
        is_true(&m, 1);
        assert_in_range(m.model.connections, 1, 12);
        for (size_t i = 0; i < 5; i++) {
            assert_true(begun(&m, i) <= 3);
        }
        end_many(&m);
    }
}

/* One at which the server closes each time does so twice, or thrice with the level lowered, and costs no other. */
static void one_that_ends_every_connection_costs_no_other(void **state) {
    (void)state;
    for (int32_t level = SMTP_PIPELINING_OFF; level <= SMTP_PIPELINING_ACROSS_MAILS; level++) {
        for (int chunking = 0; chunking < 2; chunking++) {
            struct many m;
            begin_many(&m, "PIPELINING,CHUNKING", 12, 1);
            assert_int_equal(smtp_client_set_chunking(m.client, chunking), SMTP_OK);
            assert_int_equal(smtp_client_set_pipelining(m.client, level), SMTP_OK);
            m.model.closes_at = "MAIL FROM:<m3@";
            assert_int_equal(send_many(&m), SMTP_E_SERVICE_CLOSING);
            is_true(&m, 1);
            bool is_lowered = level == SMTP_PIPELINING_ACROSS_MAILS && chunking == 1 && SMTP_CFG_WINDOW > 1;
            assert_int_equal(begun(&m, 2), is_lowered ? 3 : 2);
            for (size_t i = 0; i < 12; i++) {
                assert_int_equal(m.mails[i].outcome, i == 2 ? SMTP_OUTCOME_DEFERRED : SMTP_OUTCOME_SENT);
            }
            end_many(&m);
        }
    }
}

/* Also where each connection serves another mail first, which has many transactions. */
static void it_is_the_mail_that_is_repeated_once(void **state) {
    (void)state;
    NEEDS_A_WINDOW();
    struct many m;
    begin_many(&m, "PIPELINING,LIMITS RCPTMAX=1", 0, 0);
    add_mail(&m, 10, false);
    add_mail(&m, 1, false);
    m.model.closes_at = "MAIL FROM:<m2@";
    assert_int_equal(send_many(&m), SMTP_E_SERVICE_CLOSING);
    assert_int_equal(m.mails[0].outcome, SMTP_OUTCOME_SENT);
    assert_int_equal(m.mails[1].outcome, SMTP_OUTCOME_DEFERRED);
    assert_int_equal(begun(&m, 1), 3);
    assert_int_equal(m.model.connections, 3);
    end_many(&m);
}

/* Each mail has an answer of its own, but for those that were behind the one that died. */
static void those_behind_a_lost_one_are_sent_again(void **state) {
    (void)state;
    static const char *const deaths[] = {"MAIL FROM:<m2@", "RCPT", "DATA"};
    for (size_t i = 0; i < 3; i++) {
        struct many m;
        begin_many(&m, "PIPELINING", 5, 1);
        m.model.breaks_at = deaths[i];
        m.model.dies_on = 1;
        (void)send_many(&m);
        is_true(&m, 1);
        for (size_t j = 2; j < 5; j++) {
            assert_int_equal(m.mails[j].outcome, SMTP_OUTCOME_SENT);
        }
        assert_int_equal(m.mails[0].outcome, i == 0 ? SMTP_OUTCOME_SENT : SMTP_OUTCOME_FAILED);
        end_many(&m);
    }
}

/* 421 in between: the mail that it was said to is deferred, unless it was only being woken up. */
static void a_server_that_closes_in_between(void **state) {
    (void)state;
    static const struct {
        const char *at;
        int32_t outcome; /* of the second mail */
    } rows[] = {
        {"MAIL FROM:<m2@", SMTP_OUTCOME_SENT},
        {"RCPT TO:<second@", SMTP_OUTCOME_DEFERRED},
    };
    for (size_t n = 0; n < 4; n++) {
        size_t i = n / 2;
        struct many m;
        begin_many(&m, "PIPELINING,CHUNKING", 5, 1);
        assert_int_equal(smtp_client_set_chunking(m.client, n % 2 == 1), SMTP_OK);
        assert_int_equal(smtp_envelope_add_recipient(m.mails[1].envelope, "second@x.test", SMTP_Z), SMTP_OK);
        m.model.closes_at = rows[i].at;
        m.model.dies_on = 1;
        (void)send_many(&m);
        is_true(&m, 1);
        assert_int_equal(m.mails[1].outcome, rows[i].outcome);
        for (size_t j = 0; j < 5; j++) {
            assert_true(j == 1 || m.mails[j].outcome == SMTP_OUTCOME_SENT);
        }
        assert_int_equal(m.model.connections, 2);
        end_many(&m);
    }
}

/* What can be read once is not sent again when it was read. */
static void content_that_can_be_read_once_is_sent_once(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct many m;
        begin_many(&m, "PIPELINING", 0, 0);
        for (int i = 0; i < 3; i++) {
            add_mail(&m, 1, true);
        }
        m.model.piece = 1;
        m.model.dies_at = n;
        m.model.dies_on = 1;
        (void)send_many(&m);
        passed = m.model.connections == 1 && m.model.mail_count == 3;
        is_true(&m, 1);
        for (size_t i = 0; i < m.model.mail_count; i++) {
            assert_non_null(strstr(m.model.mails[i].content, "Subject: m"));
            assert_non_null(strstr(m.model.mails[i].content, "dot\r\n"));
        }
        end_many(&m);
    }
}

/* One that cannot take mails one behind the other is given one at a time, until the setting is made anew. */
static void the_level_is_lowered_once(void **state) {
    (void)state;
    NEEDS_A_WINDOW();
    struct many m;
    begin_many(&m, "PIPELINING", 10, 1);
    m.model.breaks_at = "MAIL FROM:<m3@";
    m.model.dies_on = 1;
    assert_int_equal(send_many(&m), SMTP_OK);
    is_true(&m, 1);
    assert_int_equal(m.model.connections, 2);
    assert_int_equal(m.done, 10);
    m.asked = 0;
    m.done = 0;
    m.most = 0;
    m.model.mail_count = 0;
    memset(m.model.ended, 0, sizeof m.model.ended);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_int_equal(m.most, 1);
    assert_int_equal(smtp_client_set_pipelining(m.client, SMTP_PIPELINING_ACROSS_MAILS), SMTP_OK);
    m.asked = 0;
    m.done = 0;
    m.model.mail_count = 0;
    memset(m.model.ended, 0, sizeof m.model.ended);
    assert_int_equal(send_many(&m), SMTP_OK);
    assert_in_range(m.most, 2, SMTP_CFG_WINDOW);
    end_many(&m);
    /* at a lower level nothing is lowered: the mail at which it breaks fails each time */
    begin_many(&m, "PIPELINING", 5, 1);
    m.model.breaks_at = "MAIL FROM:<m3@";
    assert_int_equal(smtp_client_set_pipelining(m.client, SMTP_PIPELINING_WITHIN_MAIL), SMTP_OK);
    assert_true(send_many(&m) < 0);
    is_true(&m, 1);
    assert_int_equal(m.mails[2].outcome, SMTP_OUTCOME_FAILED);
    assert_int_equal(m.mails[3].outcome, SMTP_OUTCOME_SENT);
    end_many(&m);
}

/* One that refuses what comes behind another mail, or goes away at it, loses none and is not asked twice. */
static void a_server_that_takes_no_mail_behind_another(void **state) {
    (void)state;
    NEEDS_A_WINDOW();
    for (int i = 0; i < 4; i++) {
        struct many m;
        begin_many(&m, "PIPELINING,CHUNKING", 10, 1);
        assert_int_equal(smtp_client_set_chunking(m.client, i % 2), SMTP_OK);
        m.model.refuses_behind = i < 2;
        m.model.dies_behind = i >= 2;
        smtp_result result = send_many(&m);
        is_true(&m, 1);
        size_t unknown = 0;
        for (size_t j = 0; j < 10; j++) {
            unknown += m.mails[j].outcome == SMTP_OUTCOME_UNKNOWN;
            assert_true(m.mails[j].outcome == SMTP_OUTCOME_SENT || m.mails[j].outcome == SMTP_OUTCOME_UNKNOWN);
        }
        assert_int_equal(result == SMTP_OK, unknown == 0);
        assert_int_equal(m.model.connections, 2);
        assert_true(i >= 2 ? unknown <= (i == 2 ? 1 : SMTP_CFG_WINDOW) : unknown == 0);
        end_many(&m);
    }
}

/* ---- anything together ---- */

static unsigned dice;

static unsigned roll(unsigned sides) {
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 16) % sides;
}

static const char *one_of(const char *const *words, size_t count) {
    return words[roll((unsigned)count)];
}

static void misbehave(struct model *model) {
    static const char *const verbs[] = {"EHLO",           "LHLO",         "MAIL", "MAIL FROM:<m2@",
                                        "MAIL FROM:<m4@", "RCPT TO:<r1@", "DATA", "BDAT",
                                        "RSET",           "QUIT",         "."};
    static const char *const refused[] = {NULL, NULL, "r1@", "m3", "@x.test", "Subject: m2"};
    model->piece = roll(4) * roll(20);
    model->dies_on = (int)roll(3);
    model->dies_at = roll(2) == 0 ? 0 : 1 + (long)roll(1500);
    model->recipients_most = roll(3) == 0 ? 1 + roll(3) : 0;
    model->refuses = one_of(refused, sizeof refused / sizeof refused[0]);
    const char *verb = one_of(verbs, sizeof verbs / sizeof verbs[0]);
    switch (roll(5)) {
    case 0:
        model->closes_at = verb;
        break;
    case 1:
        model->breaks_at = verb;
        break;
    case 2:
        model->hangs_at = verb;
        break;
    default:
        break;
    }
}

static void set_anything(struct many *m) {
    assert_int_equal(smtp_client_set_pipelining(m->client, (int32_t)roll(3)), SMTP_OK);
    assert_int_equal(smtp_client_set_chunking(m->client, (int32_t)roll(2)), SMTP_OK);
    assert_int_equal(smtp_client_set_all_or_nothing(m->client, roll(5) == 0), SMTP_OK);
    if (roll(4) == 0) {
        m->model.is_lmtp = true;
        assert_int_equal(smtp_client_set_protocol(m->client, SMTP_PROTOCOL_LMTP), SMTP_OK);
    }
}

/* Servers that misbehave in all ways at once, and every setting: nothing untrue is told, and there is an end. */
static void whatever_happens_nothing_untrue_is_told(void **state) {
    (void)state;
    static const char *const ways[] = {"",
                                       "PIPELINING",
                                       "PIPELINING,CHUNKING",
                                       "PIPELINING,LIMITS RCPTMAX=2 MAILMAX=3",
                                       "PIPELINING,CHUNKING,LIMITS RCPTMAX=1 MAILMAX=5",
                                       "CHUNKING,LIMITS MAILMAX=1"};
    for (unsigned n = 0; n < 3000; n++) {
        struct many m;
        dice = n;
        size_t recipients = 1 + roll(4);
        begin_many(&m, one_of(ways, sizeof ways / sizeof ways[0]), 0, 0);
        for (unsigned i = 1 + roll(5); i > 0; i--) {
            add_mail(&m, recipients, roll(6) == 0);
        }
        misbehave(&m.model);
        set_anything(&m);
        (void)send_many(&m);
        is_true(&m, recipients);
        assert_int_equal(m.done, m.asked);
        assert_true(m.model.connections < 60);
        end_many(&m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connections_dying_anywhere_never_lie),
        cmocka_unit_test(there_is_no_way_to_go_on_for_ever),
        cmocka_unit_test(one_that_ends_every_connection_costs_no_other),
        cmocka_unit_test(it_is_the_mail_that_is_repeated_once),
        cmocka_unit_test(those_behind_a_lost_one_are_sent_again),
        cmocka_unit_test(a_server_that_closes_in_between),
        cmocka_unit_test(content_that_can_be_read_once_is_sent_once),
        cmocka_unit_test(the_level_is_lowered_once),
        cmocka_unit_test(a_server_that_takes_no_mail_behind_another),
        cmocka_unit_test(whatever_happens_nothing_untrue_is_told),
    };
    return cmocka_run_group_tests_name("client/fate", tests, NULL, NULL);
}
