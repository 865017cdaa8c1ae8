/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/text.h"

static void both_forms_of_a_string(void **state) {
    (void)state;
    assert_int_equal(smtp__text_from("abc", SMTP_Z).length, 3);
    assert_int_equal(smtp__text_from("abc", 2).length, 2);
    assert_int_equal(smtp__text_from("a\0c", 3).length, 3);
    assert_int_equal(smtp__text_from(NULL, 5).length, 0);
    assert_non_null(smtp__text_from(NULL, SMTP_Z).data);
    assert_true(smtp_z() == SMTP_Z);
}

static void check_trim(const char *text, const char *expected) {
    struct smtp__text trimmed = smtp__text_trim(smtp__text_from(text, SMTP_Z));
    assert_int_equal(trimmed.length, strlen(expected));
    assert_memory_equal(trimmed.data, expected, trimmed.length);
}

static void blanks_are_trimmed_at_both_ends(void **state) {
    (void)state;
    check_trim("", "");
    check_trim(" \t ", "");
    check_trim("a", "a");
    check_trim(" \ta b\t ", "a b");
    check_trim("\na ", "\na");
}

static void case_of_ascii_does_not_count(void **state) {
    (void)state;
    assert_true(smtp__text_is(smtp__text_from("StartTLS", SMTP_Z), "STARTTLS"));
    assert_false(smtp__text_is(smtp__text_from("StartTL", SMTP_Z), "STARTTLS"));
    assert_false(smtp__text_is(smtp__text_from("StartTLSx", SMTP_Z), "STARTTLS"));
    assert_false(smtp__text_is(smtp__text_from("@", SMTP_Z), "`"));
    assert_false(smtp__text_is(smtp__text_from("\xc3\x84", SMTP_Z), "\xc3\xa4"));
    assert_true(smtp__text_is(smtp__text_from("", 0), ""));
}

static void words_come_one_by_one(void **state) {
    (void)state;
    struct smtp__text rest = smtp__text_from("  one\ttwo  three ", SMTP_Z);
    struct smtp__text word;
    static const char *const words[] = {"one", "two", "three"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(smtp__text_word(&rest, " \t", &word));
        assert_true(smtp__text_is(word, words[i]));
    }
    assert_false(smtp__text_word(&rest, " \t", &word));
    assert_int_equal(word.length, 0);
}

static void beginnings(void **state) {
    (void)state;
    assert_true(smtp__text_begins(smtp__text_from("Content-Type", SMTP_Z), "content-"));
    assert_true(smtp__text_begins(smtp__text_from("a", SMTP_Z), "A"));
    assert_true(smtp__text_begins(smtp__text_from("a", SMTP_Z), ""));
    assert_false(smtp__text_begins(smtp__text_from("Content", SMTP_Z), "content-"));
    assert_false(smtp__text_begins(smtp__text_from("Cantent-", SMTP_Z), "content-"));
    assert_false(smtp__text_begins(smtp__text_from("", 0), "a"));
}

static void what_stands_in_a_text(void **state) {
    (void)state;
    assert_int_equal(smtp__text_find(smtp__text_from("abABc", 5), smtp__text_from("ABC", SMTP_Z)), 2);
    assert_int_equal(smtp__text_find(smtp__text_from("abc", 3), smtp__text_from("a", SMTP_Z)), 0);
    assert_int_equal(smtp__text_find(smtp__text_from("abc", 2), smtp__text_from("bc", SMTP_Z)), 2);
    assert_int_equal(smtp__text_find(smtp__text_from("abc", 3), smtp__text_from("abcd", SMTP_Z)), 3);
    assert_int_equal(smtp__text_find(smtp__text_from("", 0), smtp__text_from("a", SMTP_Z)), 0);
    assert_true(smtp__text_has(smtp__text_from("abc", 3), "bc"));
    assert_false(smtp__text_has(smtp__text_from("abc", 3), "cd"));
    assert_false(smtp__text_has(smtp__text_from("a", 1), "ab"));
    assert_false(smtp__text_has(smtp__text_from("abc", 3), "BC"));
}

static void the_front_is_taken_off(void **state) {
    (void)state;
    char room[4] = "....";
    struct smtp__text text = smtp__text_from("abcdef", SMTP_Z);
    smtp__text_skip(&text, 1);
    assert_int_equal(smtp__text_move(&text, room, 3), 3);
    assert_memory_equal(room, "bcd.", 4);
    assert_int_equal(smtp__text_move(&text, room, 3), 2);
    assert_memory_equal(room, "efd.", 4);
    assert_int_equal(text.length, 0);
    assert_int_equal(smtp__text_move(&text, NULL, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms_of_a_string),
        cmocka_unit_test(blanks_are_trimmed_at_both_ends),
        cmocka_unit_test(case_of_ascii_does_not_count),
        cmocka_unit_test(words_come_one_by_one),
        cmocka_unit_test(beginnings),
        cmocka_unit_test(what_stands_in_a_text),
        cmocka_unit_test(the_front_is_taken_off),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
