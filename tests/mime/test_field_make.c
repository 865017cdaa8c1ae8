/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/message_object.h"

static smtp_result write_word(struct smtp__writer *writer, const void *what) {
    smtp__writer_word(writer, 1, smtp__text_from(what, SMTP_Z), 12);
    return writer->widest > 20 ? SMTP_E_HEADER_TOO_LONG : SMTP_OK;
}

static void a_field_grows_by_pieces(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[512];
    struct smtp__arena arena;
    struct smtp__field *field;
    struct smtp__piece *piece;
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_int_equal(smtp__field_make(&arena, SMTP__FIELD_TO, smtp__text_from("To", 2), write_word, "one", &field),
                     SMTP_OK);
    assert_memory_equal(field->first->text.data, "To: one", 7);
    assert_int_equal(field->first->text.length, 7);
    assert_int_equal(field->column, 7);
    assert_memory_equal(field->name.text.data, "To", 2);
    assert_int_equal(smtp__piece_make(&arena, write_word, "second", &field->column, &piece), SMTP_OK);
    assert_memory_equal(piece->text.data, "\r\n second", 9);
    assert_int_equal(field->column, 7);
}

static void errors_come_through(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[512];
    struct smtp__arena arena;
    struct smtp__field *field;
    struct smtp__text name = {"To", 2};
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_int_equal(smtp__field_make(&arena, SMTP__FIELD_TO, name, write_word, "a word that is much too long", &field),
                     SMTP_E_HEADER_TOO_LONG);
    for (size_t size = 0; size < sizeof *field + sizeof(struct smtp__piece) + 7; size += 8) {
        smtp__arena_init_fixed(&arena, memory, size);
        assert_int_equal(smtp__field_make(&arena, SMTP__FIELD_TO, name, write_word, "one", &field), SMTP_E_NO_MEMORY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_grows_by_pieces),
        cmocka_unit_test(errors_come_through),
    };
    return cmocka_run_group_tests_name("mime/field_make", tests, NULL, NULL);
}
