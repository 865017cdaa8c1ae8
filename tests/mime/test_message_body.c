/* SPDX-License-Identifier: MIT */
#include "mail.h"

static void each_kind_has_its_type(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_flowed_text(m, "one two\n", SMTP_Z), SMTP_OK);
    has(m, "\r\nContent-Type: text/plain; format=flowed; charset=utf-8\r\n");
    assert_int_equal(smtp_message_set_text(m, "three", SMTP_Z), SMTP_OK);
    has(m, "\r\nContent-Type: text/plain; charset=utf-8\r\n");
    has_not(m, "one");
    assert_int_equal(smtp_message_set_amp(m, "<html amp4email>", SMTP_Z), SMTP_OK);
    has(m, "\r\nContent-Type: text/x-amp-html; charset=utf-8\r\n");
    assert_int_equal(smtp_message_set_calendar(m, "REQUEST", SMTP_Z, "BEGIN:VCALENDAR\n", SMTP_Z), SMTP_OK);
    has(m, "\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n");
    assert_int_equal(smtp_message_set_calendar(m, "X-1", SMTP_Z, "BEGIN:VCALENDAR\n", SMTP_Z), SMTP_OK);
    has(m, "method=X-1;");
    has_not(m, "REQUEST");
    end_mail(&a, m);
}

static void a_method_is_a_token(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",         " ",         "A B",
        "A;b=c",    "A\"",       "A_B",
        "\xc3\xa9", "A\r\nB: c", "12345678901234567890123456789012345678901234567890123456789012345"};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_message_set_calendar(m, bad[i], SMTP_Z, "x", 1), SMTP_E_MEDIA_TYPE);
    }
    assert_int_equal(smtp_message_set_calendar(m, "A\0B", 3, "x", 1), SMTP_E_MEDIA_TYPE);
    has_not(m, "calendar");
    end_mail(&a, m);
}

typedef smtp_result (*set_fn)(smtp_message *m, const char *text, size_t length);

static smtp_result set_request(smtp_message *m, const char *text, size_t length) {
    return smtp_message_set_calendar(m, "REQUEST", SMTP_Z, text, length);
}

static const set_fn setters[] = {smtp_message_set_text, smtp_message_set_flowed_text, smtp_message_set_html,
                                 smtp_message_set_amp, set_request};

static void what_is_refused_changes_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        assert_int_equal(setters[i](m, "before", SMTP_Z), SMTP_OK);
        assert_int_equal(setters[i](m, "a\0b", 3), SMTP_E_NUL_IN_CONTENT);
        assert_int_equal(setters[i](m, "\xff", 1), SMTP_E_UTF8);
        has(m, "\r\n\r\nbefore\r\n");
        assert_int_equal(setters[i](m, "", 0), SMTP_OK);
        has_not(m, "before");
        end_mail(&a, m);
    }
}

/* Long enough that each setter asks for memory. */
static void any_allocation_may_fail(void **state) {
    (void)state;
    static char text[3000];
    memset(text, '{', sizeof text - 1);
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_result result;
        long n = 0;
        do {
            a.fail_at = a.calls + ++n;
            result = setters[i](m, text, SMTP_Z);
            a.fail_at = 0;
            if (result != SMTP_OK) {
                assert_int_equal(result, SMTP_E_NO_MEMORY);
                has_not(m, "{{{");
            }
        } while (result != SMTP_OK);
        assert_true(n > 1);
        has(m, "{{{");
        end_mail(&a, m);
    }
}

static void null_is_refused(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_calendar(m, NULL, 0, "x", 1), SMTP_E_ARGUMENT);
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        assert_int_equal(setters[i](NULL, "x", 1), SMTP_E_ARGUMENT);
        assert_int_equal(setters[i](m, NULL, 0), SMTP_E_ARGUMENT);
    }
    has(m, "text/plain; charset=utf-8");
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_its_type),
        cmocka_unit_test(a_method_is_a_token),
        cmocka_unit_test(what_is_refused_changes_nothing),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(null_is_refused),
    };
    return cmocka_run_group_tests_name("mime/message_body", tests, NULL, NULL);
}
