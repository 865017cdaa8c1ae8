/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/message_id.h"
#include "support/guard.h"

static smtp_result check(const char *id, const char *wanted) {
    char *guarded = guard_copy(id, strlen(id));
    struct smtp__text text = {guarded, strlen(id)};
    smtp_result result = smtp__message_id_check(&text);
    if (result == SMTP_OK) {
        assert_int_equal(text.length, strlen(wanted));
        assert_memory_equal(text.data, wanted, text.length);
    }
    guard_free(guarded, strlen(id));
    return result;
}

static void good_ones(void **state) {
    (void)state;
    assert_int_equal(check("a@b", "a@b"), SMTP_OK);
    assert_int_equal(check("<a.b+c@d.e>", "a.b+c@d.e"), SMTP_OK);
    assert_int_equal(check("a@[192.0.2.1]", "a@[192.0.2.1]"), SMTP_OK);
}

static void bad_ones(void **state) {
    (void)state;
    static const char *const bad[] = {"",           "a",          "@",       "a@",     "@b",     "a@b@c", "<a@b",
                                      "a@b>",       "a b@c",      ".a@b",    "a.@b",   "a..b@c", "a@.b",  "a@b.",
                                      "a@[]",       "a@[b",       "a@b]",    "a@[b[]", "<>",     "<@>",   "a@[b\\]",
                                      "\xc3\xa9@b", "a@\xc3\xa9", "a@[b c]", "<<a@b>>"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(check(bad[i], ""), SMTP_E_MESSAGE_ID);
    }
    assert_int_equal(check("a@b\n", ""), SMTP_E_CONTROL_CHARACTER);
    char id[902];
    memset(id, 'x', sizeof id);
    id[1] = '@';
    struct smtp__text text = {id, 901};
    assert_int_equal(smtp__message_id_check(&text), SMTP_E_MESSAGE_ID);
    text.length = 900;
    assert_int_equal(smtp__message_id_check(&text), SMTP_OK);
}

static void made_from_the_seed_and_the_domain(void **state) {
    (void)state;
    struct smtp__seed seed;
    char address[260] = "ann@";
    char *id = guard_room(SMTP__MESSAGE_ID_MADE_MAX);
    smtp__seed_set(&seed, "0123456789abcdef", 16);
    size_t length = smtp__message_id_make(&seed, smtp__text_from("\"a@b\"@example.org", SMTP_Z), id);
    assert_int_equal(length, 1 + 16 + 1 + 16 + 1 + 11 + 1);
    assert_memory_equal(id + 34, "@example.org>", 13);
    struct smtp__text text = {id, length};
    assert_int_equal(smtp__message_id_check(&text), SMTP_OK);
    length = smtp__message_id_make(&seed, smtp__text_from("a@[x:b@c]", SMTP_Z), id);
    assert_int_equal(length, 1 + 16 + 1 + 16 + 1 + 7 + 1);
    assert_memory_equal(id + 34, "@[x:b@c]>", 9);
    text = smtp__text_from(id, length);
    assert_int_equal(smtp__message_id_check(&text), SMTP_OK);
    memset(address + 4, 'd', 255);
    assert_int_equal(smtp__message_id_make(&seed, smtp__text_from(address, 259), id), 36 + 255);
    guard_free(id, SMTP__MESSAGE_ID_MADE_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones),
        cmocka_unit_test(bad_ones),
        cmocka_unit_test(made_from_the_seed_and_the_domain),
    };
    return cmocka_run_group_tests_name("mime/message_id", tests, NULL, NULL);
}
