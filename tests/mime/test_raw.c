/* SPDX-License-Identifier: MIT */
/* The raw message as an object: its two doors, what its setters refuse, memory that ends. */
#include "raw_text.h"

#include "mime/raw_object.h"
#include <stdalign.h>

static const char content_text[] = "From: a@b.c\r\nTo: d@e.f\r\n\r\nx\r\n";

static void in_memory_of_its_own(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_source *content;
    smtp_raw *raw = (smtp_raw *)&a;
    test_allocator_init(&a);
    assert_int_equal(smtp_source_new_memory(&a.table, content_text, strlen(content_text), &content), SMTP_OK);
    a.fail_at = a.calls + 1;
    assert_int_equal(smtp_raw_new(&a.table, content, &raw), SMTP_E_NO_MEMORY);
    assert_null(raw);
    assert_int_equal(smtp_raw_new(&a.table, NULL, &raw), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_new(NULL, content, &raw), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_new(&a.table, content, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(a.live, 1); /* the content is still the caller's */
    assert_int_equal(smtp_raw_new(&a.table, content, &raw), SMTP_OK);
    smtp_raw_free(raw);
    smtp_raw_free(NULL);
    assert_int_equal(a.live, 0);
}

static void in_the_callers_memory(void **state) {
    (void)state;
    static alignas(uint64_t) uint8_t memory[SMTP_RAW_BYTES + 4096];
    uint8_t content_memory[SMTP_SOURCE_BYTES];
    struct stream stream = {.data = content_text, .length = strlen(content_text)};
    smtp_source *content;
    smtp_raw *raw = (smtp_raw *)memory;
    assert_true(smtp_raw_bytes() <= SMTP_RAW_BYTES);
    assert_int_equal(smtp_source_init_callback(content_memory, sizeof content_memory, stream_read, stream_rewind,
                                               stream_release, &stream, &content),
                     SMTP_OK);
    assert_int_equal(smtp_raw_init(memory, smtp_raw_bytes() - 1, content, &raw), SMTP_E_MEMORY_SIZE);
    assert_null(raw);
    assert_int_equal(smtp_raw_init(memory + 1, sizeof memory - 1, content, &raw), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_raw_init(memory, SMTP_Z, content, &raw), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_init(NULL, sizeof memory, content, &raw), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_init(memory, sizeof memory, NULL, &raw), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_init(memory, sizeof memory, content, NULL), SMTP_E_ARGUMENT);

    assert_int_equal(smtp_raw_init(memory, smtp_raw_bytes(), content, &raw), SMTP_OK);
    struct text text = {.raw = raw};
    assert_int_equal(smtp_raw_set_missing_date(raw, 0, 0), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_raw_set_missing_message_id(raw, "a@b", SMTP_Z), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_raw_set_remove_bcc(raw, 1), SMTP_OK);
    assert_int_equal(read_text(&text, 10), strlen(content_text));
    assert_string_equal(mail_bytes, content_text);
    smtp_raw_fini(raw);
    smtp_raw_fini(raw);
    smtp_raw_fini(NULL);
    assert_int_equal(stream.releases, 1);
}

static void memory_that_is_fixed_is_used_again(void **state) {
    (void)state;
    static alignas(uint64_t) uint8_t memory[SMTP_RAW_BYTES + 4096];
    uint8_t content_memory[SMTP_SOURCE_BYTES];
    struct test_allocator a;
    smtp_source *content;
    smtp_raw *raw;
    smtp_envelope *envelope;
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(
        smtp_source_init_memory(content_memory, sizeof content_memory, content_text, strlen(content_text), &content),
        SMTP_OK);
    assert_int_equal(smtp_raw_init(memory, sizeof memory, content, &raw), SMTP_OK);
    assert_int_equal(smtp_raw_set_missing_message_id(raw, "a@b", SMTP_Z), SMTP_OK);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(smtp_raw_envelope(raw, envelope), SMTP_OK);
        assert_int_equal(smtp_envelope_recipient_count(envelope), 1);
    }
    struct text text = {.raw = raw};
    assert_true(read_text(&text, 100) > 0);
    assert_non_null(strstr(mail_bytes, "To: d@e.f\r\nMessage-ID: <a@b>\r\n\r\nx\r\n"));
    smtp_raw_fini(raw);
    smtp_envelope_free(envelope);
    assert_int_equal(a.live, 0);
}

static void a_source_belongs_to_one_alone(void **state) {
    (void)state;
    struct text text;
    smtp_raw *second;
    smtp_source *source;
    begin_text(&text, content_text);
    smtp_source *content = text.raw->content.source;
    assert_int_equal(smtp_raw_new(&text.allocator.table, content, &second), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_int_equal(smtp_raw_new(&text.allocator.table, source, &second), SMTP_E_ARGUMENT);
    static alignas(uint64_t) uint8_t memory[SMTP_RAW_BYTES];
    assert_int_equal(smtp_raw_init(memory, sizeof memory, source, &second), SMTP_E_ARGUMENT);
    end_text(&text);
}

static void what_setters_refuse(void **state) {
    (void)state;
    struct text text;
    begin_text(&text, content_text);
    assert_int_equal(smtp_raw_set_line_ends(NULL, SMTP_LINE_ENDS_REFUSE), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_line_ends(text.raw, 2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_line_ends(text.raw, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_remove_bcc(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_remove_bcc(text.raw, 2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_missing_date(NULL, 0, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_missing_date(text.raw, -1, 0), SMTP_E_DATE);
    assert_int_equal(smtp_raw_set_missing_date(text.raw, 0, 1440), SMTP_E_DATE);
    assert_int_equal(smtp_raw_set_missing_message_id(NULL, "a@b", SMTP_Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "a", SMTP_Z), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "a@b\r\nBcc: c", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(read_text(&text, 100), strlen(content_text));
    assert_string_equal(mail_bytes, content_text);
    end_text(&text);
}

static void what_is_set_again_replaces(void **state) {
    (void)state;
    struct text text;
    begin_text(&text, "A: b\r\n");
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "<a@b>", 5), SMTP_OK);
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "c", 1), SMTP_E_MESSAGE_ID);
    assert_true(read_text(&text, 100) > 0);
    assert_string_equal(mail_bytes, "A: b\r\nMessage-ID: <a@b>\r\n");
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "c@d and more", 3), SMTP_OK);
    assert_int_equal(smtp_raw_set_missing_date(text.raw, 0, 0), SMTP_OK);
    assert_int_equal(smtp_raw_set_missing_date(text.raw, 86400, 60), SMTP_OK);
    assert_true(read_text(&text, 100) > 0);
    assert_string_equal(mail_bytes, "A: b\r\nDate: Fri, 02 Jan 1970 01:00:00 +0100\r\nMessage-ID: <c@d>\r\n");
    end_text(&text);
}

static void without_memory_it_is_as_it_was(void **state) {
    (void)state;
    struct text text;
    begin_text(&text, "A: b\r\n");
    text.allocator.fail_at = text.allocator.calls + 1;
    assert_int_equal(smtp_raw_set_missing_date(text.raw, 0, 0), SMTP_E_NO_MEMORY);
    text.allocator.fail_at = text.allocator.calls + 1;
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "a@b", SMTP_Z), SMTP_E_NO_MEMORY);
    assert_int_equal(read_text(&text, 100), 6);
    assert_int_equal(smtp_raw_set_missing_message_id(text.raw, "a@b", SMTP_Z), SMTP_OK);
    assert_int_equal(read_text(&text, 100), 6 + 19);
    end_text(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_memory_of_its_own),
        cmocka_unit_test(in_the_callers_memory),
        cmocka_unit_test(memory_that_is_fixed_is_used_again),
        cmocka_unit_test(a_source_belongs_to_one_alone),
        cmocka_unit_test(what_setters_refuse),
        cmocka_unit_test(what_is_set_again_replaces),
        cmocka_unit_test(without_memory_it_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
