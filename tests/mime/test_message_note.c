/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/message_field.h>

static void keywords_are_phrases(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    static const char *const words[] = {"one", "two words", "a,b", "\xc3\xb6", "five", "\xc3\xa4 \xc3\xb6", "six?="};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_int_equal(smtp_message_add_keyword(m, words[i], SMTP_Z), SMTP_OK);
    }
    assert_int_equal(smtp_message_add_keyword(m, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_keyword(m, NULL, 0), SMTP_E_ARGUMENT);
    has(m, "Keywords: one, two words, \"a,b\", =?utf-8?B?w7Y=?= , five,\r\n =?utf-8?B?w6Qgw7Y=?= , six?=\r\n");
    end_mail(&a, m);
}

static void lines_of_keywords_stay_short(void **state) {
    (void)state;
    char word[70] = "";
    char umlauts[140];
    for (size_t i = 0; i < sizeof umlauts; i += 2) {
        memcpy(umlauts + i, "\xc3\xb6", 2);
    }
    for (size_t n = 0; n < 64; n++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        strcat(word, n % 5 == 4 ? " " : "x");
        for (size_t i = 0; i < 5; i++) {
            assert_int_equal(smtp_message_add_keyword(m, word, SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_message_add_keyword(m, "\xc3\xb6", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_message_add_keyword(m, umlauts, 2 * (n + 1)), SMTP_OK);
        }
        for (const char *line = mail_of(m); *line != '\0'; line = strstr(line, "\r\n") + 2) {
            assert_true((size_t)(strstr(line, "\r\n") - line) <= 76);
        }
        end_mail(&a, m);
    }
}

/* The last line is as long as the name of the field. */
static void a_comma_parts_them_wherever_the_line_ends(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_keyword(m,
                                              "a ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba "
                                              "ba ba",
                                              SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_add_keyword(m, "next", SMTP_Z), SMTP_OK);
    has(m, "\r\n ba ba ba, next\r\n");
    end_mail(&a, m);
}

/* Whoever wrote the field to the end of its line left no room for a comma. */
static void a_full_line_takes_no_more(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char word[997];
    memset(word, 'x', sizeof word);
    assert_int_equal(smtp_message_set_header(m, "Keywords", SMTP_Z, word, sizeof word), SMTP_OK);
    assert_int_equal(smtp_message_add_keyword(m, "y", 1), SMTP_E_HEADER_TOO_LONG);
    assert_int_equal(smtp_message_set_header(m, "Keywords", SMTP_Z, word, sizeof word - 1), SMTP_OK);
    assert_int_equal(smtp_message_add_keyword(m, "y", 1), SMTP_OK);
    has(m, "x,\r\n y\r\n");
    end_mail(&a, m);
}

static void machines_say_what_they_are(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    static const char *const wanted[] = {"Auto-Submitted: no\r\n", "Auto-Submitted: auto-generated\r\n",
                                         "Auto-Submitted: auto-replied\r\n", "Auto-Submitted: auto-notified\r\n"};
    for (int32_t kind = SMTP_AUTO_NO; kind <= SMTP_AUTO_NOTIFIED; kind++) {
        assert_int_equal(smtp_message_set_auto_submitted(m, kind), SMTP_OK);
        has(m, wanted[kind]);
        assert_null(strstr(strstr(mail_bytes, "Auto-") + 1, "Auto-"));
    }
    assert_int_equal(smtp_message_set_auto_submitted(m, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_auto_submitted(m, 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_header(m, "auto-submitted", SMTP_Z, "no", 2), SMTP_E_HEADER_RESERVED);
    end_mail(&a, m);
}

static void importance_has_two_names(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_importance(m, SMTP_IMPORTANCE_HIGH), SMTP_OK);
    has(m, "\r\nImportance: high\r\nX-Priority: 1\r\n");
    assert_int_equal(smtp_message_set_importance(m, SMTP_IMPORTANCE_LOW), SMTP_OK);
    has(m, "\r\nImportance: low\r\nX-Priority: 5\r\n");
    assert_int_equal(smtp_message_set_importance(m, SMTP_IMPORTANCE_NORMAL), SMTP_OK);
    has(m, "\r\nImportance: normal\r\nX-Priority: 3\r\n");
    has_not(m, "high");
    assert_int_equal(smtp_message_set_importance(m, 2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_importance(m, -2), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keywords_are_phrases),      cmocka_unit_test(lines_of_keywords_stay_short),
        cmocka_unit_test(a_full_line_takes_no_more), cmocka_unit_test(machines_say_what_they_are),
        cmocka_unit_test(importance_has_two_names),  cmocka_unit_test(a_comma_parts_them_wherever_the_line_ends),
    };
    return cmocka_run_group_tests_name("mime/message_note", tests, NULL, NULL);
}
