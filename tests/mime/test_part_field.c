/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/part.h>
#include <stdio.h>

static smtp_part *new_part(smtp_message *m) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_text(m, "text/x", SMTP_Z, "x", 1, &part), SMTP_OK);
    return part;
}

static smtp_part *new_root(smtp_message *m) {
    smtp_part *part = new_part(m);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    return part;
}

#define FIELDS(type, name, filename)                                                                                   \
    "Content-Type: " type ";\r\n name=" name "\r\nContent-Disposition: attachment;\r\n filename" filename "\r\n"

static void gives(const char *name, const char *type, const char *wanted) {
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_attach_memory(m, name, SMTP_Z, type, SMTP_Z, "x", 1), SMTP_OK);
    has(m, wanted);
    end_mail(&a, m);
}

static void names_are_quoted_or_extended(void **state) {
    (void)state;
    static const char nothing[] = "Content-Type: a/b\r\nContent-Disposition: attachment\r\nContent-Transfer";
    gives("", "", "Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n");
    gives("a b.png", "", FIELDS("image/png", "\"a b.png\"", "=\"a b.png\""));
    gives("/x/y\\z/\"q\".txt", "a/b; c=d", FIELDS("a/b; c=d", "\"\\\"q\\\".txt\"", "=\"\\\"q\\\".txt\""));
    gives("C:\\x\\'y;z'", "a/b", FIELDS("a/b", "\"'y;z'\"", "=\"'y;z'\""));
    gives("..\\", "a/b", nothing);
    gives("x/..", "a/b", nothing);
    gives("../.", "a/b", nothing);
    gives("...", "a/b", FIELDS("a/b", "\"...\"", "=\"...\""));
    gives(".x", "a/b", FIELDS("a/b", "\".x\"", "=\".x\""));
    gives("b\xc3\xb6se.zip", "", FIELDS("application/zip", "\"=?utf-8?B?YsO2c2Uuemlw?=\"", "*=utf-8''b%C3%B6se.zip"));
    gives("a=?b", "x/y", FIELDS("x/y", "\"=?utf-8?Q?a=3D=3Fb?=\"", "*=utf-8''a%3D%3Fb"));
    gives("a  b", "x/y", FIELDS("x/y", "\"=?utf-8?Q?a__b?=\"", "*=utf-8''a%20%20b"));
}

/* Every line of the header is within 78 octets. */
static void is_narrow(smtp_message *m) {
    const char *end = strstr(strstr(mail_of(m), "Content-Disposition"), "\r\n\r\n");
    for (const char *line = mail_bytes; line < end; line = strstr(line, "\r\n") + 2) {
        assert_true(strcspn(line, "\r") <= 78);
    }
}

static void long_names_are_split(void **state) {
    (void)state;
    static char name[1000];
    struct test_allocator a;
    for (size_t i = 0; i < 300; i++) {
        memcpy(name + 3 * i, "\xe6\x97\xa5", 3);
    }
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_attach_memory(m, name, SMTP_Z, "a/b", SMTP_Z, "x", 1), SMTP_OK);
    is_narrow(m);
    size_t characters = 0;
    const char *at = strstr(mail_bytes, "filename*0*=utf-8''%E6%97%A5");
    for (int i = 0; at != NULL; i++) {
        char section[32];
        snprintf(section, sizeof section, "\r\n filename*%d*=", i + 1);
        const char *next = strstr(at, section);
        const char *end = next != NULL ? next : strstr(at + 2, "\r\n");
        for (; (at = strstr(at, "%E6%97%A5")) != NULL && at < end; at++) {
            characters++;
        }
        at = next;
    }
    assert_int_equal(characters, 300);
    end_mail(&a, m);
}

static void lines_stay_short_whatever_is_escaped(void **state) {
    (void)state;
    char name[100] = "";
    for (size_t n = 0; n < 99; n++) {
        struct test_allocator a;
        strcat(name, n % 3 == 0 ? "a" : "\"");
        smtp_message *m = new_mail(&a);
        assert_int_equal(smtp_message_attach_memory(m, name, SMTP_Z, "a/b", SMTP_Z, "x", 1), SMTP_OK);
        is_narrow(m);
        end_mail(&a, m);
    }
}

