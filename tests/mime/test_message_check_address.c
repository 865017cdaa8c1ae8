/* SPDX-License-Identifier: MIT */
#include "findings.h"

static void several_authors_need_a_sender(void **state) {
    struct subject *s = *state;
    make_good(s);
    add(s, SMTP_HEADER_FROM, "", "carl@example.org");
    assert_true(is_in(found(s), SMTP_FINDING_NO_SENDER));
    assert_true(is_in(found(s), SMTP_FINDING_SEVERAL_FROM));
    add(s, SMTP_HEADER_SENDER, "", "ann@example.org");
    finds(s, SMTP_FINDING_SEVERAL_FROM);
}

static void hidden_recipients_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    smtp_message_free(s->message);
    ok(smtp_message_new(&s->allocator.table, &s->message));
    ok(smtp_message_set_from(s->message, NULL, 0, "ann@example.org", SMTP_Z));
    add(s, SMTP_HEADER_BCC, "", "bob@example.net");
    assert_true(is_in(found(s), SMTP_FINDING_ONLY_BCC));
    assert_false(is_in(found(s), SMTP_FINDING_NO_RECIPIENT));
    ok(smtp_message_open_group(s->message, SMTP_HEADER_TO, "undisclosed-recipients", SMTP_Z));
    assert_false(is_in(found(s), SMTP_FINDING_ONLY_BCC));
}

static void many_recipients_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    for (char a = 'a'; a <= 'k'; a++) {
        for (char b = '0'; b <= '9' && !(a == 'k' && b == '0'); b++) {
            char address[] = "xx@example.net";
            address[0] = a;
            address[1] = b;
            add(s, SMTP_HEADER_CC, "", a == 'a' && b == '0' ? "bob@example.net" : address);
        }
    }
    finds_nothing(s); /* 100 */
    add(s, SMTP_HEADER_CC, "", "last@example.net");
    finds(s, SMTP_FINDING_MANY_RECIPIENTS);
}

static void bare_domains_are_found_everywhere(void **state) {
    static const char *const addresses[] = {"carl@localhost", "\"a <b\"@localhost", "\"c@d.e\"@localhost"};
    static const char *const names[] = {
        "",
        "Carl",
        "Carl, \"the\" <one>",
        "J\xc3\xbcrgen",
        "A name that is so long that the address behind it is folded",
    };
    for (size_t i = 0; i < 15; i++) {
        struct subject *s = *state;
        teardown(state);
        setup(state);
        make_good(s);
        add(s, SMTP_HEADER_REPLY_TO, names[i % 5], "\"ca <rl\"@example.org");
        finds_nothing(s);
        if (i > 7) {
            ok(smtp_message_open_group(s->message, SMTP_HEADER_REPLY_TO, "Team", SMTP_Z));
        }
        add(s, SMTP_HEADER_REPLY_TO, names[i % 5], addresses[i / 5]);
        finds(s, SMTP_FINDING_BARE_DOMAIN);
    }
}

static void a_bare_domain_in_an_identifier_is_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    ok(smtp_message_set_message_id(s->message, "1@[192.0.2.1]", SMTP_Z));
    finds_nothing(s);
    ok(smtp_message_set_message_id(s->message, "1.2@host", SMTP_Z));
    finds(s, SMTP_FINDING_BARE_DOMAIN);
}

static void a_bare_recipient_is_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    add(s, SMTP_HEADER_BCC, "", "root@host");
    finds(s, SMTP_FINDING_BARE_DOMAIN);
}

static void address_literals_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    add(s, SMTP_HEADER_CC, "", "carl@[192.0.2.1]");
    finds(s, SMTP_FINDING_ADDRESS_LITERAL);
}

static void a_reply_to_that_says_nothing_is_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    add(s, SMTP_HEADER_REPLY_TO, "Ann", "Ann@Example.ORG");
    finds(s, SMTP_FINDING_REPLY_TO_IS_FROM);
    add(s, SMTP_HEADER_REPLY_TO, "", "carl@example.org");
    finds_nothing(s);
}

static void another_address_in_the_name_is_found(void **state) {
    struct subject *s = *state;
    static const char *const good[] = {"Ann @ home", "ann@example.org", "@ann", "ann@"};
    static const char *const bad[] = {"bank@example.com", "Bank, bank@example.com", "a@b"};
    make_good(s);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ok(smtp_message_set_from(s->message, good[i], SMTP_Z, "ann@example.org", SMTP_Z));
        finds_nothing(s);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ok(smtp_message_set_from(s->message, bad[i], SMTP_Z, "ann@example.org", SMTP_Z));
        finds(s, SMTP_FINDING_ADDRESS_IN_NAME);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(several_authors_need_a_sender, setup, teardown),
        cmocka_unit_test_setup_teardown(hidden_recipients_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(many_recipients_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(bare_domains_are_found_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bare_domain_in_an_identifier_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bare_recipient_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(address_literals_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reply_to_that_says_nothing_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(another_address_in_the_name_is_found, setup, teardown),
    };
    return cmocka_run_group_tests_name("mime/message_check_address", tests, NULL, NULL);
}
