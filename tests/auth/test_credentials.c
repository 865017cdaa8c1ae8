/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/auth.h"
#include "support/guard.h"
#include <smtp/config.h>

static smtp_result check(const char *user, size_t user_length, const char *secret, size_t secret_length) {
    char *user_copy = guard_copy(user, user_length);
    char *secret_copy = guard_copy(secret, secret_length);
    struct smtp__credentials credentials = {{user_copy, user_length}, {secret_copy, secret_length}, NULL, NULL};
    smtp_result result = smtp__credentials_check(&credentials);
    guard_free(user_copy, user_length);
    guard_free(secret_copy, secret_length);
    return result;
}

static void good_ones(void **state) {
    (void)state;
    assert_int_equal(check("a", 1, "b", 1), SMTP_OK);
    assert_int_equal(check("a", 1, "", 0), SMTP_OK);
    assert_int_equal(check(" a b ", 5, " x y ", 5), SMTP_OK);
    assert_int_equal(check("j\xc3\xbcrgen", 7, "\xff\x80", 2), SMTP_OK);
}

static void no_user(void **state) {
    (void)state;
    struct smtp__credentials none = {{NULL, 0}, {NULL, 0}, NULL, NULL};
    assert_int_equal(check("", 0, "b", 1), SMTP_E_USER);
    assert_int_equal(smtp__credentials_check(&none), SMTP_E_USER);
}

static void every_octet(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        const char octets[] = {'a', (char)c, 'b'};
        bool is_control = c < 32 || c == 127;
        assert_int_equal(check(octets, 3, "x", 1), is_control ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
        assert_int_equal(check(octets, 2, "x", 1), is_control ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
        assert_int_equal(check("x", 1, octets, 3), is_control ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
        assert_int_equal(check("x", 1, octets, 2), is_control ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
    }
}

static void longest(void **state) {
    (void)state;
    static char octets[SMTP_CFG_SECRET + 1];
    memset(octets, 'x', sizeof octets);
    assert_int_equal(check(octets, SMTP_CFG_SECRET, octets, 9211 - SMTP_CFG_SECRET), SMTP_OK);
    assert_int_equal(check(octets, SMTP_CFG_SECRET + 1, octets, 1), SMTP_E_USER);
    assert_int_equal(check(octets, 1, octets, SMTP_CFG_SECRET + 1), SMTP_E_SECRET);
    /* both with their two NULs in 12286 octets of base64 */
    assert_int_equal(check(octets, 9211 - SMTP_CFG_SECRET, octets, SMTP_CFG_SECRET), SMTP_OK);
    assert_int_equal(check(octets, 9212 - SMTP_CFG_SECRET, octets, SMTP_CFG_SECRET), SMTP_E_SECRET);
}

static void tokens(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        const char octets[] = {'a', (char)c, 'b'};
        struct smtp__credentials credentials = {{"me", 2}, {octets, 3}, NULL, NULL};
        bool is_control = c < 32 || c == 127;
        bool is_visible = c > 32 && c < 127;
        assert_int_equal(smtp__token_check(&credentials), is_control   ? SMTP_E_CONTROL_CHARACTER
                                                          : is_visible ? SMTP_OK
                                                                       : SMTP_E_TOKEN);
    }
    struct smtp__credentials empty = {{"me", 2}, {"", 0}, NULL, NULL};
    assert_int_equal(smtp__token_check(&empty), SMTP_E_TOKEN);
    struct smtp__credentials nobody = {{"", 0}, {"token", 5}, NULL, NULL};
    assert_int_equal(smtp__token_check(&nobody), SMTP_E_USER);
}

static void identities(void **state) {
    (void)state;
    assert_int_equal(smtp__identity_check((struct smtp__text){"", 0}, 3), SMTP_OK);
    assert_int_equal(smtp__identity_check((struct smtp__text){"a b", 3}, 3), SMTP_OK);
    assert_int_equal(smtp__identity_check((struct smtp__text){"abcd", 4}, 3), SMTP_E_USER);
    assert_int_equal(smtp__identity_check((struct smtp__text){"a\0b", 3}, 3), SMTP_E_CONTROL_CHARACTER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones), cmocka_unit_test(no_user), cmocka_unit_test(every_octet),
        cmocka_unit_test(longest),   cmocka_unit_test(tokens),  cmocka_unit_test(identities),
    };
    return cmocka_run_group_tests_name("auth/credentials", tests, NULL, NULL);
}
