/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/message_field.h>

static void the_list_has_a_name(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_list_id(m, NULL, 0, "news.example.org", SMTP_Z), SMTP_OK);
    has(m, "List-Id: <news.example.org>\r\n");
    assert_int_equal(smtp_message_set_list_id(m, "The News", SMTP_Z, "news.example.org", SMTP_Z), SMTP_OK);
    has(m, "List-Id: The News <news.example.org>\r\n");
    assert_int_equal(smtp_message_set_list_id(m, "N\xc3\xb6ws", SMTP_Z, "news.example.org", SMTP_Z), SMTP_OK);
    has(m, "List-Id: =?utf-8?B?TsO2d3M=?= <news.example.org>\r\n");
    static const char *const bad[] = {"",      "news",  ".news", "news.",      "a..b",  "<a.b>",
                                      "a.b c", "a@b.c", "a.b>",  "a.\xc3\xb6", "a.[b]", "\"a\".b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_message_set_list_id(m, "x", 1, bad[i], SMTP_Z), SMTP_E_ADDRESS);
    }
    char id[256];
    memset(id, 'a', sizeof id);
    id[1] = '.';
    assert_int_equal(smtp_message_set_list_id(m, "x", 1, id, 256), SMTP_E_ADDRESS);
    has(m, "List-Id: =?utf-8?B?TsO2d3M=?= <news.example.org>\r\n");
    assert_int_equal(smtp_message_set_list_id(m, "x", 1, id, 255), SMTP_OK);
    assert_int_equal(smtp_message_set_list_id(m, "x", 1, NULL, 0), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

static smtp_result add(smtp_message *m, int32_t field, const char *url) {
    return smtp_message_add_list_url(m, field, url, SMTP_Z);
}

static void every_field_takes_urls(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (int32_t field = SMTP_LIST_HELP; field <= SMTP_LIST_ARCHIVE; field++) {
        assert_int_equal(add(m, field, "mailto:list@example.org?subject=a,b"), SMTP_OK);
        assert_int_equal(add(m, field, "https://example.org/list/of/many/things"), SMTP_OK);
    }
    static const char *const names[] = {"Help", "Unsubscribe", "Subscribe", "Post", "Owner", "Archive"};
    for (size_t i = 0; i < 6; i++) {
        char wanted[200] = "\r\nList-";
        strcat(wanted, names[i]);
        strcat(wanted, ": <mailto:list@example.org?subject=a,b>,\r\n <https://example.org/list/of/many/things>\r\n");
        has(m, wanted);
    }
    assert_int_equal(add(m, 0, "a:b"), SMTP_E_ARGUMENT);
    assert_int_equal(add(m, 7, "a:b"), SMTP_E_ARGUMENT);
    assert_int_equal(add(m, 1, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(add(NULL, 1, "a:b"), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_header(m, "List-help", SMTP_Z, "x", 1), SMTP_E_HEADER_RESERVED);
    end_mail(&a, m);
}

static void what_is_no_url_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",     "x",       ":",  "a:",         ":b",    "1a:b",       "a b:c",          "a:b c",      "<a:b>",
        "a:b>", "a:\"b\"", "NO", "a:\xc3\xb6", "a_b:c", "a:b, <c:d>", "//example.org/", "example.org"};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(add(m, SMTP_LIST_HELP, bad[i]), SMTP_E_LIST_URL);
        assert_int_equal(smtp_message_set_one_click_unsubscribe(m, bad[i], SMTP_Z, NULL, 0), SMTP_E_LIST_URL);
        if (bad[i][0] != '\0') {
            assert_int_equal(smtp_message_set_one_click_unsubscribe(m, "https://b", SMTP_Z, bad[i], SMTP_Z),
                             SMTP_E_LIST_URL);
        }
    }
    has_not(m, "List-");
    assert_int_equal(add(m, SMTP_LIST_HELP, "a+b-c.d1:x"), SMTP_OK);
    end_mail(&a, m);
}

static void long_urls(void **state) {
    (void)state;
    char url[1000] = "https://example.org/";
    memset(url + strlen(url), 'x', sizeof url - strlen(url));
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    /* "List-Help: <>" and a comma that may follow */
    assert_int_equal(smtp_message_add_list_url(m, SMTP_LIST_HELP, url, 985), SMTP_E_HEADER_TOO_LONG);
    has_not(m, "List-Help");
    assert_int_equal(smtp_message_add_list_url(m, SMTP_LIST_HELP, url, 984), SMTP_OK);
    assert_int_equal(smtp_message_add_list_url(m, SMTP_LIST_HELP, url, 995), SMTP_E_HEADER_TOO_LONG);
    assert_int_equal(smtp_message_add_list_url(m, SMTP_LIST_HELP, url, 994), SMTP_OK);
    assert_int_equal(add(m, SMTP_LIST_HELP, "a:b"), SMTP_OK);
    for (const char *line = mail_of(m); *line != '\0'; line = strstr(line, "\r\n") + 2) {
        assert_true((size_t)(strstr(line, "\r\n") - line) <= 998);
    }
    end_mail(&a, m);
}

static void nobody_may_post(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, SMTP_LIST_POST, "mailto:a@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_LIST_POST, "no"), SMTP_OK);
    has(m, "List-Post: NO\r\n");
    assert_int_equal(add(m, SMTP_LIST_POST, "bad"), SMTP_E_LIST_URL);
    has(m, "List-Post: NO\r\n");
    assert_int_equal(add(m, SMTP_LIST_POST, "mailto:d@e.f"), SMTP_OK);
    has(m, "List-Post: <mailto:d@e.f>\r\n");
    end_mail(&a, m);
}

/* RFC 8058: both fields or neither, and whatever stood there is replaced. */
static void one_click(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, SMTP_LIST_UNSUBSCRIBE, "mailto:old@b.c"), SMTP_OK);
    static const char *const bad[] = {"http://b.c/", "mailto:a@b.c", "https:/b.c/", "https://", "xhttps://b.c"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_message_set_one_click_unsubscribe(m, bad[i], SMTP_Z, NULL, 0), SMTP_E_LIST_URL);
    }
    assert_int_equal(smtp_message_set_one_click_unsubscribe(m, "https://b", SMTP_Z, "https://b", SMTP_Z),
                     SMTP_E_LIST_URL);
    assert_int_equal(smtp_message_set_one_click_unsubscribe(m, NULL, 0, "mailto:a@b.c", SMTP_Z), SMTP_E_ARGUMENT);
    has(m, "List-Unsubscribe: <mailto:old@b.c>\r\n");
    has_not(m, "One-Click");
    assert_int_equal(smtp_message_set_one_click_unsubscribe(m, "HTTPS://b.c/u?x=1", SMTP_Z, "mailto:u@b.c", SMTP_Z),
                     SMTP_OK);
    has(m, "\r\nList-Unsubscribe: <HTTPS://b.c/u?x=1>, <mailto:u@b.c>\r\n"
           "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    assert_int_equal(smtp_message_set_one_click_unsubscribe(m, "https://b.c/v", SMTP_Z, NULL, 0), SMTP_OK);
    has(m, "\r\nList-Unsubscribe: <https://b.c/v>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    has_not(m, "old@b.c");
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_has_a_name),       cmocka_unit_test(every_field_takes_urls),
        cmocka_unit_test(what_is_no_url_is_refused), cmocka_unit_test(long_urls),
        cmocka_unit_test(nobody_may_post),           cmocka_unit_test(one_click),
    };
    return cmocka_run_group_tests_name("mime/message_list", tests, NULL, NULL);
}