static void dispositions(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part = new_root(m);
    assert_int_equal(smtp_part_set_disposition(part, SMTP_DISPOSITION_INLINE, NULL, 0), SMTP_OK);
    has(m, "Content-Type: text/x; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding");
    assert_int_equal(smtp_part_set_disposition(part, SMTP_DISPOSITION_ATTACHMENT, "/a/b", SMTP_Z), SMTP_OK);
    has(m, FIELDS("text/x; charset=utf-8", "\"b\"", "=\"b\"") "Content-Transfer-Encoding");
    assert_int_equal(smtp_part_set_disposition(part, 0, "c", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_set_disposition(part, 3, "c", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_set_disposition(NULL, 1, "c", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_set_disposition(part, 1, "c\r\nd", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_part_set_disposition(part, 1, "c\xe2\x80\xa8", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_part_set_disposition(part, 1, "c\xff", SMTP_Z), SMTP_E_UTF8);
    has(m, FIELDS("text/x; charset=utf-8", "\"b\"", "=\"b\"") "Content-Transfer-Encoding");
    assert_int_equal(smtp_part_set_disposition(part, SMTP_DISPOSITION_ATTACHMENT, "..", SMTP_Z), SMTP_OK);
    has(m, "Content-Type: text/x; charset=utf-8\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding");
    assert_int_equal(smtp_part_new_multipart(m, "multipart/mixed", SMTP_Z, &part), SMTP_OK);
    assert_int_equal(smtp_part_set_disposition(part, 1, NULL, 0), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

static void identifiers(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part = new_root(m);
    assert_int_equal(smtp_part_set_content_id(part, "one@x", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_part_set_content_id(part, "<two@x>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_part_set_content_id(part, "two", SMTP_Z), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_part_set_content_id(part, "a@b\r\nc", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_part_set_content_id(part, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_set_content_id(NULL, "a@b", SMTP_Z), SMTP_E_ARGUMENT);
    has(m, "utf-8\r\nContent-ID: <two@x>\r\nContent-Transfer-Encoding");
    end_mail(&a, m);
}

static smtp_result set(smtp_part *part, const char *name, const char *value) {
    return smtp_part_set_header(part, name, SMTP_Z, value, SMTP_Z);
}

static void other_fields(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part = new_root(m);
    assert_int_equal(set(part, "Content-Language", "de"), SMTP_OK);
    assert_int_equal(set(part, "content-description",
                         "Gr\xc3\xbc\xc3\x9f"
                         "e"),
                     SMTP_OK);
    assert_int_equal(set(part, "CONTENT-LANGUAGE", "en"), SMTP_OK);
    has(m, "charset=utf-8\r\nCONTENT-LANGUAGE: en\r\ncontent-description: =?utf-8?");
    assert_non_null(strstr(mail_bytes, "?=\r\nContent-Transfer-Encoding: 7bit\r\n\r\nx\r\n"));
    assert_int_equal(set(part, "Content-Type", "x"), SMTP_E_HEADER_RESERVED);
    assert_int_equal(set(part, "content-transfer-encoding", "x"), SMTP_E_HEADER_RESERVED);
    assert_int_equal(set(part, "Content-Disposition", "x"), SMTP_E_HEADER_RESERVED);
    assert_int_equal(set(part, "Content-ID", "x"), SMTP_E_HEADER_RESERVED);
    static const char *const bad[] = {"",           "Content",     "Content-",        "Subject", "X-Content-A",
                                      "Content-A:", "Content-A B", "Content-\xc3\xa9"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(set(part, bad[i], "x"), SMTP_E_HEADER_NAME);
    }
    assert_int_equal(set(part, "Content-A\r\nX", "x"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(set(part, "Content-Language", "a\r\nX: b"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_part_set_header(part, "Content-Language", SMTP_Z, "a\0b", 3), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(set(part, "Content-Language", "\xff"), SMTP_E_UTF8);
    assert_int_equal(set(part, NULL, "x"), SMTP_E_ARGUMENT);
    assert_int_equal(set(part, "Content-Language", NULL), SMTP_E_ARGUMENT);
    assert_int_equal(set(NULL, "Content-Language", "x"), SMTP_E_ARGUMENT);
    has(m, "CONTENT-LANGUAGE: en\r\n");
    end_mail(&a, m);
}

static void a_line_that_cannot_be_folded_is_refused(void **state) {
    (void)state;
    static char value[1000];
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part = new_root(m);
    memset(value, 'x', 999);
    assert_int_equal(set(part, "Content-Location", value), SMTP_E_HEADER_TOO_LONG);
    has_not(m, "Content-Location");
    end_mail(&a, m);
}

static void a_multipart_has_fields_too(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part;
    assert_int_equal(smtp_part_new_multipart(m, "multipart/mixed", SMTP_Z, &part), SMTP_OK);
    assert_int_equal(smtp_part_add(part, new_part(m)), SMTP_OK);
    assert_int_equal(smtp_part_set_content_id(part, "a@b", SMTP_Z), SMTP_OK);
    assert_int_equal(set(part, "Content-Description", "both"), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    has(m, "\"\r\nContent-ID: <a@b>\r\nContent-Description: both\r\n\r\n--=_");
    end_mail(&a, m);
}

/* So many that quadratic work would not end for minutes. */
static void many_fields(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *part = new_part(m);
    for (int i = 0; i < 100000; i++) {
        char name[32];
        snprintf(name, sizeof name, "Content-%d", i);
        assert_int_equal(set(part, name, "x"), SMTP_OK);
    }
    end_mail(&a, m);
}

static smtp_result set_something(smtp_part *part, int which, const char *text) {
    return which == 0   ? smtp_part_set_disposition(part, SMTP_DISPOSITION_ATTACHMENT, text, SMTP_Z)
           : which == 1 ? smtp_part_set_content_id(part, "xxx@0123456789012345678901234567890123456789", SMTP_Z)
                        : smtp_part_set_header(part, "Content-Description", SMTP_Z, text, SMTP_Z);
}

/* In chunks of which so much is taken that each setter needs others. */
static void any_allocation_may_fail(void **state) {
    (void)state;
    static char text[4001];
    for (size_t i = 0; i < 4000; i++) {
        text[i] = i % 10 == 9 ? ' ' : 'x';
    }
    for (int which = 0; which < 3; which++) {
        long most = 0;
        for (size_t padding = 0; padding < 1100; padding += 16) {
            struct test_allocator a;
            smtp_message *m = new_mail(&a);
            smtp_part *part = new_root(m);
            smtp_result result;
            long n = 0;
            assert_int_equal(smtp_message_add_header(m, "A", 1, text, padding), SMTP_OK);
            do {
                a.fail_at = a.calls + ++n;
                result = set_something(part, which, text);
                a.fail_at = 0;
                if (result != SMTP_OK) {
                    assert_int_equal(result, SMTP_E_NO_MEMORY);
                    has(m, "Content-Type: text/x; charset=utf-8\r\nContent-Transfer-Encoding");
                }
            } while (result != SMTP_OK);
            most = n > most ? n : most;
            end_mail(&a, m);
        }
        assert_true(most > 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_quoted_or_extended),
        cmocka_unit_test(long_names_are_split),
        cmocka_unit_test(lines_stay_short_whatever_is_escaped),
        cmocka_unit_test(dispositions),
        cmocka_unit_test(identifiers),
        cmocka_unit_test(other_fields),
        cmocka_unit_test(a_line_that_cannot_be_folded_is_refused),
        cmocka_unit_test(a_multipart_has_fields_too),
        cmocka_unit_test(many_fields),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("mime/part_field", tests, NULL, NULL);
}
