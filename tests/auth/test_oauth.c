/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#define TOKEN "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="

static void oauthbearer(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, find(smtp__mechanisms_token, SMTP_MECHANISM_OAUTHBEARER), "a,user=x@example.com", TOKEN);
    assert_true(f.exchange.mechanism->in_clear);
    assert_true(f.exchange.mechanism->initial);
    answers(&f, "", "n,a=a=2Cuser=3Dx@example.com,\001auth=Bearer " TOKEN "\001\001");
    answers(&f, "{\"status\":\"invalid_token\"}", "\001");
    assert_int_equal(answer(&f, "{}"), SMTP_E_AUTH_CHALLENGE);
}

static void xoauth2(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, find(smtp__mechanisms_token, SMTP_MECHANISM_XOAUTH2), "a,user=x@example.com", TOKEN);
    assert_true(f.exchange.mechanism->in_clear);
    assert_true(f.exchange.mechanism->initial);
    answers(&f, "", "user=a,user=x@example.com\001auth=Bearer " TOKEN "\001\001");
    answers(&f, "{\"status\":\"400\"}", "");
    assert_int_equal(answer(&f, "{}"), SMTP_E_AUTH_CHALLENGE);
}

static void every_room(void **state) {
    (void)state;
    const struct smtp__mechanism *const all[] = {find(smtp__mechanisms_token, SMTP_MECHANISM_OAUTHBEARER),
                                                 find(smtp__mechanisms_token, SMTP_MECHANISM_XOAUTH2)};
    for (size_t i = 0; i < 2; i++) {
        size_t length = i == 0 ? sizeof "n,a=me=2C,\001auth=Bearer " TOKEN "\001\001" - 1
                               : sizeof "user=me,\001auth=Bearer " TOKEN "\001\001" - 1;
        for (size_t room = 0; room <= length; room++) {
            struct fixture f;
            begin(&f, all[i], "me,", TOKEN);
            f.response.capacity = room;
            bool fits = room == length;
            assert_int_equal(answer(&f, ""), fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL);
            assert_int_equal(f.response.length, fits ? length : 0);
            for (size_t k = f.response.length; k < sizeof f.memory; k++) {
                assert_int_equal(f.memory[k], 0);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oauthbearer),
        cmocka_unit_test(xoauth2),
        cmocka_unit_test(every_room),
    };
    return cmocka_run_group_tests_name("auth/oauth", tests, NULL, NULL);
}
