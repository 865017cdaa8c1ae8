/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/media_type.h"
#include "support/guard.h"

static enum smtp__media media;

static smtp_result check_with(const char *type, const char *ours) {
    char *guarded = guard_copy(type, strlen(type));
    struct smtp__text text = {guarded, strlen(type)};
    smtp_result result = smtp__media_type_check(text, ours, &media);
    guard_free(guarded, strlen(type));
    return result;
}

static smtp_result check(const char *type) {
    return check_with(type, NULL);
}

static void good_ones_are_written(void **state) {
    (void)state;
    static const char *const table[][2] = {
        {"image/png", " image/png"},
        {"text/plain; charset=utf-8", " text/plain; charset=utf-8"},
        {"text/plain ;a=\"b; \\\"c\" ; d=e ", " text/plain; a=\"b; \\\"c\"; d=e"},
        {"application/vnd.oasis.opendocument.text-a-longer-one-fills-line", /* 63 octets: with ";" the line has 78 */
         " application/vnd.oasis.opendocument.text-a-longer-one-fills-line"},
        {"application/vnd.oasis.opendocument.text-a-longer-one-fills-line2",
         "\r\n application/vnd.oasis.opendocument.text-a-longer-one-fills-line2"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document;a=b",
         "\r\n application/vnd.openxmlformats-officedocument.wordprocessingml.document; a=b"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document;abc=d",
         "\r\n application/vnd.openxmlformats-officedocument.wordprocessingml.document;\r\n abc=d"},
        {"application/vnd.no-new-line-is-long-enough-for-this-one-so-that-it-stays-where-it-is",
         " application/vnd.no-new-line-is-long-enough-for-this-one-so-that-it-stays-where-it-is"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char got[256];
        struct smtp__writer writer;
        assert_int_equal(check(table[i][0]), SMTP_OK);
        smtp__writer_init(&writer, got, sizeof "Content-Type:" - 1);
        writer.is_first = true;
        smtp__media_type_write(&writer, smtp__text_from(table[i][0], SMTP_Z));
        got[writer.length] = '\0';
        assert_string_equal(got, table[i][1]);
    }
}

static void bad_ones(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "image",
                                      "image/",
                                      "/png",
                                      "image/png/x",
                                      "image png",
                                      " a/b",
                                      "a/b;",
                                      "a/b; c",
                                      "a/b; c=",
                                      "a/b; =d",
                                      "a/b; c=d e",
                                      "a/b; c=\"",
                                      "a/b; c=\"d",
                                      "a/b; c=\"d\\",
                                      "a/b, c/d",
                                      "a/b; name=c",
                                      "a/b; Name*0=c",
                                      "a/\xc3\xa9",
                                      "a/b; c=\"\xc3\xa9\"",
                                      "a/b; c=\"\\\xc3\xa9\"",
                                      "a/b c=d"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (check(bad[i]) != SMTP_E_MEDIA_TYPE) {
            fail_msg("\"%s\" was taken", bad[i]);
        }
    }
    assert_int_equal(check("a/b\r\nX: y"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(check("a/\xff"), SMTP_E_UTF8);
    char text[1000] = "a/b; ";
    memset(text + 5, 'x', 900);
    memcpy(text + 100, "=", 1);
    assert_int_equal(check(text), SMTP_E_MEDIA_TYPE);
    text[700] = '\0';
    assert_int_equal(check(text), SMTP_OK);
    memset(text, 'x', 999);
    text[128] = '/';
    assert_int_equal(check(text), SMTP_E_MEDIA_TYPE);
}

static void guessed_from_the_name(void **state) {
    (void)state;
    static const char *const table[][2] = {
        {"a.png", "image/png"},           {"A.B.PDF", "application/pdf"},     {"png", "application/octet-stream"},
        {"", "application/octet-stream"}, {"a.", "application/octet-stream"}, {"a.unknown", "application/octet-stream"},
        {".zip", "application/zip"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct smtp__text type = smtp__media_type_guess(smtp__text_from(table[i][0], SMTP_Z));
        assert_string_equal(type.data, table[i][1]);
        assert_int_equal(smtp__media_type_check(type, NULL, &media), SMTP_OK);
    }
}

static void what_a_type_makes_of_a_part(void **state) {
    (void)state;
    assert_int_equal(check("Text/x"), SMTP_OK);
    assert_int_equal(media, SMTP__MEDIA_TEXT);
    assert_int_equal(check("multipart/mixed"), SMTP_OK);
    assert_int_equal(media, SMTP__MEDIA_MULTIPART);
    assert_int_equal(check("MESSAGE/rfc822"), SMTP_OK);
    assert_int_equal(media, SMTP__MEDIA_MESSAGE);
    assert_int_equal(check("messages/rfc822"), SMTP_OK);
    assert_int_equal(media, SMTP__MEDIA_OTHER);
}

static void what_is_ours_is_refused(void **state) {
    (void)state;
    assert_int_equal(check("a/b; boundary=c; names=d"), SMTP_OK);
    assert_int_equal(check_with("a/b; charset=c", "boundary"), SMTP_OK);
    assert_int_equal(check_with("a/b; c=d; Boundary=e", "boundary"), SMTP_E_MEDIA_TYPE);
    assert_int_equal(check_with("a/b; boundary*=us-ascii'en'e", "boundary"), SMTP_E_MEDIA_TYPE);
    assert_int_equal(check_with("a/b; boundary*0=e", "boundary"), SMTP_E_MEDIA_TYPE);
    assert_int_equal(check_with("a/b; boundary1=e", "boundary"), SMTP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones_are_written),       cmocka_unit_test(bad_ones),
        cmocka_unit_test(what_a_type_makes_of_a_part), cmocka_unit_test(what_is_ours_is_refused),
        cmocka_unit_test(guessed_from_the_name),
    };
    return cmocka_run_group_tests_name("mime/media_type", tests, NULL, NULL);
}
