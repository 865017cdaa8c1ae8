/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/memory.h"
#include "support/allocator.h"

static void objects_are_placed_on_their_alignment(void **state) {
    (void)state;
    _Alignas(uint64_t) uint8_t memory[64];
    size_t rest;
    for (size_t offset = 0; offset < 16; offset++) {
        uint8_t *place = smtp__memory_place(memory + offset, sizeof memory - offset, 24, &rest);
        if (offset % _Alignof(void *) != 0) {
            assert_null(place);
            continue;
        }
        assert_non_null(place);
        assert_int_equal((uintptr_t)place % _Alignof(uint64_t), 0);
        assert_ptr_equal(place + 24 + rest, memory + sizeof memory);
    }
}

static void too_little_is_refused(void **state) {
    (void)state;
    _Alignas(uint64_t) uint8_t memory[64];
    size_t rest;
    assert_null(smtp__memory_place(memory, 24 + SMTP__SLACK - 1, 24, &rest));
    assert_ptr_equal(smtp__memory_place(memory, 24 + SMTP__SLACK, 24, &rest), memory);
    assert_null(smtp__memory_place(memory, 0, 24, &rest));
}

static void an_allocator_must_be_whole(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    assert_true(smtp__allocator_is_whole(&a.table));
    assert_false(smtp__allocator_is_whole(NULL));
    smtp_allocator broken = a.table;
    broken.struct_size--;
    assert_false(smtp__allocator_is_whole(&broken));
    broken = a.table;
    broken.allocate = NULL;
    assert_false(smtp__allocator_is_whole(&broken));
    broken = a.table;
    broken.release = NULL;
    assert_false(smtp__allocator_is_whole(&broken));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_placed_on_their_alignment),
        cmocka_unit_test(too_little_is_refused),
        cmocka_unit_test(an_allocator_must_be_whole),
    };
    return cmocka_run_group_tests_name("base/memory", tests, NULL, NULL);
}
