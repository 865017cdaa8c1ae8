/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/auth.h"
#include "support/guard.h"

static struct smtp__text text(const char *string) {
    return smtp__text_from(string, SMTP_Z);
}

static void what_it_is(void **state) {
    (void)state;
    assert_int_equal(smtp__mechanism_plain.bit, SMTP_MECHANISM_PLAIN);
    assert_true(smtp__mechanism_plain.in_clear);
    assert_true(smtp__mechanism_plain.initial);
}

static void one_response_in_every_room(void **state) {
    (void)state;
    struct smtp__credentials credentials = {text("tim"), text("p\xc3\xa4ss w\xf6rd"), smtp__mechanisms_password, NULL};
    static const char expected[] = "\0tim\0p\xc3\xa4ss w\xf6rd";
    size_t length = sizeof expected - 1;
    for (size_t room = 0; room <= length + 1; room++) {
        uint8_t *memory = guard_room(room + 1);
        struct smtp__buffer response = {memory, room + 1, 0};
        struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_plain, .credentials = &credentials};
        memset(memory, 0, room + 1);
        assert_true(smtp__buffer_append_byte(&response, 'x'));
        smtp_result result = smtp__mechanism_plain.respond(&exchange, text(""), &response);
        bool fits = room >= length;
        assert_int_equal(result, fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(exchange.round, fits ? 1 : 0);
        assert_int_equal(response.length, fits ? 1 + length : 1);
        assert_memory_equal(memory + 1, expected, response.length - 1);
        for (size_t i = response.length; i <= room; i++) {
            assert_int_equal(memory[i], 0); /* nothing of the secret stays behind */
        }
        guard_free(memory, room + 1);
    }
}

static void an_empty_secret(void **state) {
    (void)state;
    uint8_t memory[16];
    struct smtp__buffer response = {memory, sizeof memory, 0};
    struct smtp__credentials credentials = {text("a"), {NULL, 0}, smtp__mechanisms_password, NULL};
    struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_plain, .credentials = &credentials};
    assert_int_equal(smtp__mechanism_plain.respond(&exchange, text("what the server says"), &response), SMTP_OK);
    assert_int_equal(response.length, 3);
    assert_memory_equal(memory, "\0a\0", 3);
}

static void no_second_response(void **state) {
    (void)state;
    uint8_t memory[16];
    struct smtp__buffer response = {memory, sizeof memory, 0};
    struct smtp__credentials credentials = {text("a"), text("b"), smtp__mechanisms_password, NULL};
    struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_plain, .credentials = &credentials};
    assert_int_equal(smtp__mechanism_plain.respond(&exchange, text(""), &response), SMTP_OK);
    assert_int_equal(smtp__mechanism_plain.respond(&exchange, text(""), &response), SMTP_E_AUTH_CHALLENGE);
    assert_int_equal(response.length, 4);
    assert_int_equal(exchange.round, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_is),
        cmocka_unit_test(one_response_in_every_room),
        cmocka_unit_test(an_empty_secret),
        cmocka_unit_test(no_second_response),
    };
    return cmocka_run_group_tests_name("auth/plain", tests, NULL, NULL);
}
