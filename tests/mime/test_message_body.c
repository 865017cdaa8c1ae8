/* SPDX-License-Identifier: MIT */
#include "mail.h"

static void levels_that_are_not_needed_are_left_out(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    has(m, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n");
    assert_int_equal(smtp_message_set_html(m, "<p>", SMTP_Z), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: text/html");
    assert_int_equal(smtp_message_set_text(m, "one", SMTP_Z), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;");
    assert_int_equal(smtp_message_attach_memory(m, "x", 1, NULL, 0, "x", 1), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;");
    assert_int_equal(smtp_message_set_text(m, "two", SMTP_Z), SMTP_OK);
    has(m, "\r\n\r\ntwo\r\n--=_");
    has_not(m, "one");
    end_mail(&a, m);
}

static void a_text_after_an_attachment_comes_first(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_attach_memory(m, "x.png", SMTP_Z, NULL, 0, "x", 1), SMTP_OK);
    has(m, "multipart/mixed");
    assert_int_equal(smtp_message_set_text(m, "text", SMTP_Z), SMTP_OK);
    has(m, "text/plain");
    assert_true(strstr(mail_bytes, "text/plain") < strstr(mail_bytes, "image/png"));
    end_mail(&a, m);
}

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

static void null_is_refused(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_text(NULL, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_text(m, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_html(NULL, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_html(m, NULL, 0), SMTP_E_ARGUMENT);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_that_are_not_needed_are_left_out),
        cmocka_unit_test(a_text_after_an_attachment_comes_first),
        cmocka_unit_test(a_source_is_kept_only_by_a_call_that_succeeds),
        cmocka_unit_test(a_source_belongs_to_one_message),
        cmocka_unit_test(lengths_of_bytes_are_numbers),
        cmocka_unit_test(many_attachments),
        cmocka_unit_test(null_is_refused),
    };
    return cmocka_run_group_tests_name("mime/message_body", tests, NULL, NULL);
}
