/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/buffer.h"
#include "support/guard.h"

static void what_does_not_fit_is_refused_whole(void **state) {
    (void)state;
    struct smtp__buffer buffer = {guard_room(8), 8, 0};
    assert_true(smtp__buffer_append(&buffer, "12345", 5));
    assert_false(smtp__buffer_append(&buffer, "1234", 4));
    assert_int_equal(buffer.length, 5);
    assert_true(smtp__buffer_append_string(&buffer, "67"));
    assert_true(smtp__buffer_append_byte(&buffer, '8'));
    assert_false(smtp__buffer_append_byte(&buffer, '9'));
    assert_true(smtp__buffer_append(&buffer, NULL, 0));
    assert_memory_equal(buffer.data, "12345678", 8);
    assert_false(smtp__buffer_append(&buffer, "", SIZE_MAX));
    assert_int_equal(buffer.length, 8);
    guard_free(buffer.data, 8);
}

static void check_number(unsigned long long number, const char *digits) {
    uint8_t memory[32];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    assert_true(smtp__buffer_append_number(&buffer, number));
    assert_int_equal(buffer.length, strlen(digits));
    assert_memory_equal(memory, digits, buffer.length);
    buffer.capacity = buffer.length - 1;
    buffer.length = 0;
    assert_false(smtp__buffer_append_number(&buffer, number));
    assert_int_equal(buffer.length, 0);
}

static void numbers_in_decimal(void **state) {
    (void)state;
    check_number(0, "0");
    check_number(7, "7");
    check_number(10, "10");
    check_number(18446744073709551615ULL, "18446744073709551615");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_fit_is_refused_whole),
        cmocka_unit_test(numbers_in_decimal),
    };
    return cmocka_run_group_tests_name("base/buffer", tests, NULL, NULL);
}
