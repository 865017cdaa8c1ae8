/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "source/source.h"
#include "support/allocator.h"
#include "support/guard.h"

enum { SCRIPT = 8 };

/* A callback's side: what it answers call by call, and how often it was called. */
struct script {
    ptrdiff_t answers[SCRIPT];
    size_t calls;
    smtp_result rewind_answer;
    int rewinds;
    int releases;
    size_t asked;
};

static ptrdiff_t script_read(void *context, void *buffer, size_t size) {
    struct script *script = context;
    assert_true(script->calls < SCRIPT);
    ptrdiff_t n = script->answers[script->calls++];
    script->asked = size;
    if (n > 0 && (size_t)n <= size) {
        memset(buffer, 'x', (size_t)n);
    }
    return n;
}

static smtp_result script_rewind(void *context) {
    struct script *script = context;
    script->rewinds++;
    script->calls = 0;
    return script->rewind_answer;
}

static void script_release(void *context) {
    struct script *script = context;
    script->releases++;
}

/* In memory of its own, which the next call takes again. */
static smtp_source *scripted(struct script *script) {
    static max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    assert_int_equal(
        smtp_source_init_callback(memory, sizeof memory, script_read, script_rewind, script_release, script, &source),
        SMTP_OK);
    return source;
}

static void memory_is_read_in_any_pieces(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    const char *data = guard_copy("0123456789", 10);
    for (size_t piece = 1; piece <= 12; piece++) {
        smtp_source *source = NULL;
        assert_int_equal(smtp_source_new_memory(&a.table, data, 10, &source), SMTP_OK);
        assert_int_equal(smtp_source_length(source), 10);
        for (int pass = 0; pass < 2; pass++) {
            char got[32];
            size_t total = 0;
            ptrdiff_t n;
            while ((n = smtp_source_read(source, got + total, piece)) > 0) {
                total += (size_t)n;
            }
            assert_int_equal(n, 0);
            assert_int_equal(smtp_source_read(source, got + total, piece), 0);
            assert_int_equal(total, 10);
            assert_memory_equal(got, "0123456789", 10);
            assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        }
        smtp_source_free(source);
    }
    assert_int_equal(a.live, 0);
    guard_free((void *)(uintptr_t)data, 10);
}

/* The next octets of memory where they lie, those of a callback in the buffer. */
static void memory_is_viewed_where_it_lies(void **state) {
    (void)state;
    struct script script = {.answers = {2, 0}};
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    static const char text[] = "0123456789";
    smtp_source *source = NULL;
    uint8_t buffer[4];
    const uint8_t *data = NULL;
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, text, 10, &source), SMTP_OK);
    for (size_t at = 0; at < 10; at += 4) {
        assert_int_equal(smtp__source_view(source, buffer, sizeof buffer, &data), at == 8 ? 2 : 4);
        assert_ptr_equal(data, text + at);
    }
    assert_int_equal(smtp__source_view(source, buffer, sizeof buffer, &data), 0);
    assert_int_equal(smtp_source_rewind(source), SMTP_OK);
    assert_int_equal(smtp__source_view(source, buffer, 1, &data), 1);
    assert_int_equal(smtp_source_read(source, buffer, 1), 1);
    assert_int_equal(buffer[0], '1');
    assert_int_equal(smtp__source_view(scripted(&script), buffer, sizeof buffer, &data), 2);
    assert_ptr_equal(data, buffer);
    assert_memory_equal(buffer, "xx", 2);
}

static void nothing_is_content_too(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    smtp_source *source = NULL;
    char octet;
    assert_int_equal(smtp_source_new_memory(&a.table, NULL, 0, &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), 0);
    assert_int_equal(smtp_source_read(source, &octet, 1), 0);
    smtp_source_free(source);
    assert_int_equal(a.live, 0);
}

