/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "mime/leaf.h"
#include "mime/message_object.h"

static smtp_part *text(smtp_message *message, const char *type) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_text(message, type, SMTP_Z, "x", SMTP_Z, &part), SMTP_OK);
    return part;
}

static smtp_part *multipart(smtp_message *message, smtp_part *first, smtp_part *second) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_multipart(message, "multipart/mixed", SMTP_Z, &part), SMTP_OK);
    if (first != NULL) {
        assert_int_equal(smtp_part_add(part, first), SMTP_OK);
    }
    if (second != NULL) {
        assert_int_equal(smtp_part_add(part, second), SMTP_OK);
    }
    return part;
}

static void leaves_come_in_the_order_of_sending(void **state) {
    (void)state;
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    smtp_part *leaves[4];
    for (size_t i = 0; i < 4; i++) {
        leaves[i] = text(message, "text/plain");
    }
    smtp_part *nothing = multipart(message, NULL, NULL);
    smtp_part *left = multipart(message, multipart(message, leaves[0], leaves[1]), nothing);
    smtp_part *root = multipart(message, left, multipart(message, leaves[2], leaves[3]));
    smtp_part *leaf = smtp__leaf_first(root);
    for (size_t i = 0; i < 4; i++) {
        assert_ptr_equal(leaf, leaves[i]);
        leaf = smtp__leaf_next(leaf);
    }
    assert_null(leaf);
    end_mail(&allocator, message);
}

static void a_tree_may_be_a_leaf_or_have_none(void **state) {
    (void)state;
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    smtp_part *leaf = text(message, "text/plain");
    assert_ptr_equal(smtp__leaf_first(leaf), leaf);
    assert_null(smtp__leaf_next(leaf));
    assert_null(smtp__leaf_first(multipart(message, NULL, NULL)));
    smtp_part *first = multipart(message, NULL, NULL);
    assert_ptr_equal(smtp__leaf_first(multipart(message, first, leaf)), leaf);
    end_mail(&allocator, message);
}

static void the_type_is_read_in_any_case_and_without_parameters(void **state) {
    (void)state;
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    smtp_part *leaf = text(message, "TEXT/Plain; format=flowed");
    assert_true(smtp__leaf_is_text(leaf, "text/plain"));
    assert_false(smtp__leaf_is_text(leaf, "text/plai"));
    assert_false(smtp__leaf_is_text(leaf, "text/plainer"));
    assert_int_equal(smtp_part_set_disposition(leaf, SMTP_DISPOSITION_INLINE, "attachment.txt", SMTP_Z), SMTP_OK);
    assert_true(smtp__leaf_is_text(leaf, "text/plain"));
    assert_int_equal(smtp_part_set_disposition(leaf, SMTP_DISPOSITION_ATTACHMENT, NULL, 0), SMTP_OK);
    assert_false(smtp__leaf_is_text(leaf, "text/plain"));
    end_mail(&allocator, message);
}

static void what_is_attached_is_no_text(void **state) {
    (void)state;
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    assert_int_equal(smtp_message_attach_memory(message, "a.txt", SMTP_Z, NULL, 0, "x", 1), SMTP_OK);
    assert_false(smtp__leaf_is_text(smtp__leaf_first(smtp__message_tree(message)), "text/plain"));
    end_mail(&allocator, message);
}

static void the_identifier_has_no_brackets(void **state) {
    (void)state;
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    smtp_part *leaf = text(message, "text/plain");
    assert_int_equal(smtp__leaf_id(leaf).length, 0);
    assert_int_equal(smtp_part_set_content_id(leaf, "<a@b.c>", SMTP_Z), SMTP_OK);
    assert_true(smtp__text_is(smtp__leaf_id(leaf), "a@b.c"));
    end_mail(&allocator, message);
}

static bool is_blocked(const char *name, size_t length) {
    struct test_allocator allocator;
    smtp_message *message = new_mail(&allocator);
    smtp_part *leaf = text(message, "text/plain");
    assert_int_equal(smtp_part_set_disposition(leaf, SMTP_DISPOSITION_ATTACHMENT, name, length), SMTP_OK);
    bool is_so = smtp__leaf_is_blocked(leaf);
    end_mail(&allocator, message);
    return is_so;
}

static void names_are_blocked_by_their_end(void **state) {
    (void)state;
    static const char *const good[] = {"", "exe", "a.exe.txt", ".json", "a\";x=.exe;b.txt", "a.exe\"", "\"", "js"};
    static const char *const bad[] = {"a.EXE", ".js", "a;b=c.scr", "a\"b.msi", "\"\".bat", "\xc3\xa4.appx", "a b.ps1"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_false(is_blocked(good[i], SMTP_Z));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_true(is_blocked(bad[i], SMTP_Z));
    }
}

/* Such a name is written in pieces, and may be cut within its end. */
static void a_long_name_is_read_to_its_end(void **state) {
    (void)state;
    char name[140];
    for (size_t length = 60; length < sizeof name - 6; length++) {
        memset(name, 'x', sizeof name);
        memcpy(name + length, "\xc3\xa4.vbs", 6);
        assert_true(is_blocked(name, length + 6));
        assert_false(is_blocked(name, length + 4));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_come_in_the_order_of_sending),
        cmocka_unit_test(a_tree_may_be_a_leaf_or_have_none),
        cmocka_unit_test(the_type_is_read_in_any_case_and_without_parameters),
        cmocka_unit_test(what_is_attached_is_no_text),
        cmocka_unit_test(the_identifier_has_no_brackets),
        cmocka_unit_test(names_are_blocked_by_their_end),
        cmocka_unit_test(a_long_name_is_read_to_its_end),
    };
    return cmocka_run_group_tests_name("mime/leaf", tests, NULL, NULL);
}
