/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/part.h>

static smtp_part *part;

static smtp_result new_text(smtp_message *m, const char *type, const char *text) {
    return smtp_part_new_text(m, type, SMTP_Z, text, SMTP_Z, &part);
}

static smtp_result new_source(smtp_message *m, const char *type, smtp_source *source) {
    return smtp_part_new_source(m, type, SMTP_Z, source, &part);
}

static smtp_result new_multipart(smtp_message *m, const char *type) {
    return smtp_part_new_multipart(m, type, SMTP_Z, &part);
}

static smtp_source *source_of(struct test_allocator *a, const char *text) {
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&a->table, text, strlen(text), &source), SMTP_OK);
    return source;
}

static void texts(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(new_text(m, "text/calendar; method=REQUEST", "a\nb"), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    has(m, "\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"
           "Content-Transfer-Encoding: 7bit\r\n\r\na\r\nb\r\n");
    assert_int_equal(new_text(m, "text/plain", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    has(m, "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    end_mail(&a, m);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    static const char *const bad[] = {"",
                                      "text",
                                      "image/png",
                                      "multipart/mixed",
                                      "message/rfc822",
                                      "text/plain; charset=utf-8",
                                      "text/plain; charset*=x",
                                      "text/plain; name=x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(new_text(m, bad[i], "x"), SMTP_E_MEDIA_TYPE);
        assert_null(part);
    }
    assert_int_equal(new_text(m, "text/plain\r\nX: y", "x"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(new_text(m, "text/\xff", "x"), SMTP_E_UTF8);
    assert_int_equal(new_text(m, "text/plain", "\xff"), SMTP_E_UTF8);
    assert_int_equal(smtp_part_new_text(m, "text/plain", SMTP_Z, "a\0b", 3, &part), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(new_text(NULL, "text/plain", "x"), SMTP_E_ARGUMENT);
    assert_int_equal(new_text(m, NULL, "x"), SMTP_E_ARGUMENT);
    assert_int_equal(new_text(m, "text/plain", NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_new_text(m, "text/plain", SMTP_Z, "x", 1, NULL), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

static void sources(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(new_source(m, "image/png", source_of(&a, "x")), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    has(m, "\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n");
    smtp_source *source = source_of(&a, "A: b\n\nc");
    assert_int_equal(new_source(m, "message/delivery-status", source), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
    assert_int_equal(new_source(m, "message/delivery-status", source), SMTP_E_ARGUMENT);
    has(m, "\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: 7bit\r\n\r\nA: b\r\n\r\nc\r\n");
    smtp_source *own;
    assert_int_equal(smtp_message_source(m, &own), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(own), strlen(mail_bytes));
    source = source_of(&a, "x"); /* freed by the message, though it has no place */
    assert_int_equal(new_source(m, "message/rfc822", source), SMTP_OK);
    end_mail(&a, m);
}

static void sources_that_are_refused_stay_the_callers(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_source *source = source_of(&a, "a\xff");
    smtp_source *own;
    assert_int_equal(smtp_message_source(m, &own), SMTP_OK);
    assert_int_equal(new_source(m, "multipart/mixed", source), SMTP_E_MEDIA_TYPE);
    assert_int_equal(new_source(m, "image/png; name=x", source), SMTP_E_MEDIA_TYPE);
    assert_int_equal(new_source(m, "", source), SMTP_E_MEDIA_TYPE);
    assert_int_equal(new_source(m, "image/png\nX: y", source), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(new_source(m, NULL, source), SMTP_E_ARGUMENT);
    assert_int_equal(new_source(NULL, "image/png", source), SMTP_E_ARGUMENT);
    assert_int_equal(new_source(m, "image/png", NULL), SMTP_E_ARGUMENT);
    assert_int_equal(new_source(m, "image/png", own), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_new_source(m, "image/png", SMTP_Z, source, NULL), SMTP_E_ARGUMENT);
    assert_null(part);
    smtp_source_free(source);
    end_mail(&a, m);
}

static void multiparts(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    static const char *const bad[] = {"",
                                      "multipart",
                                      "text/plain",
                                      "message/rfc822",
                                      "multipart/mixed; boundary=x",
                                      "multipart/mixed; a=b; BOUNDARY=\"x\"",
                                      "multipart/mixed; boundary*=x",
                                      "multipart/mixed; boundary*0=x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(new_multipart(m, bad[i]), SMTP_E_MEDIA_TYPE);
        assert_null(part);
    }
    assert_int_equal(new_multipart(m, "multipart/x\r\nY: z"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(new_multipart(m, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(new_multipart(NULL, "multipart/mixed"), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_new_multipart(m, "multipart/mixed", SMTP_Z, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(new_multipart(m, "multipart/report; report-type=delivery-status"), SMTP_OK);
    smtp_part *report = part;
    assert_int_equal(new_text(m, "text/plain", "x"), SMTP_OK);
    assert_int_equal(smtp_part_add(report, part), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, report), SMTP_OK);
    has(m, "\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"=_");
    end_mail(&a, m);
}

static smtp_result make_something(struct test_allocator *a, smtp_message *m, int which, const char *text) {
    if (which == 0) {
        return new_text(m, text, text);
    }
    if (which == 1) {
        return new_multipart(m, text);
    }
    smtp_source *source;
    long fail_at = a->fail_at;
    a->fail_at = 0;
    source = source_of(a, "x");
    a->fail_at = fail_at + 1;
    smtp_result result = new_source(m, text, source);
    if (result != SMTP_OK) {
        smtp_source_free(source);
    }
    return result;
}

/* Chunks are full after so much: each text needs a new one sooner or later. */
static void any_allocation_may_fail(void **state) {
    (void)state;
    static const char *const types[] = {"text/x; y=\"01234567890123456789012345678901234567890123456789\"",
                                        "multipart/x; y=\"0123456789012345678901234567890123456789\"",
                                        "message/x; y=\"0123456789012345678901234567890123456789\""};
    static char padding[1200];
    memset(padding, 'x', sizeof padding);
    for (int which = 0; which < 3; which++) {
        long failures = 0;
        for (size_t n = 0; n < sizeof padding - 200; n += 8) {
            struct test_allocator a;
            smtp_message *m = new_mail(&a);
            assert_int_equal(smtp_message_set_text(m, padding, n), SMTP_OK);
            a.fail_at = a.calls + 1;
            smtp_result result = make_something(&a, m, which, types[which]);
            a.fail_at = 0;
            failures += result != SMTP_OK;
            assert_true(result == SMTP_OK || (result == SMTP_E_NO_MEMORY && part == NULL));
            assert_int_equal(make_something(&a, m, which, types[which]), SMTP_OK);
            end_mail(&a, m);
        }
        assert_true(failures > 10);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),      cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(sources),    cmocka_unit_test(sources_that_are_refused_stay_the_callers),
        cmocka_unit_test(multiparts), cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("mime/part", tests, NULL, NULL);
}
