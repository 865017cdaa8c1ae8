/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "dkim/canonical.h"
#include "support/guard.h"

static struct recorder recorder;
static uint64_t state_memory[SMTP_DIGEST_STATE_BYTES / 8];

/* The body in pieces of so many octets, each at the end of a page. */
static const char *body(int32_t form, const char *text, size_t length, size_t piece) {
    struct smtp__dkim_hash hash;
    struct smtp__dkim_body canonical;
    uint8_t digest[32];
    recorder_init(&recorder);
    smtp__dkim_hash_begin(&hash, &recorder.ops, state_memory);
    smtp__dkim_body_init(&canonical, &hash, form);
    for (size_t at = 0; at < length; at += piece) {
        size_t n = length - at < piece ? length - at : piece;
        uint8_t *copy = guard_copy(text + at, n);
        smtp__dkim_body_feed(&canonical, copy, n);
        guard_free(copy, n);
    }
    smtp__dkim_body_end(&canonical);
    assert_int_equal(smtp__dkim_hash_end(&hash, digest), SMTP_OK);
    return recorder.text[0];
}

static void gives(const char *text, const char *simple, const char *relaxed) {
    for (size_t piece = 1; piece <= strlen(text) + 1; piece++) {
        assert_string_equal(body(SMTP_DKIM_SIMPLE, text, strlen(text), piece), simple);
        assert_string_equal(body(SMTP_DKIM_RELAXED, text, strlen(text), piece), relaxed);
    }
}

/* RFC 6376 s3.4.5 */
static void the_example_of_the_rfc(void **state) {
    (void)state;
    gives(" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n");
}

/* s3.4.3, s3.4.4 */
static void bodies_without_text(void **state) {
    (void)state;
    gives("", "\r\n", "");
    gives("\r\n", "\r\n", "");
    gives("\r\n\r\n\r\n", "\r\n", "");
    gives(" ", " \r\n", "");
    gives(" \t\r\n\r\n", " \t\r\n", "");
    gives("\r\n \r\n", "\r\n \r\n", "");
}

static void empty_lines_count_between_others(void **state) {
    (void)state;
    gives("a", "a\r\n", "a\r\n");
    gives("a\r\n", "a\r\n", "a\r\n");
    gives("a\r\n\r\n", "a\r\n", "a\r\n");
    gives("\r\na\r\n", "\r\na\r\n", "\r\na\r\n");
    gives("a\r\n\r\n\r\nb", "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n");
    gives("a\r\n \t\r\nb\r\n \r\n", "a\r\n \t\r\nb\r\n \r\n", "a\r\n\r\nb\r\n");
}

static void white_space(void **state) {
    (void)state;
    gives("a b", "a b\r\n", "a b\r\n");
    gives("a  b", "a  b\r\n", "a b\r\n");
    gives("a\tb", "a\tb\r\n", "a b\r\n");
    gives("a \tb c\td", "a \tb c\td\r\n", "a b c d\r\n");
    gives("  a ", "  a \r\n", " a\r\n");
    gives("a \r\n b\t\r\n", "a \r\n b\t\r\n", "a\r\n b\r\n");
    gives("a\x0b  \x0c\xa0 ", "a\x0b  \x0c\xa0 \r\n", "a\x0b \x0c\xa0\r\n");
}

static void many_empty_lines_are_one_number(void **state) {
    (void)state;
    char text[3000];
    for (size_t i = 0; i < 1000; i++) {
        memcpy(text + 2 * i, "\r\n", 2);
    }
    memcpy(text + 2000, "x", 1);
    assert_int_equal(strlen(body(SMTP_DKIM_RELAXED, text, 2001, 7)), 2003);
    assert_string_equal(body(SMTP_DKIM_RELAXED, text, 2000, 7), "");
}

static void field_gives(const char *field, const char *simple, const char *relaxed) {
    static const int32_t forms[] = {SMTP_DKIM_SIMPLE, SMTP_DKIM_RELAXED};
    const char *const wanted[] = {simple, relaxed};
    for (size_t i = 0; i < 2; i++) {
        struct smtp__dkim_hash hash;
        uint8_t digest[32];
        char *copy = guard_copy(field, strlen(field));
        struct smtp__text text = {copy, strlen(field)};
        recorder_init(&recorder);
        smtp__dkim_hash_begin(&hash, &recorder.ops, state_memory);
        smtp__dkim_hash_field(&hash, forms[i], text);
        assert_int_equal(smtp__dkim_hash_end(&hash, digest), SMTP_OK);
        assert_string_equal(recorder.text[0], wanted[i]);
        guard_free(copy, strlen(field));
    }
}

static void fields(void **state) {
    (void)state;
    field_gives("A: X", "A: X", "a:X"); /* s3.4.5 */
    field_gives("B : Y\t\r\n\tZ  ", "B : Y\t\r\n\tZ  ", "b:Y Z");
    field_gives("SUBJect:AbC", "SUBJect:AbC", "subject:AbC");
    field_gives("X:", "X:", "x:");
    field_gives("X: \t ", "X: \t ", "x:");
    field_gives("X:\r\n \r\n  a:b  ", "X:\r\n \r\n  a:b  ", "x:a:b");
    field_gives("X \t: a  b\tc \t d", "X \t: a  b\tc \t d", "x:a b c d");
    field_gives("X: Gr\xc3\xbc\xc3\x9f", "X: Gr\xc3\xbc\xc3\x9f", "x:Gr\xc3\xbc\xc3\x9f");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_rfc),           cmocka_unit_test(bodies_without_text),
        cmocka_unit_test(empty_lines_count_between_others), cmocka_unit_test(white_space),
        cmocka_unit_test(many_empty_lines_are_one_number),  cmocka_unit_test(fields),
    };
    return cmocka_run_group_tests_name("dkim/canonical", tests, NULL, NULL);
}
