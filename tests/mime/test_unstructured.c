/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/unstructured.h"
#include "support/guard.h"
#include <stdio.h>

static char got[8192];

static smtp_result write(const char *name, const char *value, bool is_verbatim) {
    struct smtp__writer writer;
    char *guarded = guard_copy(value, strlen(value));
    struct smtp__text text = {guarded, strlen(value)};
    smtp__writer_init(&writer, NULL, 0);
    smtp__writer_string(&writer, name);
    smtp_result counted = smtp__unstructured_write(&writer, text, is_verbatim);
    size_t length = writer.length;
    assert_true(length < sizeof got);
    smtp__writer_init(&writer, got, 0);
    smtp__writer_string(&writer, name);
    assert_int_equal(smtp__unstructured_write(&writer, text, is_verbatim), counted);
    assert_int_equal(writer.length, length);
    got[length] = '\0';
    guard_free(guarded, strlen(value));
    return counted;
}

static void gives(const char *value, const char *wanted) {
    assert_int_equal(write("Subject:", value, false), SMTP_OK);
    assert_string_equal(got, wanted);
}

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static void plain_words_fold_at_their_blanks(void **state) {
    (void)state;
    gives("", "Subject:");
    gives("one", "Subject: one");
    gives("one  two", "Subject: one  two");
    gives(A60 " 12345678", "Subject: " A60 " 12345678");
    gives(A60 " 123456789", "Subject: " A60 "\r\n 123456789");
    gives(A60 "   123456789", "Subject: " A60 "\r\n   123456789");
    gives(A60 A60 " b", "Subject: " A60 A60 "\r\n b");
}

static void blanks_at_the_end_go_with_the_last_word(void **state) {
    (void)state;
    assert_int_equal(write("X:", A60 " 123456789012345  ", true), SMTP_OK);
    assert_string_equal(got, "X: " A60 "\r\n 123456789012345  ");
    assert_int_equal(write("X:", A60 " 12345678901234 ", true), SMTP_OK);
    assert_string_equal(got, "X: " A60 "\r\n 12345678901234 ");
    assert_int_equal(write("X:", A60 " 12345678901  ", true), SMTP_OK);
    assert_string_equal(got, "X: " A60 " 12345678901  ");
    assert_int_equal(write("X:", A60 "  ", true), SMTP_OK);
    assert_string_equal(got, "X: " A60 "  ");
    char text[1100];
    memset(text, ' ', sizeof text);
    memcpy(text, "a b", 3);
    text[998] = '\0';
    assert_int_equal(write("X:", text, true), SMTP_OK); /* "X: a", " b" and its blanks */
    text[998] = ' ';
    text[1000] = '\0';
    assert_int_equal(write("X:", text, true), SMTP_E_HEADER_TOO_LONG);
}

static void what_would_not_come_through_is_encoded(void **state) {
    (void)state;
    gives("a \xc3\xa9 b", "Subject: a =?utf-8?B?w6k=?= b");
    gives("\xc3\xa9", "Subject: =?utf-8?B?w6k=?=");
    gives("a  \xc3\xa9  b  \xc3\xa9  c", "Subject: a =?utf-8?B?IMOpICBiICDDqQ==?=  c");
    gives("a =?b c", "Subject: a =?utf-8?B?PT9i?= c");
    gives(" a b", "Subject: =?utf-8?Q?_a?= b");
    gives("a b ", "Subject: a =?utf-8?Q?b_?=");
    gives("a ", "Subject: =?utf-8?Q?a_?=");
    gives(" ", "Subject: =?utf-8?Q?_?=");
    gives(A60 " \xc3\xa9", "Subject: " A60 "\r\n =?utf-8?B?w6k=?=");
}

static void long_runs_are_split_and_lines_stay_short(void **state) {
    (void)state;
    static char text[3000];
    for (size_t n = 0; n < 500; n++) {
        strcpy(text + 2 * n, "\xc3\xa9");
        assert_int_equal(write("Subject:", text, false), SMTP_OK);
        for (const char *line = got; line != NULL; line = strstr(line, "\r\n")) {
            line += line == got ? 0 : 2;
            const char *end = strstr(line, "\r\n");
            assert_true((end != NULL ? (size_t)(end - line) : strlen(line)) <= 76);
        }
    }
}

static void long_words(void **state) {
    (void)state;
    char text[1100];
    memset(text, 'x', sizeof text);
    text[997] = '\0';
    assert_int_equal(write("X:", text, true), SMTP_OK);
    text[997] = 'x';
    text[998] = '\0';
    assert_int_equal(write("X:", text, true), SMTP_E_HEADER_TOO_LONG);
    assert_int_equal(write("X:", text, false), SMTP_OK);
    assert_memory_equal(got, "X: =?utf-8?Q?xxx", 16);
    memset(text, ' ', 998);
    assert_int_equal(write("X:", text, false), SMTP_OK);
    assert_int_equal(write("X:", text, true), SMTP_OK);
    assert_memory_equal(got, "X: =?utf-8?Q?___", 16);
}

static void verbatim_values_are_not_touched(void **state) {
    (void)state;
    assert_int_equal(write("X:", "  =?a  b  ", true), SMTP_OK);
    assert_string_equal(got, "X:   =?a  b  ");
    assert_int_equal(write("X:", A60 " " A60 " ", true), SMTP_OK);
    assert_string_equal(got, "X: " A60 "\r\n " A60 " ");
    assert_int_equal(write("X:", "", true), SMTP_OK);
    assert_string_equal(got, "X:");
}

/* RFC 5322 s3.2.2: blanks alone, after a word, before one, between two; a word may be long. */
static void no_line_is_blank(void **state) {
    (void)state;
    static const char *const words[] = {"", "x", A60 "123456789 123"};
    char text[1300];
    for (size_t which = 0; which < 9; which++) {
        for (size_t n = 1; n<1010; n += n> 60 && n < 900 ? 31 : 1) {
            sprintf(text, "%s%*s%s", words[which / 3], (int)n, "", words[which % 3]);
            smtp_result result = write("X-A:", text, true);
            assert_true(result == SMTP_OK || (result == SMTP_E_HEADER_TOO_LONG && n > 900));
            for (const char *at = got; (at = strstr(at, "\r\n")) != NULL; at += 2) {
                const char *word = at + 2 + strspn(at + 2, " ");
                assert_true(*word != '\r' && *word != '\0');
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_words_fold_at_their_blanks),
        cmocka_unit_test(blanks_at_the_end_go_with_the_last_word),
        cmocka_unit_test(what_would_not_come_through_is_encoded),
        cmocka_unit_test(long_runs_are_split_and_lines_stay_short),
        cmocka_unit_test(long_words),
        cmocka_unit_test(verbatim_values_are_not_touched),
        cmocka_unit_test(no_line_is_blank),
    };
    return cmocka_run_group_tests_name("mime/unstructured", tests, NULL, NULL);
}
