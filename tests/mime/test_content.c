/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/content.h"
#include "support/allocator.h"
#include "support/guard.h"

static smtp_result make(const char *text, size_t length, const char *wanted, enum smtp__encoding encoding,
                        uint64_t size) {
    struct test_allocator a;
    struct smtp__arena arena;
    struct smtp__part_content content;
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    char *guarded = guard_copy(text, length);
    struct smtp__text given = {guarded, length};
    smtp_result result = smtp__part_content_make(&arena, given, &content);
    if (result == SMTP_OK) {
        assert_int_equal(content.text.length, strlen(wanted));
        assert_memory_equal(content.text.data, wanted, strlen(wanted));
        assert_int_equal(content.encoding, encoding);
        assert_int_equal(content.size, size);
    }
    guard_free(guarded, length);
    smtp__arena_clear(&arena);
    return result;
}

static void gives(const char *text, const char *wanted, enum smtp__encoding encoding, uint64_t size) {
    assert_int_equal(make(text, strlen(text), wanted, encoding, size), SMTP_OK);
}

#define LINE_78 "123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678"

static void ascii_in_short_lines_goes_as_it_is(void **state) {
    (void)state;
    gives("", "", SMTP__ENCODING_7BIT, 0);
    gives("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd", SMTP__ENCODING_7BIT, 10);
    gives("\n\r\r\n\n", "\r\n\r\n\r\n\r\n", SMTP__ENCODING_7BIT, 8);
    gives("\ttab\n-- \n--=\n", "\ttab\r\n-- \r\n--=\r\n", SMTP__ENCODING_7BIT, 16);
    gives(LINE_78 "\n", LINE_78 "\r\n", SMTP__ENCODING_7BIT, 80);
    gives("From x\n", "From x\r\n", SMTP__ENCODING_7BIT, 8);
}

static void the_rest_goes_by_size(void **state) {
    (void)state;
    gives(LINE_78 "9\n", LINE_78 "9\r\n", SMTP__ENCODING_QUOTED_PRINTABLE, 84);
    gives("x\n--=_\n", "x\r\n--=_\r\n", SMTP__ENCODING_QUOTED_PRINTABLE, 11);
    gives("na\xc3\xafve\n", "na\xc3\xafve\r\n", SMTP__ENCODING_QUOTED_PRINTABLE, 12);
    gives("a\x7f\x01", "a\x7f\x01", SMTP__ENCODING_BASE64, 6);
    gives("\xe6\x97\xa5\xe6\x97\xa5", "\xe6\x97\xa5\xe6\x97\xa5", SMTP__ENCODING_BASE64, 10);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    assert_int_equal(make("a\0b", 3, "", 0, 0), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(make("\xff", 1, "", 0, 0), SMTP_E_UTF8);
    struct smtp__arena arena;
    struct smtp__part_content content;
    struct smtp__text text = {"text", 4};
    smtp__arena_init_fixed(&arena, NULL, 0);
    assert_int_equal(smtp__part_content_make(&arena, text, &content), SMTP_E_NO_MEMORY);
}

static void content_can_be_checked_alone(void **state) {
    (void)state;
    assert_int_equal(smtp__part_content_check((struct smtp__text){"", 0}), SMTP_OK);
    assert_int_equal(smtp__part_content_check((struct smtp__text){"a\r\n\xc3\xa4", 5}), SMTP_OK);
    assert_int_equal(smtp__part_content_check((struct smtp__text){"a\xc3", 2}), SMTP_E_UTF8);
    assert_int_equal(smtp__part_content_check((struct smtp__text){"a\0", 2}), SMTP_E_NUL_IN_CONTENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_in_short_lines_goes_as_it_is),
        cmocka_unit_test(the_rest_goes_by_size),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(content_can_be_checked_alone),
    };
    return cmocka_run_group_tests_name("mime/content", tests, NULL, NULL);
}
