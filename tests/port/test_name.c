/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/name.h"
#include "support/guard.h"

static bool matches_bytes(const char *wanted, enum smtp__san_kind kind, const void *data, size_t length) {
    struct smtp__name name;
    uint8_t *bytes = guard_copy(data, length);
    assert_true(smtp__name_init(&name, wanted));
    bool result = smtp__name_matches(&name, kind, (struct smtp__der){bytes, length});
    guard_free(bytes, length);
    return result;
}

static bool matches(const char *wanted, const char *presented) {
    return matches_bytes(wanted, SMTP__SAN_DNS, presented, strlen(presented));
}

static void names_are_equal_in_any_case(void **state) {
    (void)state;
    assert_true(matches("mail.test", "mail.test"));
    assert_true(matches("MAIL.test", "mail.TEST"));
    assert_true(matches("mail.test.", "mail.test"));
    assert_false(matches("mail.test", "mail.test."));
    assert_false(matches("mail.test", "mail.tes"));
    assert_false(matches("mail.test", "xmail.test"));
    assert_false(matches("mail.test", ".mail.test"));
    assert_false(matches("mail.test", ""));
}

static void a_nul_ends_nothing(void **state) {
    (void)state;
    assert_false(matches_bytes("mail.test", SMTP__SAN_DNS, "mail.test\0.evil", 15));
    assert_false(matches_bytes("mail.test", SMTP__SAN_DNS, "mail.test\0", 10));
    assert_false(matches_bytes("a.wild.test", SMTP__SAN_DNS, "*.wild.test\0.x", 14));
}

static void a_wildcard_is_one_whole_left_most_label(void **state) {
    (void)state;
    assert_true(matches("a.wild.test", "*.wild.test"));
    assert_true(matches("A.WILD.test", "*.wild.TEST"));
    assert_false(matches("wild.test", "*.wild.test"));
    assert_false(matches(".wild.test", "*.wild.test"));
    assert_false(matches("a.b.wild.test", "*.wild.test"));
    assert_false(matches("a.b.wild.test", "a.*.wild.test"));
    assert_false(matches("ab.wild.test", "a*.wild.test"));
    assert_false(matches("ab.wild.test", "*b.wild.test"));
    assert_false(matches("ab.wild.test", "a*b.wild.test"));
    assert_false(matches("a.b.wild.test", "*.*.wild.test"));
    assert_false(matches("mail.test", "*.test"));
    assert_false(matches("mail.test", "*.test."));
    assert_false(matches("test", "*"));
    assert_false(matches("a", "*."));
    assert_false(matches("*.wild.test", "*.wild.test"));
    assert_false(matches("*", "*"));
}

static void addresses_match_byte_for_byte(void **state) {
    (void)state;
    static const uint8_t one[16] = {[15] = 1};
    assert_true(matches_bytes("127.0.0.1", SMTP__SAN_IP, "\x7f\0\0\1", 4));
    assert_false(matches_bytes("127.0.0.2", SMTP__SAN_IP, "\x7f\0\0\1", 4));
    assert_false(matches_bytes("127.0.0.1", SMTP__SAN_IP, "\x7f\0\0", 3));
    assert_false(matches_bytes("127.0.0.1", SMTP__SAN_IP, "\x7f\0\0\1\xff\xff\xff\xff", 8));
    assert_true(matches_bytes("::1", SMTP__SAN_IP, one, 16));
    assert_true(matches_bytes("0:0:0:0:0:0:0:1", SMTP__SAN_IP, one, 16));
    assert_true(matches_bytes("::1%lo", SMTP__SAN_IP, one, 16));
    assert_false(matches_bytes("::2", SMTP__SAN_IP, one, 16));
    assert_false(matches_bytes("127.0.0.1", SMTP__SAN_DNS, "127.0.0.1", 9));
    assert_false(matches_bytes("::1", SMTP__SAN_DNS, "::1", 3));
    assert_false(matches_bytes("1.0.0.127", SMTP__SAN_DNS, "*.0.0.127", 9));
    /* four bytes that are a name's, sixteen that are (CVE-2020-36477) */
    assert_false(matches_bytes("a.bc", SMTP__SAN_IP, "a.bc", 4));
    assert_false(matches_bytes("mail.example.com", SMTP__SAN_IP, "mail.example.com", 16));
}

static void a_name_has_a_length(void **state) {
    (void)state;
    struct smtp__name name;
    char text[SMTP__NAME_MOST + 2];
    memset(text, 'a', sizeof text);
    text[SMTP__NAME_MOST + 1] = '\0';
    assert_false(smtp__name_init(&name, ""));
    assert_false(smtp__name_init(&name, "%:"));
    assert_false(smtp__name_init(&name, text));
    text[SMTP__NAME_MOST] = '\0';
    assert_true(smtp__name_init(&name, text));
    assert_int_equal(name.address_length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_equal_in_any_case),
        cmocka_unit_test(a_nul_ends_nothing),
        cmocka_unit_test(a_wildcard_is_one_whole_left_most_label),
        cmocka_unit_test(addresses_match_byte_for_byte),
        cmocka_unit_test(a_name_has_a_length),
    };
    return cmocka_run_group_tests_name("port/name", tests, NULL, NULL);
}
