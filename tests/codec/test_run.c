/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/run.h"
#include "support/guard.h"

static size_t slow_length(const uint8_t *data, size_t length) {
    size_t n = 0;
    while (n < length && data[n] != '\r' && data[n] != '\n') {
        n++;
    }
    return n;
}

/* Each octet at each place, behind octets that are near CR and LF in one bit or by a borrow. */
static void finds_cr_and_lf_and_nothing_else(void **state) {
    (void)state;
    static const uint8_t fillings[] = {'x', 0x00, 0x09, 0x0b, 0x0c, 0x0e, 0x80, 0x8a, 0x8d, 0xff};
    for (size_t f = 0; f < sizeof fillings; f++) {
        for (unsigned octet = 0; octet < 256; octet++) {
            for (size_t at = 0; at < 20; at++) {
                uint8_t data[20];
                memset(data, fillings[f], sizeof data);
                data[at] = (uint8_t)octet;
                assert_int_equal(smtp__run_length(data, sizeof data), slow_length(data, sizeof data));
            }
        }
    }
}

static void ends_with_the_data_at_any_alignment(void **state) {
    (void)state;
    for (size_t length = 0; length < 40; length++) {
        uint8_t *data = guard_room(length);
        memset(data, 'x', length);
        for (size_t from = 0; from < length; from++) {
            assert_int_equal(smtp__run_length(data + from, length - from), length - from);
        }
        guard_free(data, length);
    }
}

static void moves_what_there_is_room_for(void **state) {
    (void)state;
    uint8_t memory[] = "..abcd\refg";
    struct smtp__input in = {memory + 2, 8, false};
    struct smtp__output out = {memory, 3};
    smtp__run_move(&in, &out);
    assert_int_equal(out.length, 0);
    assert_int_equal(in.length, 5);
    assert_memory_equal(memory, "abc", 3);
    out.length = 7;
    smtp__run_move(&in, &out);
    assert_int_equal(out.length, 6);
    assert_int_equal(in.data[0], '\r');
    assert_memory_equal(memory, "abcd", 4);
}

static void a_break_needs_room_for_two(void **state) {
    (void)state;
    uint8_t room[4];
    struct smtp__input in = {(const uint8_t *)"\r\n\n", 3, false};
    struct smtp__output out = {room, 1};
    bool after_cr = false;
    assert_false(smtp__run_break(&in, &out, &after_cr));
    assert_int_equal(in.length, 3);
    assert_false(after_cr);
    out.length = 2;
    assert_true(smtp__run_break(&in, &out, &after_cr));
    assert_true(after_cr);
    assert_true(smtp__run_break(&in, &out, &after_cr));
    assert_false(after_cr);
    assert_int_equal(out.length, 0);
    assert_false(smtp__run_break(&in, &out, &after_cr));
    assert_int_equal(in.length, 1);
    assert_memory_equal(room, "\r\n", 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_cr_and_lf_and_nothing_else),
        cmocka_unit_test(ends_with_the_data_at_any_alignment),
        cmocka_unit_test(moves_what_there_is_room_for),
        cmocka_unit_test(a_break_needs_room_for_two),
    };
    return cmocka_run_group_tests_name("codec/run", tests, NULL, NULL);
}
