/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/recipients.h"
#include "support/allocator.h"
#include <stdio.h>

static bool add(struct smtp__recipients *recipients, struct smtp__arena *arena, const char *address) {
    struct smtp__message_recipient *made = NULL;
    assert_int_equal(smtp__recipient_make(recipients, arena, smtp__text_from(address, SMTP_Z), &made), SMTP_OK);
    if (made != NULL) {
        smtp__recipients_link(recipients, made);
    }
    return made != NULL;
}

static void each_once_in_order(void **state) {
    (void)state;
    struct test_allocator a;
    struct smtp__arena arena;
    struct smtp__recipients recipients = {NULL, NULL, NULL};
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    assert_true(add(&recipients, &arena, "a@b.c"));
    assert_true(add(&recipients, &arena, "A@b.c"));
    assert_false(add(&recipients, &arena, "a@B.c"));
    assert_false(add(&recipients, &arena, "A@b.C"));
    char address[32];
    for (int i = 0; i < 3000; i++) {
        sprintf(address, "%d@b.c", i);
        assert_true(add(&recipients, &arena, address));
    }
    for (int i = 0; i < 3000; i++) {
        sprintf(address, "%d@B.C", i);
        assert_false(add(&recipients, &arena, address));
    }
    assert_string_equal(recipients.first->address.data, "a@b.c");
    assert_string_equal(recipients.first->next->next->address.data, "0@b.c");
    assert_string_equal(recipients.last->address.data, "2999@b.c");
    smtp__arena_clear(&arena);
    assert_int_equal(a.live, 0);
}

static void no_memory_changes_nothing(void **state) {
    (void)state;
    struct smtp__arena arena;
    struct smtp__recipients recipients = {NULL, NULL, NULL};
    struct smtp__message_recipient *made = NULL;
    _Alignas(max_align_t) uint8_t memory[16];
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_int_equal(smtp__recipient_make(&recipients, &arena, smtp__text_from("a@b.c", SMTP_Z), &made),
                     SMTP_E_NO_MEMORY);
    assert_null(made);
    assert_null(recipients.root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_once_in_order),
        cmocka_unit_test(no_memory_changes_nothing),
    };
    return cmocka_run_group_tests_name("mime/recipients", tests, NULL, NULL);
}
