/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "session/ring.h"

static void first_in_first_out_round_the_end(void **state) {
    (void)state;
    struct smtp__ring ring = {.first = 0};
    uint8_t in = 0;
    uint8_t out = 0;
    for (int turn = 0; turn < 5; turn++) {
        while (!smtp__ring_is_full(&ring)) {
            smtp__ring_push(&ring, in++);
        }
        assert_int_equal(ring.count, SMTP_CFG_RING);
        for (int i = 0; i < SMTP_CFG_RING - 3; i++) {
            assert_int_equal(smtp__ring_oldest(&ring), out++);
            smtp__ring_pop(&ring);
        }
        smtp__ring_sent(&ring, ring.unsent);
    }
}

static void equal_commands_in_a_row_share_a_place(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct smtp__ring ring = {.first = SMTP_CFG_RING - 1};
    smtp__ring_push(&ring, 1);
    for (int i = 0; i < MANY; i++) {
        assert_false(smtp__ring_is_full(&ring));
        smtp__ring_push(&ring, 2);
    }
    smtp__ring_push(&ring, 3);
    smtp__ring_push(&ring, 2);
    assert_int_equal(ring.count, MANY + 3);
    assert_int_equal(ring.places, 4);
    smtp__ring_pop(&ring);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(smtp__ring_oldest(&ring), 2);
        smtp__ring_pop(&ring);
    }
    assert_int_equal(smtp__ring_oldest(&ring), 3);
    smtp__ring_pop(&ring);
    assert_int_equal(smtp__ring_oldest(&ring), 2);
    smtp__ring_pop(&ring);
    assert_int_equal(ring.count, 0);
    assert_int_equal(ring.places, 0);
}

static void only_what_was_sent_awaits_a_reply(void **state) {
    (void)state;
    struct smtp__ring ring = {.first = 0};
    assert_false(smtp__ring_awaits_reply(&ring));
    smtp__ring_push(&ring, 1);
    smtp__ring_push(&ring, 2);
    smtp__ring_push(&ring, 3);
    assert_false(smtp__ring_awaits_reply(&ring));
    smtp__ring_sent(&ring, 2);
    assert_true(smtp__ring_awaits_reply(&ring));
    smtp__ring_pop(&ring);
    assert_true(smtp__ring_awaits_reply(&ring));
    smtp__ring_pop(&ring);
    assert_false(smtp__ring_awaits_reply(&ring));
    smtp__ring_sent(&ring, 100);
    assert_true(smtp__ring_awaits_reply(&ring));
    assert_int_equal(smtp__ring_oldest(&ring), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_in_first_out_round_the_end),
        cmocka_unit_test(equal_commands_in_a_row_share_a_place),
        cmocka_unit_test(only_what_was_sent_awaits_a_reply),
    };
    return cmocka_run_group_tests_name("session/ring", tests, NULL, NULL);
}
