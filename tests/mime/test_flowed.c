/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/flowed.h"
#include "support/allocator.h"
#include "support/guard.h"
#include <stdio.h>

static char flowed[100000];
static char unwrapped[100000];
static struct smtp__part_content content;

static smtp_result make(const char *text, size_t length) {
    struct test_allocator a;
    struct smtp__arena arena;
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    char *guarded = guard_copy(text, length);
    struct smtp__text given = {guarded, length};
    smtp_result result = smtp__flowed_make(&arena, given, &content);
    guard_free(guarded, length);
    if (result == SMTP_OK) {
        memcpy(flowed, content.text.data, content.text.length);
        flowed[content.text.length] = '\0';
    }
    smtp__arena_clear(&arena);
    return result;
}

/* What a reader does, by RFC 3676 s4.1: marks are counted and taken off, then one blank of stuffing; a line that ends
   in a blank goes on with the next. Each paragraph becomes marks, a blank where there are any, words, LF. */
static void unwrap(void) {
    bool is_open = false; /* the line before was flowed */
    char *out = unwrapped;
    for (char *line = flowed; *line != '\0';) {
        char *end = strstr(line, "\r\n");
        size_t length = end == NULL ? strlen(line) : (size_t)(end - line);
        char *next = line + length + (end == NULL ? 0 : 2);
        size_t depth = strspn(line, ">");
        const char *words = line + depth;
        words += *words == ' ';
        length -= (size_t)(words - line);
        bool is_signature = length == 3 && strncmp(words, "-- ", 3) == 0;
        if (!is_open) {
            memset(out, '>', depth);
            out += depth;
            *out = ' ';
            out += depth > 0 && length > 0;
        }
        assert_false(is_open && is_signature);
        memcpy(out, words, length);
        out += length;
        is_open = !is_signature && length > 0 && words[length - 1] == ' ';
        if (!is_open && end != NULL) {
            *out++ = '\n';
        }
        line = next;
    }
    assert_false(is_open);
    *out = '\0';
}

static void gives(const char *text, const char *wanted) {
    assert_int_equal(make(text, strlen(text)), SMTP_OK);
    assert_string_equal(flowed, wanted);
}

static void comes_back(const char *text) {
    assert_int_equal(make(text, strlen(text)), SMTP_OK);
    unwrap();
    assert_string_equal(unwrapped, text);
}

static void short_lines_stay(void **state) {
    (void)state;
    gives("", "");
    gives("a", "a");
    gives("a\n\nb\rc\r\n", "a\r\n\r\nb\r\nc\r\n");
    gives("blanks at the end   \n  \nx", "blanks at the end\r\n\r\nx");
}

static void long_lines_are_wrapped_behind_blanks(void **state) {
    (void)state;
    gives("123456789 123456789 123456789 123456789 123456789 123456789 123456789 1234 6789 123456789\nx",
          "123456789 123456789 123456789 123456789 123456789 123456789 123456789 \r\n1234 6789 123456789\r\nx");
    gives(">> 3456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789",
          ">> 3456789 123456789 123456789 123456789 123456789 123456789 123456789 \r\n>> 123456789");
}

static void what_could_be_taken_for_something_else_is_stuffed(void **state) {
    (void)state;
    gives(" a\nFrom b\nFromage\n>c\n> d\n>>  e\n>\n> >f\n> From g",
          "  a\r\n From b\r\nFromage\r\n> c\r\n> d\r\n>>  e\r\n>\r\n> >f\r\n> From g");
    gives("123456789 123456789 123456789 123456789 123456789 123456789 123456789123 >no quote",
          "123456789 123456789 123456789 123456789 123456789 123456789 123456789123 \r\n >no quote");
    gives("123456789 123456789 123456789 123456789 123456789 123456789 123456789123 From here",
          "123456789 123456789 123456789 123456789 123456789 123456789 123456789123 \r\n From here");
}

static void a_signature_stays(void **state) {
    (void)state;
    gives("a \n-- \nAnn \n> -- \n--  \n--", "a\r\n-- \r\nAnn\r\n> -- \r\n--\r\n--");
    /* and none is made by a break */
    static const char dashes[] = "-- 1234567890123456789012345678901234567890123456789012345678901234567890123456789";
    gives(dashes, dashes);
}

