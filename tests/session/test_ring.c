/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "session/ring.h"
#include "session/step.h"

enum { MAIL = SMTP__STEP_MAIL, RCPT = SMTP__STEP_RCPT, DATA = SMTP__STEP_DATA, CONTENT = SMTP__STEP_CONTENT };

static void first_in_first_out_round_the_end(void **state) {
    (void)state;
    struct smtp__ring ring = {.first = 0};
    uint8_t in = 0;
    uint8_t out = 0;
    for (int turn = 0; turn < 5; turn++) {
        while (!smtp__ring_is_full(&ring)) {
            smtp__ring_push(&ring, MAIL, in++, 0);
        }
        assert_int_equal(ring.count, SMTP_CFG_RING);
        for (int i = 0; i < SMTP_CFG_RING - 3; i++) {
            assert_int_equal(smtp__ring_oldest(&ring), MAIL);
            assert_int_equal(smtp__ring_oldest_mail(&ring), out++);
            smtp__ring_pop(&ring);
        }
    }
}

static void the_recipients_of_a_mail_share_a_place(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct smtp__ring ring = {.first = SMTP_CFG_RING - 1};
    smtp__ring_push(&ring, MAIL, 0, 0);
    for (int i = 0; i < MANY; i++) {
        assert_false(smtp__ring_is_full(&ring));
        smtp__ring_push(&ring, RCPT, 0, 0);
    }
    smtp__ring_push(&ring, RCPT, 1, 0);
    smtp__ring_push(&ring, RCPT, 1, 0);
    smtp__ring_push(&ring, DATA, 1, 0);
    assert_int_equal(ring.count, MANY + 4);
    assert_int_equal(ring.places, 4);
    smtp__ring_pop(&ring);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(smtp__ring_oldest(&ring), RCPT);
        assert_int_equal(smtp__ring_oldest_mail(&ring), 0);
        smtp__ring_pop(&ring);
    }
    assert_int_equal(smtp__ring_oldest(&ring), RCPT);
    assert_int_equal(smtp__ring_oldest_mail(&ring), 1);
    smtp__ring_pop(&ring);
    smtp__ring_pop(&ring);
    assert_int_equal(smtp__ring_oldest(&ring), DATA);
    smtp__ring_pop(&ring);
    assert_int_equal(ring.count, 0);
    assert_int_equal(ring.places, 0);
}

/* Two mails in one buffer; the content's line feeds count for nothing. */
static const char buffer[] = "x\n.\nM\nr1\nr2\nr3\nD\n";
enum { END_OF_CONTENT = 4, END_OF_MAIL = 6, END_OF_RCPT = 15, END_OF_DATA = 17 };

static void needs_six_places(void) {
    if (SMTP_CFG_RING < 6) {
        skip();
    }
}

static struct smtp__ring filled(void) {
    struct smtp__ring ring = {.first = SMTP_CFG_RING - 2};
    smtp__ring_push(&ring, CONTENT, 0, END_OF_CONTENT);
    smtp__ring_push(&ring, MAIL, 1, END_OF_MAIL);
    smtp__ring_push(&ring, RCPT, 1, 9);
    smtp__ring_push(&ring, RCPT, 1, 12);
    smtp__ring_push(&ring, RCPT, 1, END_OF_RCPT);
    smtp__ring_push(&ring, DATA, 1, END_OF_DATA);
    return ring;
}

/* How many commands have gone out whole with the first `octets`. */
static uint32_t whole(size_t octets) {
    static const size_t ends[] = {END_OF_CONTENT, END_OF_MAIL, 9, 12, END_OF_RCPT, END_OF_DATA};
    uint32_t n = 0;
    while (n < 6 && ends[n] <= octets) {
        n++;
    }
    return n;
}

