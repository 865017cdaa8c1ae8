/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void one_response(void **state) {
    (void)state;
    const struct smtp__mechanism *const all[] = {smtp__mechanisms_external[0], smtp__mechanisms_anonymous[0]};
    static const char *const names[] = {"", "sirhc", "fred@example.com"};
    for (size_t i = 0; i < 6; i++) {
        struct fixture f;
        begin(&f, all[i % 2], names[i / 2], "");
        assert_int_equal(all[i % 2]->bit, i % 2 == 0 ? SMTP_MECHANISM_EXTERNAL : SMTP_MECHANISM_ANONYMOUS);
        assert_false(f.exchange.mechanism->in_clear);
        assert_true(f.exchange.mechanism->initial);
        answers(&f, "", names[i / 2]);
        assert_int_equal(answer(&f, ""), SMTP_E_AUTH_CHALLENGE);
    }
}

static void no_room(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, smtp__mechanisms_external[0], "me", "");
    f.response.capacity = 1;
    assert_int_equal(answer(&f, ""), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(f.response.length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_response),
        cmocka_unit_test(no_room),
    };
    return cmocka_run_group_tests_name("auth/identity", tests, NULL, NULL);
}
