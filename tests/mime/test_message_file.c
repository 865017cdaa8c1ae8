/* SPDX-License-Identifier: MIT */
#include "mail.h"

static void a_source_is_kept_only_by_a_call_that_succeeds(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_source *source;
    smtp_source *own;
    assert_int_equal(smtp_source_new_memory(&a.table, "x", 1, &source), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &own), SMTP_OK);
    assert_int_equal(smtp_message_attach(m, "x", 1, NULL, 0, own), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach(m, "x", 1, NULL, 0, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach(NULL, "x", 1, NULL, 0, source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach(m, "x", 1, "nonsense", SMTP_Z, source), SMTP_E_MEDIA_TYPE);
    assert_int_equal(smtp_message_attach(m, "x", 1, "message/rfc822", SMTP_Z, source), SMTP_E_MEDIA_TYPE);
    smtp_source_free(source);
    assert_int_equal(smtp_message_attach_memory(m, "x", 1, NULL, 0, NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach_memory(NULL, "x", 1, NULL, 0, "x", 1), SMTP_E_ARGUMENT);
    has_not(m, "multipart");
    end_mail(&a, m);
}

/* Each is freed once: by the message that took it, or by nobody else than the message that it is in. */
static void a_source_belongs_to_one_message(void **state) {
    (void)state;
    struct test_allocator a;
    struct test_allocator b;
    smtp_message *m = new_mail(&a);
    smtp_message *n = new_mail(&b);
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&a.table, "x", 1, &source), SMTP_OK);
    assert_int_equal(smtp_message_attach(m, "x", 1, NULL, 0, source), SMTP_OK);
    assert_int_equal(smtp_message_attach(m, "x", 1, NULL, 0, source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach(n, "x", 1, NULL, 0, source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_source(n, &source), SMTP_OK);
    assert_int_equal(smtp_message_attach(m, "x", 1, NULL, 0, source), SMTP_E_ARGUMENT);
    end_mail(&b, n);
    end_mail(&a, m);
}

static void lengths_of_bytes_are_numbers(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[SMTP_MESSAGE_BYTES];
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_message *placed;
    assert_int_equal(smtp_message_attach_memory(m, "x", 1, NULL, 0, "x", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_init(memory, SMTP_Z, &placed), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

/* So many that quadratic work would not end for minutes. */
static void many_attachments(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_source *source;
    for (int i = 0; i < 100000; i++) {
        assert_int_equal(smtp_message_attach_memory(m, "f", 1, NULL, 0, "x", 1), SMTP_OK);
    }
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    end_mail(&a, m);
}

#define PNG "\x89PNG"

static void inline_files_have_an_identifier(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_html(m, "<img src=\"cid:logo@x\">", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_inline_memory(m, "<logo@x>", SMTP_Z, "a/logo.png", SMTP_Z, NULL, 0, PNG, 4),
                     SMTP_OK);
    has(m, "Content-Type: image/png;\r\n name=\"logo.png\"\r\n"
           "Content-Disposition: inline;\r\n filename=\"logo.png\"\r\n"
           "Content-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n");
    end_mail(&a, m);
}

static smtp_result add(smtp_message *m, const char *id) {
    return smtp_message_add_inline_memory(m, id, SMTP_Z, NULL, 0, NULL, 0, PNG, 4);
}

static void an_identifier_stands_once(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, "a@b"), SMTP_OK);
    assert_int_equal(add(m, "<a@b>"), SMTP_E_ARGUMENT);
    assert_int_equal(add(m, "A@b"), SMTP_OK);
    assert_int_equal(add(m, "a"), SMTP_E_MESSAGE_ID);
    assert_int_equal(add(m, ""), SMTP_E_MESSAGE_ID);
    assert_int_equal(add(m, "a@b>\r\nX: y"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(add(m, "a@b> <c@d"), SMTP_E_MESSAGE_ID);
    assert_int_equal(add(m, "a@\xc3\xa9"), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_message_add_inline_memory(m, NULL, 0, NULL, 0, NULL, 0, PNG, 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_inline_memory(NULL, "a@c", 3, NULL, 0, NULL, 0, PNG, 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_inline_memory(m, "a@c", 3, NULL, 0, "text/html\r\nX: y", SMTP_Z, PNG, 4),
                     SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_message_add_inline_memory(m, "a@c", 3, "x\r\ny", SMTP_Z, NULL, 0, PNG, 4),
                     SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_message_add_inline(m, "a@c", 3, NULL, 0, NULL, 0, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(add(m, "a@c"), SMTP_OK);
    end_mail(&a, m);
}

/* A source over a text. */
static smtp_source *source_of(struct test_allocator *a, const char *text, size_t length) {
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&a->table, text, length == SMTP_Z ? strlen(text) : length, &source),
                     SMTP_OK);
    return source;
}

static void a_mail_is_attached_as_it_is(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_source *source = source_of(&a, "From: a@b.c\n\nHello\n.\nbye", SMTP_Z);
    assert_int_equal(smtp_message_attach_message(m, "../old.eml", SMTP_Z, source), SMTP_OK);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_E_ARGUMENT);
    has(m, "\r\nContent-Type: message/rfc822;\r\n name=\"old.eml\"\r\n"
           "Content-Disposition: attachment;\r\n filename=\"old.eml\"\r\n"
           "Content-Transfer-Encoding: 7bit\r\n\r\nFrom: a@b.c\r\n\r\nHello\r\n.\r\nbye\r\n--=_");
    end_mail(&a, m);
}

static void a_mail_that_is_8bit_makes_all_around_it_so(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_source *own;
    assert_int_equal(
        smtp_message_attach_message(m, NULL, 0, source_of(&a, "Subject: x\n\nd\xc3\xa9j\xc3\xa0\n", SMTP_Z)), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &own), SMTP_OK);
    assert_int_equal(smtp_source_is_8bit(own), 1);
    int64_t size = smtp_source_wire_size(own);
    assert_int_equal(read_mail(own, 77), size);
    has(m, "Content-Type: multipart/mixed;\r\n boundary=\"=_");
    assert_non_null(strstr(mail_bytes, "\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--=_"));
    assert_non_null(
        strstr(mail_bytes, "Content-Disposition: attachment\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubj"));
    assert_int_equal(smtp_source_measure(own), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(own), size);
    assert_int_equal(smtp_source_is_8bit(own), 1);
    end_mail(&a, m);
}

static ptrdiff_t read_nothing(void *context, void *buffer, size_t size) {
    (void)context;
    (void)buffer;
    (void)size;
    return SMTP_E_NO_FILE;
}

static smtp_result rewind_nothing(void *context) {
    (void)context;
    return SMTP_OK;
}

static void a_mail_that_cannot_be_sent_is_not_attached(void **state) {
    (void)state;
    static char line[1000];
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    memset(line, 'x', 999);
    smtp_source *source = source_of(&a, line, 999);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_E_LINE_TOO_LONG);
    smtp_source_free(source);
    source = source_of(&a, "a\0b", 3);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(smtp_message_attach_message(m, "a\nb", 3, source), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_message_attach_message(m, "\xff", 1, source), SMTP_E_UTF8);
    smtp_source_free(source);
    assert_int_equal(smtp_source_new_callback(&a.table, read_nothing, NULL, NULL, NULL, &source), SMTP_OK);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_E_NOT_REWINDABLE);
    smtp_source_free(source);
    assert_int_equal(smtp_source_new_callback(&a.table, read_nothing, rewind_nothing, NULL, NULL, &source), SMTP_OK);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_E_NO_FILE);
    assert_int_equal(smtp_message_attach_message(NULL, NULL, 0, source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, NULL), SMTP_E_ARGUMENT);
    smtp_source_free(source);
    has_not(m, "multipart");
    end_mail(&a, m);
}

static smtp_result attach_file(smtp_message *m, const char *name, smtp_source *source) {
    return smtp_message_attach(m, name, SMTP_Z, NULL, 0, source);
}

static smtp_result attach_mail(smtp_message *m, const char *name, smtp_source *source) {
    return smtp_message_attach_message(m, name, SMTP_Z, source);
}

static smtp_result attach_inline(smtp_message *m, const char *name, smtp_source *source) {
    return smtp_message_add_inline(m, "a@b", SMTP_Z, name, SMTP_Z, NULL, 0, source);
}

static smtp_result attach_memory(smtp_message *m, const char *name, smtp_source *source) {
    smtp_source_free(source);
    return smtp_message_add_inline_memory(m, "a@b", SMTP_Z, name, SMTP_Z, NULL, 0, "x", 1);
}

/* A name of which each text needs memory of its own. */
static void any_allocation_may_fail(void **state) {
    (void)state;
    static smtp_result (*const doors[])(smtp_message * m, const char *name,
                                        smtp_source *source) = {attach_file, attach_mail, attach_inline, attach_memory};
    static char name[2000];
    memset(name, 'x', sizeof name - 1);
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_result result;
        long n = 0;
        do {
            smtp_source *source = source_of(&a, "x", 1);
            a.fail_at = a.calls + ++n;
            result = doors[i](m, name, source);
            a.fail_at = 0;
            if (result != SMTP_OK) {
                assert_int_equal(result, SMTP_E_NO_MEMORY);
                if (doors[i] != attach_memory) {
                    smtp_source_free(source);
                }
                has_not(m, "xxx");
            }
        } while (result != SMTP_OK);
        assert_true(n > 2);
        has(m, "xxx");
        end_mail(&a, m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_is_kept_only_by_a_call_that_succeeds),
        cmocka_unit_test(a_source_belongs_to_one_message),
        cmocka_unit_test(lengths_of_bytes_are_numbers),
        cmocka_unit_test(many_attachments),
        cmocka_unit_test(inline_files_have_an_identifier),
        cmocka_unit_test(an_identifier_stands_once),
        cmocka_unit_test(a_mail_is_attached_as_it_is),
        cmocka_unit_test(a_mail_that_is_8bit_makes_all_around_it_so),
        cmocka_unit_test(a_mail_that_cannot_be_sent_is_not_attached),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("mime/message_file", tests, NULL, NULL);
}