static void what_went_out_is_known_to_the_octet(void **state) {
    (void)state;
    needs_six_places();
    assert_int_equal(sizeof buffer - 1, END_OF_DATA);
    for (size_t first = 0; first <= END_OF_DATA; first++) {
        for (size_t second = first; second <= END_OF_DATA; second++) {
            struct smtp__ring ring = filled();
            smtp__ring_sent(&ring, (const uint8_t *)buffer, 0, first);
            assert_int_equal(ring.count - ring.unsent, whole(first));
            smtp__ring_sent(&ring, (const uint8_t *)buffer, first, second);
            assert_int_equal(ring.count - ring.unsent, whole(second));
            for (uint32_t i = 0; i < whole(second); i++) {
                assert_true(smtp__ring_awaits_reply(&ring));
                smtp__ring_pop(&ring);
            }
            assert_false(smtp__ring_awaits_reply(&ring));
            smtp__ring_sent(&ring, (const uint8_t *)buffer, second, END_OF_DATA);
            assert_int_equal(ring.unsent, 0);
        }
    }
}

/* What went out with an earlier buffer stands in front of what is in this one. */
static void a_place_that_goes_on_in_the_next_buffer(void **state) {
    (void)state;
    struct smtp__ring ring = {.first = 0};
    const uint8_t *lines = (const uint8_t *)"r1\nr2\n";
    smtp__ring_push(&ring, RCPT, 0, 3);
    smtp__ring_push(&ring, RCPT, 0, 6);
    smtp__ring_sent(&ring, lines, 0, 6);
    smtp__ring_all_sent(&ring);
    smtp__ring_push(&ring, RCPT, 0, 3);
    smtp__ring_push(&ring, RCPT, 0, 6);
    assert_int_equal(ring.places, 1);
    assert_int_equal(ring.unsent, 2);
    smtp__ring_sent(&ring, lines, 0, 4);
    assert_int_equal(ring.unsent, 1);
    smtp__ring_sent(&ring, lines, 4, 6);
    assert_int_equal(ring.unsent, 0);
}

static void what_nobody_writes_awaits_its_reply_at_once(void **state) {
    (void)state;
    struct smtp__ring ring = {.first = 0};
    assert_false(smtp__ring_awaits_reply(&ring));
    smtp__ring_push(&ring, SMTP__STEP_GREETING, 0, 0);
    assert_true(smtp__ring_awaits_reply(&ring));
}

static void each_mail_finds_its_own(void **state) {
    (void)state;
    needs_six_places();
    struct smtp__ring ring = filled();
    assert_int_equal(smtp__ring_oldest_of(&ring, 0), CONTENT);
    assert_int_equal(smtp__ring_oldest_of(&ring, 1), MAIL);
    assert_int_equal(smtp__ring_oldest_of(&ring, 2), SMTP__STEP_WAIT);
    assert_false(smtp__ring_has_sent(&ring, CONTENT, 0));
    smtp__ring_sent(&ring, (const uint8_t *)buffer, 0, END_OF_CONTENT);
    assert_true(smtp__ring_has_sent(&ring, CONTENT, 0));
    assert_false(smtp__ring_has_sent(&ring, CONTENT, 1));
    assert_false(smtp__ring_has_sent(&ring, RCPT, 1));
    smtp__ring_sent(&ring, (const uint8_t *)buffer, END_OF_CONTENT, END_OF_RCPT - 1);
    assert_true(smtp__ring_has_sent(&ring, MAIL, 1));
    assert_false(smtp__ring_has_sent(&ring, RCPT, 1));
    smtp__ring_sent(&ring, (const uint8_t *)buffer, END_OF_RCPT - 1, END_OF_DATA);
    assert_true(smtp__ring_has_sent(&ring, RCPT, 1));
    assert_true(smtp__ring_has_sent(&ring, DATA, 1));
    assert_false(smtp__ring_has_sent(&ring, SMTP__STEP_QUIT, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_in_first_out_round_the_end),
        cmocka_unit_test(the_recipients_of_a_mail_share_a_place),
        cmocka_unit_test(what_went_out_is_known_to_the_octet),
        cmocka_unit_test(a_place_that_goes_on_in_the_next_buffer),
        cmocka_unit_test(what_nobody_writes_awaits_its_reply_at_once),
        cmocka_unit_test(each_mail_finds_its_own),
    };
    return cmocka_run_group_tests_name("session/ring", tests, NULL, NULL);
}
