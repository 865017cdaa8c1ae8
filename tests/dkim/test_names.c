/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "dkim/names.h"

static struct smtp__text text(const char *string) {
    return smtp__text_from(string, SMTP_Z);
}

static bool is_signed(const char *names, const char *name) {
    return smtp__dkim_name_is_signed(names == NULL ? smtp__dkim_names_default() : text(names), text(name));
}

static void the_default(void **state) {
    (void)state;
    static const char *const in[] = {
        "From",         "sender",     "REPLY-TO",      "To",           "Cc",
        "Subject",      "Date",       "Message-ID",    "In-Reply-To",  "References",
        "MIME-Version", "Content-ID", "list-id",       "Content-Type", "List-Unsubscribe-Post",
        "Resent-From",  "Resent-To",  "Auto-Submitted"};
    static const char *const out[] = {"Bcc", "X-Mailer", "Received", "Return-Path", "DKIM-Signature", "Content", "Lis"};
    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++) {
        assert_true(is_signed(NULL, in[i]));
    }
    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
        assert_false(is_signed(NULL, out[i]));
    }
}

static void a_list(void **state) {
    (void)state;
    assert_true(is_signed("X-A:Subject", "x-a"));
    assert_true(is_signed("X-A:Subject", "From"));
    assert_false(is_signed("X-A:Subject", "To"));
    assert_false(is_signed("X-A:Subject", "X-AB"));
    assert_true(is_signed("X-*", "X-AB"));
    assert_true(is_signed("X-*", "x-"));
    assert_false(is_signed("X-*", "X"));
    assert_true(is_signed("*", "Anything"));
    assert_false(is_signed("*", "received"));
    assert_false(is_signed("R*:D*", "Return-Path"));
    assert_false(is_signed("R*:D*", "DKIM-Signature"));
    assert_false(is_signed("*", "X-A;l"));
    assert_false(is_signed(NULL, "List-;l=0"));
    assert_true(is_signed("", "From"));
    assert_false(is_signed("", "To"));
}

static void what_there_is_once(void **state) {
    (void)state;
    assert_true(smtp__dkim_name_is_single(text("subject")));
    assert_true(smtp__dkim_name_is_single(text("List-Unsubscribe")));
    assert_false(smtp__dkim_name_is_single(text("Resent-To")));
    assert_false(smtp__dkim_name_is_single(text("X-A")));
}

static void setting_them(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 8);
    assert_int_equal(smtp_dkim_set_fields(NULL, "To", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_set_fields(f.dkim, NULL, 2), SMTP_E_ARGUMENT);
    static const char *const bad[] = {"To:Received", "return-path", "DKIM-SIGNATURE:To", "a b",
                                      "a;b",         "To\r\n",      "T\xc3\xb6",         "a:b\x7f"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_dkim_set_fields(f.dkim, bad[i], SMTP_Z), SMTP_E_HEADER_NAME);
    }
    f.allocator.fail_at = f.allocator.calls + 1;
    char many[2000];
    memset(many, 'x', sizeof many);
    assert_int_equal(smtp_dkim_set_fields(f.dkim, many, sizeof many), SMTP_E_NO_MEMORY);
    assert_int_equal(sign_text(&f, "From: a\r\nTo: b\r\nX-A: c\r\n\r\n"), SMTP_OK);
    assert_non_null(strstr(f.text, "h=To:From:To:From;"));
    assert_int_equal(smtp_dkim_set_fields(f.dkim, "X-A", SMTP_Z), SMTP_OK);
    assert_int_equal(sign_text(&f, "From: a\r\nTo: b\r\nX-A: c\r\n\r\n"), SMTP_OK);
    assert_non_null(strstr(f.text, "h=X-A:From:From;"));
    assert_int_equal(smtp_dkim_set_fields(f.dkim, NULL, 0), SMTP_OK);
    assert_int_equal(sign_text(&f, "From: a\r\nTo: b\r\nX-A: c\r\n\r\n"), SMTP_OK);
    assert_non_null(strstr(f.text, "h=To:From:To:From;"));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default),
        cmocka_unit_test(a_list),
        cmocka_unit_test(what_there_is_once),
        cmocka_unit_test(setting_them),
    };
    return cmocka_run_group_tests_name("dkim/names", tests, NULL, NULL);
}
