/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/part.h"
#include "mime/writer.h"
#include "support/allocator.h"

static void gives(const char *name, const char *type, const char *wanted) {
    struct test_allocator a;
    struct smtp__arena arena;
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    struct smtp__attachment attachment = {smtp__text_from(name, SMTP_Z), smtp__text_from(type, SMTP_Z)};
    assert_int_equal(smtp__attachment_check(&attachment), SMTP_OK);
    struct smtp__part *part = smtp__attachment_part(&arena, &attachment);
    char got[1024];
    memcpy(got, part->fields.data, part->fields.length);
    got[part->fields.length] = '\0';
    assert_string_equal(got, wanted);
    smtp__arena_clear(&arena);
}

#define FIELDS(type, name, filename)                                                                                   \
    "Content-Type: " type ";\r\n name=" name "\r\nContent-Disposition: attachment;\r\n filename" filename "\r\n"

static void names_are_quoted_or_extended(void **state) {
    (void)state;
    gives("", "", "Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n");
    gives("a b.png", "", FIELDS("image/png", "\"a b.png\"", "=\"a b.png\""));
    gives("/x/y\\z/\"q\".txt", "a/b; c=d", FIELDS("a/b; c=d", "\"\\\"q\\\".txt\"", "=\"\\\"q\\\".txt\""));
    gives("..\\", "", "Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n");
    gives("b\xc3\xb6se.zip", "", FIELDS("application/zip", "\"=?utf-8?B?YsO2c2Uuemlw?=\"", "*=utf-8''b%C3%B6se.zip"));
    gives("a=?b", "x/y", FIELDS("x/y", "\"=?utf-8?Q?a=3D=3Fb?=\"", "*=utf-8''a%3D%3Fb"));
    gives("a  b", "x/y", FIELDS("x/y", "\"=?utf-8?Q?a__b?=\"", "*=utf-8''a%20%20b"));
}

static void lines_stay_short_whatever_is_escaped(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[4096];
    char name[100] = "";
    for (size_t n = 0; n < 99; n++) {
        struct smtp__arena arena;
        strcat(name, n % 3 == 0 ? "a" : "\"");
        struct smtp__attachment attachment = {smtp__text_from(name, SMTP_Z), {"a/b", 3}};
        smtp__arena_init_fixed(&arena, memory, sizeof memory);
        struct smtp__text rest = smtp__attachment_part(&arena, &attachment)->fields;
        struct smtp__text line;
        while (smtp__text_word(&rest, "\r\n", &line)) {
            assert_true(line.length <= SMTP__HEADER_AIM);
        }
    }
}

static void a_group_holds_what_follows(void **state) {
    (void)state;
    struct smtp__part second = {.number = 2};
    struct smtp__part first = {.next = &second};
    struct smtp__part group = {.number = 1};
    smtp__part_group(&group, &first);
    assert_ptr_equal(group.first, &first);
    assert_ptr_equal(first.parent, &group);
    assert_ptr_equal(second.parent, &group);
}

static void no_memory_is_an_answer(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[1024];
    struct smtp__arena arena;
    struct smtp__attachment attachment = {{"a", 1}, {"b/c", 3}};
    for (size_t size = 0; size <= sizeof(struct smtp__part); size += 8) {
        smtp__arena_init_fixed(&arena, memory, size);
        assert_null(smtp__attachment_part(&arena, &attachment));
    }
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_non_null(smtp__attachment_part(&arena, &attachment));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_quoted_or_extended),
        cmocka_unit_test(lines_stay_short_whatever_is_escaped),
        cmocka_unit_test(a_group_holds_what_follows),
        cmocka_unit_test(no_memory_is_an_answer),
    };
    return cmocka_run_group_tests_name("mime/part", tests, NULL, NULL);
}