static void missing_arguments_are_refused(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = (smtp_source *)(void *)memory;
    assert_int_equal(smtp_source_new_memory(&a.table, NULL, 1, &source), SMTP_E_ARGUMENT);
    assert_null(source);
    assert_int_equal(smtp_source_new_memory(&a.table, "", SIZE_MAX, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_memory(&a.table, "", 1, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_callback(&a.table, NULL, NULL, NULL, NULL, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_callback(&a.table, script_read, NULL, NULL, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_memory(NULL, 999, "", 1, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, NULL, 1, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, "", 1, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_callback(NULL, 999, script_read, NULL, NULL, NULL, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_callback(memory, sizeof memory, NULL, NULL, NULL, NULL, &source),
                     SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_init_callback(memory, sizeof memory, script_read, NULL, NULL, NULL, NULL),
                     SMTP_E_ARGUMENT);
    assert_int_equal(a.calls, 0);
}

static void an_allocator_must_be_whole(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    smtp_allocator bad[4] = {a.table, a.table, a.table, a.table};
    bad[0].struct_size = sizeof(smtp_allocator) - 1;
    bad[1].struct_size = 0;
    bad[2].allocate = NULL;
    bad[3].release = NULL;
    smtp_source *source = NULL;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(smtp_source_new_memory(&bad[i], "", 1, &source), SMTP_E_ARGUMENT);
        assert_int_equal(smtp_source_new_callback(&bad[i], script_read, NULL, NULL, NULL, &source), SMTP_E_ARGUMENT);
    }
    assert_int_equal(smtp_source_new_memory(NULL, "", 1, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_callback(NULL, script_read, NULL, NULL, NULL, &source), SMTP_E_ARGUMENT);
    a.table.struct_size += 8;
    assert_int_equal(smtp_source_new_memory(&a.table, "", 1, &source), SMTP_OK);
    smtp_source_free(source);
    assert_int_equal(a.live, 0);
}

static void without_memory_nothing_is_made_and_nothing_released(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    a.fail_from = 1;
    struct script script = {{0}, 0, SMTP_OK, 0, 0, 0};
    smtp_source *source = (smtp_source *)(void *)&script;
    assert_int_equal(smtp_source_new_memory(&a.table, "a", 1, &source), SMTP_E_NO_MEMORY);
    assert_null(source);
    source = (smtp_source *)(void *)&script;
    assert_int_equal(smtp_source_new_callback(&a.table, script_read, NULL, script_release, &script, &source),
                     SMTP_E_NO_MEMORY);
    assert_null(source);
    assert_int_equal(script.releases, 0);
}

static void release_is_called_once(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    struct script script = {{0}, 0, SMTP_OK, 0, 0, 0};
    smtp_source *source = NULL;
    assert_int_equal(smtp_source_new_callback(&a.table, script_read, NULL, script_release, &script, &source), SMTP_OK);
    smtp_source_free(source);
    assert_int_equal(script.releases, 1);
    assert_int_equal(a.live, 0);
    source = scripted(&script);
    smtp_source_fini(source);
    smtp_source_fini(source);
    assert_int_equal(script.releases, 2);
    smtp_source_free(scripted(&script));
    assert_int_equal(script.releases, 3);
    smtp_source_free(NULL);
    smtp_source_fini(NULL);
}

static void memory_of_the_caller_is_checked(void **state) {
    (void)state;
    max_align_t memory[2 * SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    size_t need = smtp_source_bytes();
    assert_true(need <= SMTP_SOURCE_BYTES);
    assert_int_equal(smtp_source_init_memory(memory, need - 1, "a", 1, &source), SMTP_E_MEMORY_SIZE);
    assert_null(source);
    assert_int_equal(smtp_source_init_memory(memory, 0, "a", 1, &source), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_source_init_callback(memory, need - 1, script_read, NULL, NULL, NULL, &source),
                     SMTP_E_MEMORY_SIZE);
    for (size_t over = 0; over < 16; over++) {
        bool is_aligned = over % sizeof(void *) == 0;
        smtp_result result = smtp_source_init_memory((uint8_t *)memory + over, need, "a", 1, &source);
        assert_int_equal(result, is_aligned ? SMTP_OK : SMTP_E_MEMORY_SIZE);
        assert_int_equal(source != NULL, is_aligned);
    }
    uint8_t *room = guard_room((need + 15) / 16 * 16);
    assert_int_equal(smtp_source_init_memory(room, need, "ab", 2, &source), SMTP_OK);
    char got[3];
    assert_int_equal(smtp_source_read(source, got, 3), 2);
    smtp_source_fini(source);
    guard_free(room, (need + 15) / 16 * 16);
}

static void reading_wants_a_place(void **state) {
    (void)state;
    struct script script = {{1, 0}, 0, SMTP_OK, 0, 0, 0};
    smtp_source *source = scripted(&script);
    char octet;
    assert_int_equal(smtp_source_read(NULL, &octet, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_read(source, NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_read(source, &octet, 0), SMTP_E_ARGUMENT);
    assert_int_equal(script.calls, 0);
    assert_int_equal(smtp_source_read(source, &octet, 1), 1);
    assert_int_equal(smtp_source_read(source, &octet, SIZE_MAX), 0);
    assert_int_equal(script.asked, PTRDIFF_MAX);
}

static void an_error_of_the_callback_comes_through_and_sticks(void **state) {
    (void)state;
    static const struct {
        ptrdiff_t answer;
        smtp_result want;
    } cases[] = {
        {SMTP_E_SOURCE, SMTP_E_SOURCE},
        {SMTP_E_CANCELLED, SMTP_E_CANCELLED},
        {SMTP_E_NO_MEMORY, SMTP_E_NO_MEMORY},
        {-4711, -4711},
        {INT32_MIN, INT32_MIN},
        {SMTP_E_WANT_READ, SMTP_E_SOURCE},
        {SMTP_E_WANT_WRITE, SMTP_E_SOURCE},
        {PTRDIFF_MIN, PTRDIFF_MIN < INT32_MIN ? SMTP_E_SOURCE : INT32_MIN},
        {9, SMTP_E_SOURCE},
        {PTRDIFF_MAX, SMTP_E_SOURCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script script = {{3, cases[i].answer, 5, 0}, 0, SMTP_OK, 0, 0, 0};
        smtp_source *source = scripted(&script);
        char got[8];
        assert_int_equal(smtp_source_read(source, got, 8), 3);
        assert_int_equal(smtp_source_read(source, got, 8), cases[i].want);
        assert_int_equal(smtp_source_read(source, got, 8), cases[i].want);
        assert_int_equal(script.calls, 2);
        assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        assert_int_equal(smtp_source_read(source, got, 8), 3);
    }
}

static void a_rewind_that_fails_stops_the_reading(void **state) {
    (void)state;
    static const smtp_result answers[][2] = {{SMTP_E_SOURCE, SMTP_E_SOURCE},
                                             {-4711, -4711},
                                             {SMTP_PENDING, SMTP_E_SOURCE},
                                             {SMTP_E_WANT_READ, SMTP_E_SOURCE}};
    for (size_t i = 0; i < 4; i++) {
        struct script script = {{3, 0}, 0, answers[i][0], 0, 0, 0};
        smtp_source *source = scripted(&script);
        char got[8];
        assert_int_equal(smtp_source_rewind(source), answers[i][1]);
        assert_int_equal(smtp_source_read(source, got, 8), answers[i][1]);
        assert_int_equal(script.calls, 0);
        script.rewind_answer = SMTP_OK;
        assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        assert_int_equal(smtp_source_read(source, got, 8), 3);
    }
    assert_int_equal(smtp_source_rewind(NULL), SMTP_E_ARGUMENT);
}

static void what_can_be_read_once_stays_where_it_is(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    struct script script = {{3, 2, 0}, 0, SMTP_OK, 0, 0, 0};
    smtp_source *source = NULL;
    char got[8];
    assert_int_equal(smtp_source_new_callback(&a.table, script_read, NULL, NULL, &script, &source), SMTP_OK);
    assert_false(smtp__source_is_rewindable(source));
    assert_int_equal(smtp_source_read(source, got, 8), 3);
    assert_int_equal(smtp_source_rewind(source), SMTP_E_NOT_REWINDABLE);
    assert_int_equal(smtp_source_read(source, got, 8), 2);
    assert_int_equal(smtp_source_read(source, got, 8), 0);
    smtp_source_free(source);
}

/* Reads to the end or to the error, which is returned. */
static ptrdiff_t drain(smtp_source *source) {
    char got[8];
    ptrdiff_t n;
    while ((n = smtp_source_read(source, got, 8)) > 0) {
    }
    return n;
}

static void content_that_is_not_as_long_as_was_said(void **state) {
    (void)state;
    struct script script = {{3, 4, 0}, 0, SMTP_OK, 0, 0, 0};
    smtp_source *source = scripted(&script);
    assert_int_equal(smtp_source_length(source), -1);
    assert_int_equal(drain(source), 0);
    for (int64_t length = -1; length < 10; length++) {
        assert_int_equal(smtp_source_set_length(source, length), SMTP_OK);
        assert_int_equal(smtp_source_length(source), length);
        assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        bool is_right = length == 7 || length == -1;
        assert_int_equal(drain(source), is_right ? 0 : SMTP_E_SOURCE_CHANGED);
        assert_int_equal(drain(source), is_right ? 0 : SMTP_E_SOURCE_CHANGED);
    }
}

static void the_first_octet_too_many_is_found_out(void **state) {
    (void)state;
    for (int64_t length = 0; length < 5; length++) {
        struct script script = {{3, 2, 0}, 0, SMTP_OK, 0, 0, 0};
        smtp_source *source = scripted(&script);
        char got[8];
        assert_int_equal(smtp_source_read(source, got, 8), 3);
        assert_int_equal(smtp_source_set_length(source, length), SMTP_OK);
        assert_int_equal(smtp_source_read(source, got, 8), SMTP_E_SOURCE_CHANGED);
    }
}

static void lengths_that_cannot_be(void **state) {
    (void)state;
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, "abc", 3, &source), SMTP_OK);
    assert_int_equal(smtp_source_set_length(source, 3), SMTP_OK);
    assert_int_equal(smtp_source_set_length(source, 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_set_length(source, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_length(source), 3);
    struct script script = {{0}, 0, SMTP_OK, 0, 0, 0};
    assert_int_equal(smtp_source_set_length(scripted(&script), -2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_set_length(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_length(NULL), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_read_in_any_pieces),
        cmocka_unit_test(memory_is_viewed_where_it_lies),
        cmocka_unit_test(nothing_is_content_too),
        cmocka_unit_test(missing_arguments_are_refused),
        cmocka_unit_test(an_allocator_must_be_whole),
        cmocka_unit_test(without_memory_nothing_is_made_and_nothing_released),
        cmocka_unit_test(release_is_called_once),
        cmocka_unit_test(memory_of_the_caller_is_checked),
        cmocka_unit_test(reading_wants_a_place),
        cmocka_unit_test(an_error_of_the_callback_comes_through_and_sticks),
        cmocka_unit_test(a_rewind_that_fails_stops_the_reading),
        cmocka_unit_test(what_can_be_read_once_stays_where_it_is),
        cmocka_unit_test(content_that_is_not_as_long_as_was_said),
        cmocka_unit_test(the_first_octet_too_many_is_found_out),
        cmocka_unit_test(lengths_that_cannot_be),
    };
    return cmocka_run_group_tests_name("source/source", tests, NULL, NULL);
}
