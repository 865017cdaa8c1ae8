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
    struct smtp__recipients recipients = {NULL, NULL, {NULL}};
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    assert_true(add(&recipients, &arena, "a@b.c"));
    assert_true(add(&recipients, &arena, "A@b.c"));
    assert_false(add(&recipients, &arena, "a@B.c"));
    assert_false(add(&recipients, &arena, "A@b.C"));
    assert_true(add(&recipients, &arena, "a@[x:B@c]"));
    assert_false(add(&recipients, &arena, "a@[x:b@C]"));
    char address[32];
    for (int i = 0; i < 3000; i++) {
        sprintf(address, "%d@b.c", i);
        assert_true(add(&recipients, &arena, address));
    }
    for (int i = 0; i < 3000; i++) {
        sprintf(address, "%d@B.C", i);
        assert_false(add(&recipients, &arena, address));
    }
    assert_string_equal(recipients.first->key.text.data, "a@b.c");
    assert_string_equal(recipients.first->next->next->next->key.text.data, "0@b.c");
    assert_string_equal(recipients.last->key.text.data, "2999@b.c");
    smtp__arena_clear(&arena);
    assert_int_equal(a.live, 0);
}

/* Addresses that a sender's list may have been filled with to make it slow: 2^15 with one value of FNV-1a. */
static void chosen_addresses_are_not_slow(void **state) {
    (void)state;
    static const char *const pairs[15][2] = {
        {"gwzx", "16cd"}, {"yyao", "1kia"}, {"g3zx", "1pad"}, {"epvu", "33ea"}, {"zwfo", "2uja"},
        {"g3zx", "1pad"}, {"epvu", "33ea"}, {"zwfo", "2uja"}, {"g3zx", "1pad"}, {"epvu", "33ea"},
        {"zwfo", "2uja"}, {"g3zx", "1pad"}, {"epvu", "33ea"}, {"zwfo", "2uja"}, {"g3zx", "1pad"},
    };
    struct test_allocator a;
    struct smtp__arena arena;
    struct smtp__recipients recipients = {NULL, NULL, {NULL}};
    test_allocator_init(&a);
    smtp__arena_init(&arena, &a.table);
    for (unsigned n = 0; n < 1u << 15; n++) {
        char address[72] = "";
        for (size_t i = 0; i < 15; i++) {
            strcat(address, pairs[i][n >> i & 1]);
        }
        strcat(address, "@b.c");
        assert_true(add(&recipients, &arena, address));
    }
    smtp__arena_clear(&arena);
}

static void no_memory_changes_nothing(void **state) {
    (void)state;
    struct smtp__arena arena;
    struct smtp__recipients recipients = {NULL, NULL, {NULL}};
    struct smtp__message_recipient *made = NULL;
    _Alignas(max_align_t) uint8_t memory[16];
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_int_equal(smtp__recipient_make(&recipients, &arena, smtp__text_from("a@b.c", SMTP_Z), &made),
                     SMTP_E_NO_MEMORY);
    assert_null(made);
    assert_null(recipients.keys.root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_once_in_order),
        cmocka_unit_test(chosen_addresses_are_not_slow),
        cmocka_unit_test(no_memory_changes_nothing),
    };
    return cmocka_run_group_tests_name("mime/recipients", tests, NULL, NULL);
}
