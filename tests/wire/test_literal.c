/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/literal.h"
#include <stdio.h>

typedef bool (*check_fn)(struct smtp__text text);

static void check_all(check_fn check, const char *const *rows, bool expected) {
    for (; *rows != NULL; rows++) {
        size_t length = strlen(*rows);
        char *copy = guard_copy(*rows, length);
        struct smtp__text text = {copy, length};
        if (check(text) != expected) {
            fail_msg("%s", *rows);
        }
        guard_free(copy, length);
    }
}

static void ipv4(void **state) {
    (void)state;
    static const char *const good[] = {"0.0.0.0", "127.0.0.1", "255.255.255.255", "001.02.3.4", NULL};
    static const char *const bad[] = {"",           "1",         "1.2.3",    "1.2.3.",    "1.2.3.4.", "1.2.3.4.5",
                                      "256.1.1.1",  "1.1.1.256", "1..2.3",   ".1.2.3.4",  "1.2.3.4 ", " 1.2.3.4",
                                      "0001.2.3.4", "1.2.3.-4",  "1.2.3.4a", "0x1.2.3.4", "1,2,3,4",  NULL};
    check_all(smtp__literal_is_ipv4, good, true);
    check_all(smtp__literal_is_ipv4, bad, false);
}

/* An IPv6 address as a literal has it, at the end of a page. */
static bool is_ipv6(struct smtp__text address) {
    char literal[64];
    int length = snprintf(literal, sizeof literal, "[IPv6:%.*s]", (int)address.length, address.data);
    assert_in_range(length, 1, sizeof literal - 1);
    char *copy = guard_copy(literal, (size_t)length);
    struct smtp__text text = {copy, (size_t)length};
    bool is_valid = smtp__literal_is_valid(text);
    guard_free(copy, (size_t)length);
    return is_valid;
}

static void ipv6(void **state) {
    (void)state;
    static const char *const good[] = {"1:2:3:4:5:6:7:8",
                                       "2001:0db8:ABCD:ef01:0:0:0:1",
                                       "::",
                                       "::1",
                                       "1::",
                                       "1::8",
                                       "1:2:3:4:5:6::",
                                       "::3:4:5:6:7:8",
                                       "1:2:3::6:7:8",
                                       "2001:db8::1",
                                       "1:2:3:4:5:6:1.2.3.4",
                                       "::1.2.3.4",
                                       "::ffff:192.0.2.1",
                                       "1::1.2.3.4",
                                       "1:2:3:4::1.2.3.4",
                                       "1:2::5:6:1.2.3.4",
                                       "::1:2:3:4:1.2.3.4",
                                       NULL};
    static const char *const bad[] = {"",
                                      ":",
                                      ":::",
                                      "1",
                                      "1:",
                                      ":1",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7::",
                                      "::2:3:4:5:6:7:8",
                                      "1::3:4:5:6:7:8",
                                      "1::2::3",
                                      "1:::2",
                                      "::1::",
                                      "12345::",
                                      "::12345",
                                      "g::",
                                      "::g",
                                      "1:2:3:4:5:6:7:8:",
                                      "::1:",
                                      ":1::2",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "1:2:3:4:5:1.2.3.4",
                                      "::1.2.3",
                                      "::1.2.3.4.5",
                                      "::1.2.3.4:5",
                                      "1.2.3.4",
                                      "::256.1.1.1",
                                      "1.2.3.4::",
                                      "1:2:3:4:5::1.2.3.4",
                                      "fe80::1%eth0",
                                      "::1/64",
                                      " ::1",
                                      "::1 ",
                                      "[::1]",
                                      "1:%:",
                                      NULL};
    check_all(is_ipv6, good, true);
    check_all(is_ipv6, bad, false);
}

static void literals(void **state) {
    (void)state;
    static const char *const good[] = {
        "[127.0.0.1]", "[IPv6:::1]", "[ipv6:2001:db8::1]", "[IPV6:::1.2.3.4]", "[tag:content]", "[x-1:a:b;c^~!Z]",
        "[-a:1]",      NULL};
    static const char *const bad[] = {"",
                                      "[",
                                      "]",
                                      "[]",
                                      "[ ]",
                                      "127.0.0.1",
                                      "[127.0.0.1",
                                      "127.0.0.1]",
                                      "[1.2.3]",
                                      "[::1]",
                                      "[IPv6:]",
                                      "[IPv6::1]",
                                      "[IPv6:1]",
                                      "[IPv6:1.2.3.4]",
                                      "[IPv6 ::1]",
                                      "[:x]",
                                      "[tag:]",
                                      "[tag:x>]",
                                      "[tag:<x]",
                                      "[tag-:x]",
                                      "[t_g:x]",
                                      "[tag:a b]",
                                      "[tag:a[b]",
                                      "[tag:a]b]",
                                      "[tag:a\\b]",
                                      "[tag:\x7f]",
                                      "[tag:\xc3\xa9]",
                                      "[\xc3\xa9:x]",
                                      "[[1.2.3.4]]",
                                      "[1.2.3.4]]",
                                      "[1.2.3.4] ",
                                      "[IPv6:fe80::1%1]",
                                      NULL};
    check_all(smtp__literal_is_valid, good, true);
    check_all(smtp__literal_is_valid, bad, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ipv4),
        cmocka_unit_test(ipv6),
        cmocka_unit_test(literals),
    };
    return cmocka_run_group_tests_name("wire/literal", tests, NULL, NULL);
}
