/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static smtp_result result_of_respond;
static size_t length_of_response;
static uint32_t last_round;

static smtp_result respond(void *context, uint32_t round, const uint8_t *challenge, size_t length, uint8_t *response,
                           size_t room, size_t *response_length) {
    assert_string_equal(context, "mine");
    assert_int_equal(room, 8);
    last_round = round;
    memcpy(response, challenge, length);
    *response_length = length_of_response > 0 ? length_of_response : length;
    return result_of_respond;
}

static char context[] = "mine";
static const smtp_own_mechanism whole = {sizeof whole, context, "X-MINE_2", 1, 0, respond};

static void names(void **state) {
    (void)state;
    static const char *const good[] = {"A", "9", "-_", "ABCDEFGHIJKLMNOPQRST"};
    static const char *const bad[] = {"", "a", "A B", "A=", "A\r\n", "ABCDEFGHIJKLMNOPQRSTU", "\xc3\x84"};
    struct smtp__mechanism mechanism;
    smtp_own_mechanism own = whole;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        own.name = good[i];
        assert_int_equal(smtp__mechanism_from(&own, &mechanism), SMTP_OK);
        assert_true(mechanism.in_clear);
        assert_false(mechanism.initial);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        own.name = bad[i];
        assert_int_equal(smtp__mechanism_from(&own, &mechanism), SMTP_E_MECHANISM);
    }
}

static void tables_that_are_not_whole(void **state) {
    (void)state;
    struct smtp__mechanism mechanism;
    for (int missing = 0; missing < 3; missing++) {
        smtp_own_mechanism own = whole;
        own.struct_size -= missing == 0;
        own.name = missing == 1 ? NULL : own.name;
        own.respond = missing == 2 ? NULL : own.respond;
        assert_int_equal(smtp__mechanism_from(&own, &mechanism), SMTP_E_ARGUMENT);
    }
    assert_int_equal(smtp__mechanism_from(NULL, &mechanism), SMTP_E_ARGUMENT);
}

static void what_it_answers(void **state) {
    (void)state;
    struct fixture f;
    struct smtp__mechanism mechanism;
    assert_int_equal(smtp__mechanism_from(&whole, &mechanism), SMTP_OK);
    begin(&f, &mechanism, "", "");
    f.credentials.own = &whole;
    f.response.capacity = 8;
    result_of_respond = SMTP_OK;
    length_of_response = 0;
    answers(&f, "abc", "abc");
    answers(&f, "", "");
    assert_int_equal(last_round, 1);
    result_of_respond = SMTP_E_AUTH_CHALLENGE;
    assert_int_equal(answer(&f, "x"), SMTP_E_AUTH_CHALLENGE);
    result_of_respond = SMTP_PENDING;
    assert_int_equal(answer(&f, "x"), SMTP_E_ARGUMENT);
    result_of_respond = SMTP_OK;
    length_of_response = 9; /* more than it had room for */
    assert_int_equal(answer(&f, "x"), SMTP_E_ARGUMENT);
    assert_int_equal(f.response.length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(tables_that_are_not_whole),
        cmocka_unit_test(what_it_answers),
    };
    return cmocka_run_group_tests_name("auth/own", tests, NULL, NULL);
}
