/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#define CHALLENGE "<1896.697170952@postoffice.reston.mci.net>"
#define RESPONSE "tim b913a602c7eda7a495b4e6e7334d3890"

static void start(struct fixture *f) {
    begin(f, &smtp__mechanism_cram_md5, "tim", "tanstaaftanstaaf");
}

/* RFC 2195 s2 */
static void the_example(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    assert_false(f.exchange.mechanism->in_clear);
    assert_false(f.exchange.mechanism->initial);
    answers(&f, CHALLENGE, RESPONSE);
    assert_int_equal(answer(&f, CHALLENGE), SMTP_E_AUTH_CHALLENGE);
}

static void no_challenge_no_response(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    assert_int_equal(answer(&f, ""), SMTP_E_AUTH_CHALLENGE);
    assert_int_equal(f.response.length, 0);
}

static void every_room(void **state) {
    (void)state;
    for (size_t room = 0; room < sizeof RESPONSE; room++) {
        struct fixture f;
        start(&f);
        f.response.capacity = room;
        bool fits = room == sizeof RESPONSE - 1;
        assert_int_equal(answer(&f, CHALLENGE), fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(f.response.length, fits ? room : 0);
    }
}

static void digests_that_fail(void **state) {
    (void)state;
    for (long n = 1; n <= 8; n++) {
        struct fixture f;
        start(&f);
        f.digests.fail_at = n;
        smtp_result result = answer(&f, CHALLENGE);
        assert_true(result == SMTP_E_NO_MEMORY || result == SMTP_E_DIGEST || f.digests.calls < n);
        assert_int_equal(f.digests.live, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example),
        cmocka_unit_test(no_challenge_no_response),
        cmocka_unit_test(every_room),
        cmocka_unit_test(digests_that_fail),
    };
    return cmocka_run_group_tests_name("auth/cram_md5", tests, NULL, NULL);
}
