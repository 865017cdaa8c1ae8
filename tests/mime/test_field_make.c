/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/message_object.h"

static smtp_result write_word(struct smtp__writer *writer, const void *what) {
    smtp__writer_word(writer, 1, smtp__text_from(what, SMTP_Z), 12);
    return writer->widest > 20 ? SMTP_E_HEADER_TOO_LONG : SMTP_OK;
}

static struct smtp__draft draft(const char *word) {
    struct smtp__draft made = {.kind = SMTP__FIELD_TO, .write = write_word, .what = word};
    return made;
}

static struct smtp_message message_in(void *memory, size_t size) {
    struct smtp_message message;
    memset(&message, 0, sizeof message);
    smtp__arena_init_fixed(&message.arena, memory, size);
    return message;
}

static void a_field_grows_by_pieces(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[512];
    struct smtp_message message = message_in(memory, sizeof memory);
    struct smtp__draft one = draft("one");
    struct smtp__draft second = draft("second");
    struct smtp__field *field;
    assert_int_equal(smtp__field_make(&message, &one, &field), SMTP_OK);
    assert_memory_equal(field->first->text.data, "To: one", 7);
    assert_int_equal(field->first->text.length, 7);
    assert_int_equal(field->column, 7);
    assert_memory_equal(field->name.text.data, "To", 2);
    assert_int_equal(field->name.text.length, 2);
    assert_int_equal(smtp__field_extend(&message, field, &second), SMTP_OK);
    assert_memory_equal(field->last->text.data, "\r\n second", 9);
    assert_int_equal(field->column, 7);
}

static smtp_result write_whether_first(struct smtp__writer *writer, const void *what) {
    (void)what;
    smtp__writer_string(writer, writer->is_first ? "1" : "2");
    return SMTP_OK;
}

static smtp_result write_nothing(struct smtp__writer *writer, const void *what) {
    (void)writer;
    (void)what;
    return SMTP_OK;
}

static void what_stands_first_is_told(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[1024];
    struct smtp_message message = message_in(memory, sizeof memory);
    struct smtp__draft drafts[] = {{SMTP__FIELD_OWN, {"X", 1}, write_whether_first, NULL},
                                   {SMTP__FIELD_OWN, {"X", 1}, write_nothing, NULL}};
    struct smtp__field *field;
    assert_int_equal(smtp__field_make(&message, &drafts[0], &field), SMTP_OK);
    assert_memory_equal(field->last->text.data, "X:1", 3);
    assert_int_equal(smtp__field_extend(&message, field, &drafts[0]), SMTP_OK);
    assert_memory_equal(field->last->text.data, "2", 1);
    assert_int_equal(smtp__field_make(&message, &drafts[1], &field), SMTP_OK);
    assert_int_equal(smtp__field_extend(&message, field, &drafts[0]), SMTP_OK);
    assert_memory_equal(field->last->text.data, "1", 1);
}

static void errors_come_through(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[512];
    struct smtp_message message = message_in(memory, sizeof memory);
    struct smtp__draft bad = draft("a word that is much too long");
    struct smtp__draft good = draft("one");
    struct smtp__field *field;
    assert_int_equal(smtp__field_make(&message, &bad, &field), SMTP_E_HEADER_TOO_LONG);
    for (size_t size = 0; size < sizeof *field + sizeof(struct smtp__piece) + 7; size += 8) {
        message = message_in(memory, size);
        assert_int_equal(smtp__field_make(&message, &good, &field), SMTP_E_NO_MEMORY);
    }
    message = message_in(memory, sizeof *field + sizeof(struct smtp__piece) + 32);
    assert_int_equal(smtp__field_make(&message, &good, &field), SMTP_OK);
    struct smtp__field before = *field;
    assert_int_equal(smtp__field_extend(&message, field, &good), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp__field_extend(&message, field, &bad), SMTP_E_HEADER_TOO_LONG);
    assert_memory_equal(&before, field, sizeof before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_grows_by_pieces),
        cmocka_unit_test(what_stands_first_is_told),
        cmocka_unit_test(errors_come_through),
    };
    return cmocka_run_group_tests_name("mime/field_make", tests, NULL, NULL);
}
