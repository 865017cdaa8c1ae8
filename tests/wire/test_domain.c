/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/domain.h"

static bool is_valid(const char *domain, size_t length) {
    char *copy = guard_copy(domain, length);
    struct smtp__text text = {copy, length};
    bool valid = smtp__domain_is_valid(text);
    guard_free(copy, length);
    return valid;
}

static void labels(void **state) {
    (void)state;
    static const char *const good[] = {
        "a",        "localhost", "example.org", "a.b.c.d",           "xn--mnchen-3ya.de",         "1.2.3.4",
        "3com.com", "a--b.c",    "EXAMPLE.Org", "m\xc3\xbcnchen.de", "\xe4\xbe\x8b.\xe4\xbe\x8b", "9"};
    static const char *const bad[] = {"",     ".",     "a.",  ".a",   "a..b", "-a",        "a-",  "a.-b",
                                      "a-.b", "a_b.c", "a b", "a,b",  "a@b",  "[1.2.3.4]", "a/b", "a:25",
                                      "*.a",  "a!",    "-",   "(c)a", "a\\b", "a\"b"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(is_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(is_valid(bad[i], strlen(bad[i])));
    }
}

static void a_label_has_63_characters_at_most(void **state) {
    (void)state;
    char domain[400];
    memset(domain, 'x', sizeof domain);
    assert_true(is_valid(domain, 63));
    assert_false(is_valid(domain, 64));
    domain[63] = '.';
    assert_true(is_valid(domain, 64 + 63));
    assert_false(is_valid(domain, 64 + 64));
    for (size_t i = 0; i < 64; i++) {
        memcpy(domain + 2 * i, "\xc3\xa9", 2);
    }
    assert_true(is_valid(domain, 2 * 63));
    assert_false(is_valid(domain, 2 * 64));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels),
        cmocka_unit_test(a_label_has_63_characters_at_most),
    };
    return cmocka_run_group_tests_name("wire/domain", tests, NULL, NULL);
}