static void paragraphs_come_back(void **state) {
    (void)state;
    comes_back(
        "One paragraph that is long enough to be wrapped, once or twice or more often, and which has words.\n"
        "\n"
        "  blanks   in  it,        and a lot of them                                                          "
        "                                                                                  here\n"
        "> a quoted one, which keeps its mark on each line that it becomes, however often that may be the case\n"
        ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep, deep enough for lines which are rather short, all of it\n"
        ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deeper than that, and no line is wrapped here, none at all\n"
        "> > not two deep; a line which is long enough to be wrapped, and has From and > From and -- in it -- "
        "\xc3\xa9\n"
        "-- \n"
        "Ann\n"
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789 x\n"
        "-- 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456 x\n"
        "the end");
}

/* Words of all lengths, with what is special between them. */
static void any_text_comes_back(void **state) {
    (void)state;
    static const char *const words[] = {"a",  "From", ">", "--", " ", "quite", "\xc3\xa9\xc3\xa9", "0123456789012345",
                                        ">>", "-- "};
    static char text[4000];
    uint32_t random = 1;
    for (int turn = 0; turn < 3000; turn++) {
        size_t length = 0;
        for (size_t i = 0; i < 60; i++) {
            random = random * 1664525 + 1013904223;
            const char *word = words[(random >> 16) % 10];
            bool is_end = (random >> 8) % 16 == 0;
            length += (size_t)sprintf(text + length, "%s%s", word, is_end ? "x\n" : " ");
        }
        strcpy(text + length, "end");
        assert_int_equal(make(text, strlen(text)), SMTP_OK);
        for (char *line = flowed; line != NULL; line = strstr(line, "\r\n"), line = line == NULL ? NULL : line + 2) {
            size_t characters = 0;
            for (const char *c = line; *c != '\r' && *c != '\0'; c++) {
                characters += ((uint8_t)*c & 0xc0) != 0x80;
            }
            assert_true(characters <= 78);
        }
        unwrap();
        /* Marks without a blank behind them get one. */
        const char *at = unwrapped;
        for (const char *from = text; *from != '\0'; from += *from != '\0') {
            size_t depth = strspn(from, ">");
            assert_memory_equal(at, from, depth);
            from += depth;
            at += depth;
            if (depth > 0 && *from != ' ' && *from != '\n') {
                assert_int_equal(*at++, ' ');
            }
            size_t rest = strcspn(from, "\n");
            assert_memory_equal(at, from, rest);
            from += rest;
            at += rest;
            assert_int_equal(*at, *from);
            at += *at != '\0';
        }
    }
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    assert_int_equal(make("a\0", 2), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(make("\xc3", 1), SMTP_E_UTF8);
    struct smtp__arena arena;
    struct smtp__text text = {"text", 4};
    smtp__arena_init_fixed(&arena, NULL, 0);
    assert_int_equal(smtp__flowed_make(&arena, text, &content), SMTP_E_NO_MEMORY);
}

static void the_encoding_is_chosen_after_wrapping(void **state) {
    (void)state;
    static char text[2000];
    memset(text, 'x', 1500);
    for (size_t i = 20; i < 1500; i += 20) {
        text[i] = ' ';
    }
    assert_int_equal(make(text, 1500), SMTP_OK);
    assert_int_equal(content.encoding, SMTP__ENCODING_7BIT);
    memset(text, 'x', 1500);
    assert_int_equal(make(text, 1500), SMTP_OK);
    assert_int_equal(content.encoding, SMTP__ENCODING_QUOTED_PRINTABLE);
}

/* Neither the marks of a line nor its words make more of it than a few times its length. */
static void nothing_makes_it_grow(void **state) {
    (void)state;
    static char text[20001];
    memset(text, '>', 10000);
    for (size_t i = 10000; i < 20000; i++) {
        text[i] = i % 2 == 0 ? 'a' : ' ';
    }
    assert_int_equal(make(text, 20000), SMTP_OK);
    assert_true(content.text.length <= 20001);
    memset(text, ' ', 10000);
    memset(text, '>', 40);
    assert_int_equal(make(text, 20000), SMTP_OK);
    assert_true(content.text.length <= 60000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_lines_stay),
        cmocka_unit_test(long_lines_are_wrapped_behind_blanks),
        cmocka_unit_test(what_could_be_taken_for_something_else_is_stuffed),
        cmocka_unit_test(a_signature_stays),
        cmocka_unit_test(paragraphs_come_back),
        cmocka_unit_test(any_text_comes_back),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(the_encoding_is_chosen_after_wrapping),
        cmocka_unit_test(nothing_makes_it_grow),
    };
    return cmocka_run_group_tests_name("mime/flowed", tests, NULL, NULL);
}
