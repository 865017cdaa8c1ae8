/* SPDX-License-Identifier: MIT */
#include "findings.h"

static void a_good_mail_has_none(void **state) {
    make_good(*state);
    finds_nothing(*state);
}

static void an_empty_message_lacks_much(void **state) {
    struct subject *s = *state;
    uint64_t set;
    ok(smtp_message_check(s->message, NULL, &set));
    assert_true(is_in(set, SMTP_FINDING_NO_DATE));
    assert_true(is_in(set, SMTP_FINDING_NO_FROM));
    assert_true(is_in(set, SMTP_FINDING_NO_MESSAGE_ID));
    assert_true(is_in(set, SMTP_FINDING_NO_RECIPIENT));
    assert_true(is_in(set, SMTP_FINDING_NO_SUBJECT));
    assert_true(is_in(set, SMTP_FINDING_EMPTY_TEXT));
    assert_false(is_in(set, SMTP_FINDING_ONLY_BCC));
    ok(smtp_message_set_date(s->message, 0, 0));
    assert_false(is_in(found(s), SMTP_FINDING_NO_DATE));
    ok(smtp_message_set_seed(s->message, SEED, 32));
    assert_false(is_in(found(s), SMTP_FINDING_NO_MESSAGE_ID));
}

static void an_empty_subject_is_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    ok(smtp_message_set_subject(s->message, "", 0));
    finds(s, SMTP_FINDING_EMPTY_SUBJECT);
}

static void long_lines_of_the_header_are_found(void **state) {
    struct subject *s = *state;
    char value[78];
    memset(value, 'x', sizeof value);
    make_good(s);
    ok(smtp_message_set_header(s->message, "X", 1, value, 75)); /* "X: " before it */
    finds_nothing(s);
    ok(smtp_message_set_header(s->message, "X", 1, value, 76));
    finds(s, SMTP_FINDING_LONG_LINES);
}

static void open_templates_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    ok(smtp_message_set_subject(s->message, "Dear {{name}}", SMTP_Z));
    finds(s, SMTP_FINDING_OPEN_TEMPLATE);
    ok(smtp_message_set_subject(s->message, "Dear {name}", SMTP_Z));
    finds_nothing(s);
    ok(smtp_message_set_text(s->message, "Dear {{name}}", SMTP_Z));
    finds(s, SMTP_FINDING_OPEN_TEMPLATE);
    ok(smtp_message_set_text(s->message, "Hello", SMTP_Z));
    ok(smtp_message_set_subject(s->message, "\xe4\xbd\xa0\xe5\xa5\xbd{{name}}", SMTP_Z)); /* in base64 */
    finds(s, SMTP_FINDING_OPEN_TEMPLATE);
}

static void bulk_mail_wants_a_way_out(void **state) {
    struct subject *s = *state;
    make_good(s);
    s->context.is_bulk = 1;
    finds(s, SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE);
    s->context.is_bulk = 0;
    set_header(s, "Precedence", "Bulk");
    finds(s, SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE);
    set_header(s, "Precedence", "list");
    finds(s, SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE);
    set_header(s, "Precedence", "first-class");
    finds_nothing(s);
    ok(smtp_message_set_list_id(s->message, NULL, 0, "news.example.org", SMTP_Z));
    finds(s, SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE);
    ok(smtp_message_add_list_url(s->message, SMTP_LIST_UNSUBSCRIBE, "mailto:u@example.org", SMTP_Z));
    finds(s, SMTP_FINDING_BULK_WITHOUT_ONE_CLICK);
    ok(smtp_message_add_list_url(s->message, SMTP_LIST_UNSUBSCRIBE, "https://example.org/u", SMTP_Z));
    finds(s, SMTP_FINDING_BULK_WITHOUT_ONE_CLICK);
    set_header(s, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    finds_nothing(s);
    ok(smtp_message_set_one_click_unsubscribe(s->message, "HTTPS://example.org/u", SMTP_Z, NULL, 0));
    finds_nothing(s);
}

static void bulk_mail_must_be_signed(void **state) {
    struct subject *s = *state;
    make_good(s);
    s->context.dkim_domain = "";
    finds_nothing(s);
    s->context.is_bulk = 1;
    ok(smtp_message_set_one_click_unsubscribe(s->message, "https://example.org/u", SMTP_Z, NULL, 0));
    finds(s, SMTP_FINDING_BULK_WITHOUT_DKIM);
    s->context.dkim_domain_length = SMTP_Z;
    finds(s, SMTP_FINDING_BULK_WITHOUT_DKIM);
    s->context.dkim_domain = "example.org";
    finds_nothing(s);
}

static void the_signature_must_be_of_the_authors_domain(void **state) {
    struct subject *s = *state;
    static const char *const good[] = {"example.org", "EXAMPLE.org", "org", "mail.example.org"};
    static const char *const bad[] = {"example.net", "myexample.org", "ample.org", "example.org.net"};
    make_good(s);
    s->context.dkim_domain_length = SMTP_Z;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        s->context.dkim_domain = good[i];
        finds_nothing(s);
        s->context.dkim_domain = bad[i];
        finds(s, SMTP_FINDING_DKIM_DOMAIN);
    }
}

static void nothing_is_changed(void **state) {
    static char before[4096];
    struct subject *s = *state;
    make_good(s);
    set_html(s, "<img src=\"cid:a@example.org\">");
    attach(s, "a.js");
    ok(smtp_message_set_seed(s->message, SEED, 32));
    const char *mail = mail_of(s->message);
    assert_true(strlen(mail) < sizeof before);
    memcpy(before, mail, strlen(mail) + 1);
    long calls = s->allocator.calls;
    assert_true(found(s) != 0);
    assert_int_equal(s->allocator.calls, calls);
    assert_string_equal(mail_of(s->message), before);
}

static void bad_arguments_are_refused(void **state) {
    struct subject *s = *state;
    uint64_t set;
    assert_int_equal(smtp_message_check(NULL, NULL, &set), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_check(s->message, NULL, NULL), SMTP_E_ARGUMENT);
    s->context.struct_size--;
    assert_int_equal(smtp_message_check(s->message, &s->context, &set), SMTP_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_mail_has_none, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_message_lacks_much, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_subject_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(long_lines_of_the_header_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(open_templates_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(bulk_mail_wants_a_way_out, setup, teardown),
        cmocka_unit_test_setup_teardown(bulk_mail_must_be_signed, setup, teardown),
        cmocka_unit_test_setup_teardown(the_signature_must_be_of_the_authors_domain, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_arguments_are_refused, setup, teardown),
    };
    return cmocka_run_group_tests_name("mime/message_check", tests, NULL, NULL);
}
