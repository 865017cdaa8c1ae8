/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/auth.h"
#include "support/guard.h"

static struct smtp__text text(const char *string) {
    return smtp__text_from(string, SMTP_Z);
}

static void what_it_is(void **state) {
    (void)state;
    assert_int_equal(smtp__mechanism_login.bit, SMTP_MECHANISM_LOGIN);
    assert_true(smtp__mechanism_login.in_clear);
    assert_false(smtp__mechanism_login.initial);
}

/* The words of the challenges are anything. */
static void user_then_secret_then_no_more(void **state) {
    (void)state;
    static const struct smtp__text challenges[][2] = {
        {{"Username:", 9}, {"Password:", 9}}, {{"User Name", 10}, {"Password", 9}}, {{"username:", 9}, {"", 0}},
        {{"Password:", 9}, {"Username:", 9}}, {{"\xff\x00\r\n", 4}, {NULL, 0}},
    };
    struct smtp__credentials credentials = {text("j\xc3\xbcrgen@example.org"), text("s3cret"),
                                            smtp__mechanisms_password, NULL};
    for (size_t i = 0; i < sizeof challenges / sizeof challenges[0]; i++) {
        uint8_t memory[64];
        struct smtp__buffer response = {memory, sizeof memory, 0};
        struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_login, .credentials = &credentials};
        assert_int_equal(smtp__mechanism_login.respond(&exchange, challenges[i][0], &response), SMTP_OK);
        assert_int_equal(response.length, credentials.user.length);
        assert_memory_equal(memory, credentials.user.data, response.length);
        response.length = 0;
        assert_int_equal(smtp__mechanism_login.respond(&exchange, challenges[i][1], &response), SMTP_OK);
        assert_int_equal(response.length, 6);
        assert_memory_equal(memory, "s3cret", 6);
        response.length = 0;
        for (int more = 0; more < 300; more++) {
            assert_int_equal(smtp__mechanism_login.respond(&exchange, challenges[i][0], &response),
                             SMTP_E_AUTH_CHALLENGE);
        }
        assert_int_equal(response.length, 0);
        assert_int_equal(exchange.round, 2);
    }
}

static void every_room(void **state) {
    (void)state;
    struct smtp__credentials credentials = {text("ann"), text("four"), smtp__mechanisms_password, NULL};
    for (size_t room = 0; room < 5; room++) {
        uint8_t *memory = guard_room(room);
        struct smtp__buffer response = {memory, room, 0};
        struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_login, .credentials = &credentials};
        smtp_result result = smtp__mechanism_login.respond(&exchange, text(""), &response);
        assert_int_equal(result, room < 3 ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK);
        assert_int_equal(exchange.round, room < 3 ? 0 : 1);
        exchange.round = 1;
        response.length = 0;
        result = smtp__mechanism_login.respond(&exchange, text(""), &response);
        assert_int_equal(result, room < 4 ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK);
        assert_int_equal(response.length, room < 4 ? 0 : 4);
        guard_free(memory, room);
    }
}

static void an_empty_secret(void **state) {
    (void)state;
    struct smtp__buffer response = {NULL, 0, 0};
    struct smtp__credentials credentials = {text("ann"), {NULL, 0}, smtp__mechanisms_password, NULL};
    struct smtp__exchange exchange = {.mechanism = &smtp__mechanism_login, .credentials = &credentials, .round = 1};
    assert_int_equal(smtp__mechanism_login.respond(&exchange, text("Password:"), &response), SMTP_OK);
    assert_int_equal(response.length, 0);
    assert_int_equal(exchange.round, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_is),
        cmocka_unit_test(user_then_secret_then_no_more),
        cmocka_unit_test(every_room),
        cmocka_unit_test(an_empty_secret),
    };
    return cmocka_run_group_tests_name("auth/login", tests, NULL, NULL);
}
