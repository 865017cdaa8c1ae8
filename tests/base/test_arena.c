/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/arena.h"
#include "support/allocator.h"

static void copies_end_with_nul_and_are_aligned(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    struct smtp__arena arena;
    smtp__arena_init(&arena, &a.table);
    assert_non_null(smtp__arena_take(&arena, 0));
    for (size_t n = 0; n < 3000; n += 7) {
        char *copy = smtp__arena_copy(&arena, "", 0);
        assert_non_null(copy);
        assert_int_equal((uintptr_t)copy % _Alignof(max_align_t), 0);
        assert_int_equal(*copy, '\0');
        char *room = smtp__arena_take(&arena, n);
        assert_non_null(room);
        memset(room, 'x', n);
    }
    smtp__arena_clear(&arena);
    assert_int_equal(a.live, 0);
}

static void rewinding_gives_back_what_came_after_the_mark(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    struct smtp__arena arena;
    smtp__arena_init(&arena, &a.table);
    char *kept = smtp__arena_copy(&arena, "kept", 4);
    struct smtp__arena_mark mark = smtp__arena_mark(&arena);
    long live = a.live;
    assert_non_null(smtp__arena_take(&arena, 5000));
    assert_non_null(smtp__arena_take(&arena, 5000));
    assert_true(a.live > live);
    smtp__arena_rewind(&arena, mark);
    assert_int_equal(a.live, live);
    assert_string_equal(kept, "kept");
    smtp__arena_clear(&arena);
    assert_int_equal(a.live, 0);
}

static void fixed_memory_ends_where_it_ends(void **state) {
    (void)state;
    _Alignas(max_align_t) uint8_t memory[64];
    struct smtp__arena arena;
    smtp__arena_init_fixed(&arena, memory, sizeof memory);
    assert_non_null(smtp__arena_take(&arena, 32));
    assert_non_null(smtp__arena_take(&arena, 32));
    assert_null(smtp__arena_take(&arena, 1));
    smtp__arena_clear(&arena);
    assert_ptr_equal(smtp__arena_take(&arena, 64), memory);
}

static void no_memory_is_an_answer(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    a.fail_from = 1;
    struct smtp__arena arena;
    smtp__arena_init(&arena, &a.table);
    assert_null(smtp__arena_take(&arena, 1));
    assert_null(smtp__arena_take(&arena, SIZE_MAX));
    assert_null(smtp__arena_copy(&arena, "", SIZE_MAX));
    smtp__arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_end_with_nul_and_are_aligned),
        cmocka_unit_test(rewinding_gives_back_what_came_after_the_mark),
        cmocka_unit_test(fixed_memory_ends_where_it_ends),
        cmocka_unit_test(no_memory_is_an_answer),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
