/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "source/source.h"
#include "support/guard.h"

/* A callback over memory that gives some octets at a time and can fail at one of them. */
struct stream {
    const char *data;
    size_t length;
    size_t at;
    size_t piece;
    size_t fails_at; /* SIZE_MAX: never */
    int rewinds_left;
};

static ptrdiff_t stream_read(void *context, void *buffer, size_t size) {
    struct stream *stream = context;
    size_t n = stream->length - stream->at;
    n = n < stream->piece ? n : stream->piece;
    n = n < size ? n : size;
    if (stream->at + n > stream->fails_at) {
        return SMTP_E_SOURCE;
    }
    memcpy(buffer, stream->data + stream->at, n);
    stream->at += n;
    return (ptrdiff_t)n;
}

static smtp_result stream_rewind(void *context) {
    struct stream *stream = context;
    stream->at = 0;
    return stream->rewinds_left-- > 0 ? SMTP_OK : SMTP_E_CANCELLED;
}

static void expect(smtp_source *source, smtp_result result, int64_t wire_size, int32_t is_8bit) {
    assert_int_equal(smtp_source_measure(source), result);
    assert_int_equal(smtp_source_wire_size(source), wire_size);
    assert_int_equal(smtp_source_is_8bit(source), is_8bit);
}

/* The same from memory, at a guard page, and from a callback in pieces; afterwards it stands at its beginning. */
static void has(const char *data, size_t length, smtp_result result, int64_t wire_size, int32_t is_8bit) {
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    char *copy = guard_copy(data, length);
    char first = 0;
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, copy, length, &source), SMTP_OK);
    smtp_source_read(source, &first, 1);
    expect(source, result, wire_size, is_8bit);
    assert_int_equal(smtp_source_read(source, &first, 1), length > 0);
    static const size_t pieces[] = {1, 2, 7, 383, 384, 5000};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct stream stream = {copy, length, 0, pieces[i], SIZE_MAX, 99};
        assert_int_equal(
            smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &source),
            SMTP_OK);
        assert_int_equal(smtp_source_wire_size(source), -1);
        assert_int_equal(smtp_source_is_8bit(source), -1);
        smtp_source_read(source, &first, 1);
        expect(source, result, wire_size, is_8bit);
        assert_int_equal(smtp_source_read(source, &first, 1), length > 0);
        assert_int_equal(first, length > 0 ? data[0] : first);
    }
    guard_free(copy, length);
}

static void size_and_8bit_of_content(void **state) {
    (void)state;
    has("", 0, SMTP_OK, 0, 0);
    has("a", 1, SMTP_OK, 3, 0);
    has("a\nb\r\nc\rd", 8, SMTP_OK, 12, 0);
    has(".\n.\n", 4, SMTP_OK, 6, 0);
    has("gr\xc3\xbc\xc3\x9f\n", 7, SMTP_OK, 8, 1);
}

static void content_that_cannot_be_sent(void **state) {
    (void)state;
    static char text[1001];
    memset(text, 'x', sizeof text);
    has(text, 998, SMTP_OK, 1000, 0);
    has(text, 999, SMTP_E_LINE_TOO_LONG, -1, -1);
    text[500] = '\0';
    has(text, 998, SMTP_E_NUL_IN_CONTENT, -1, -1);
}

static void a_source_that_fails_at_any_octet(void **state) {
    (void)state;
    static char text[1000];
    memset(text, '\n', sizeof text);
    for (size_t at = 0; at < sizeof text; at += 13) {
        max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
        smtp_source *source = NULL;
        struct stream stream = {text, sizeof text, 0, 50, at, 99};
        smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &source);
        expect(source, SMTP_E_SOURCE, -1, -1);
        stream.fails_at = SIZE_MAX;
        expect(source, SMTP_OK, 2000, 0);
        stream.fails_at = at;
        expect(source, SMTP_E_SOURCE, -1, -1);
    }
}

static void a_rewind_that_fails_before_or_after(void **state) {
    (void)state;
    for (int rewinds = 0; rewinds < 3; rewinds++) {
        max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
        smtp_source *source = NULL;
        struct stream stream = {"a", 1, 0, 1, SIZE_MAX, rewinds};
        smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &source);
        smtp_result want = rewinds < 2 ? SMTP_E_CANCELLED : SMTP_OK;
        expect(source, want, rewinds < 2 ? -1 : 3, rewinds < 2 ? -1 : 0);
        stream.rewinds_left = rewinds < 1 ? 0 : 1;
        stream.fails_at = 0;
        expect(source, rewinds < 1 ? SMTP_E_CANCELLED : SMTP_E_SOURCE, -1, -1);
    }
}

static void a_changed_length_is_told(void **state) {
    (void)state;
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    struct stream stream = {"abc", 3, 0, 2, SIZE_MAX, 99};
    smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &source);
    smtp_source_set_length(source, 2);
    expect(source, SMTP_E_SOURCE_CHANGED, -1, -1);
    smtp_source_set_length(source, 3);
    expect(source, SMTP_OK, 5, 0);
}

static void what_can_be_read_once_is_not_read(void **state) {
    (void)state;
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    struct stream stream = {"a", 1, 0, 1, SIZE_MAX, 0};
    smtp_source_init_callback(memory, sizeof memory, stream_read, NULL, NULL, &stream, &source);
    expect(source, SMTP_E_NOT_REWINDABLE, -1, -1);
    assert_int_equal(stream.at, 0);
    smtp__source_set_measure(source, 3, true);
    expect(source, SMTP_E_NOT_REWINDABLE, 3, 1);
}

static void binary_content_is_as_long_as_it_is(void **state) {
    (void)state;
    static char octets[3000];
    memset(octets, 'x', sizeof octets);
    memcpy(octets + 1000, "\n\r\0", 4);
    for (int way = 0; way < 3; way++) {
        max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
        smtp_source *source = NULL;
        struct stream stream = {octets, sizeof octets, 0, 700, SIZE_MAX, 99};
        smtp_source_init_memory(memory, sizeof memory, octets, sizeof octets, &source);
        if (way > 0) {
            smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &source);
            smtp_source_set_length(source, way == 1 ? -1 : (int64_t)sizeof octets);
        }
        assert_int_equal(smtp_source_set_binary(source, 1), SMTP_OK);
        assert_int_equal(smtp_source_wire_size(source), -1);
        expect(source, SMTP_OK, sizeof octets, 1);
        assert_true(source->is_binary);
        assert_int_equal(source->is_sound, way == 0);
    }
}

static void what_is_binary_is_said_before_it_is_looked_at(void **state) {
    (void)state;
    max_align_t memory[SMTP_SOURCE_BYTES / sizeof(max_align_t)];
    smtp_source *source = NULL;
    char first = 0;
    assert_int_equal(smtp_source_init_memory(memory, sizeof memory, "a", 1, &source), SMTP_OK);
    assert_int_equal(smtp_source_set_binary(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_set_binary(source, 1), SMTP_OK);
    assert_int_equal(smtp_source_set_binary(source, 0), SMTP_OK);
    assert_int_equal(smtp_source_read(source, &first, 1), 1);
    assert_int_equal(smtp_source_set_binary(source, 1), SMTP_E_STATE);
    expect(source, SMTP_OK, 3, 0);
    assert_int_equal(smtp_source_set_binary(source, 1), SMTP_E_STATE);
    assert_false(source->is_binary);
}

static void a_measure_can_be_set(void **state) {
    (void)state;
    struct smtp_source source;
    struct stream stream = {"a", 1, 0, 1, SIZE_MAX, 9};
    struct smtp__source_ops ops = {stream_read, stream_rewind, NULL};
    smtp__source_init(&source, &ops, &stream);
    smtp__source_set_measure(&source, 17, false);
    assert_int_equal(smtp_source_wire_size(&source), 17);
    assert_int_equal(smtp_source_is_8bit(&source), 0);
    smtp__source_set_measure(&source, UINT64_MAX, true);
    assert_int_equal(smtp_source_wire_size(&source), INT64_MAX);
    assert_int_equal(smtp_source_is_8bit(&source), 1);
    smtp_source_free(&source);
}

static void no_source_has_no_measure(void **state) {
    (void)state;
    expect(NULL, SMTP_E_ARGUMENT, -1, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_and_8bit_of_content),
        cmocka_unit_test(content_that_cannot_be_sent),
        cmocka_unit_test(a_source_that_fails_at_any_octet),
        cmocka_unit_test(a_rewind_that_fails_before_or_after),
        cmocka_unit_test(a_changed_length_is_told),
        cmocka_unit_test(what_can_be_read_once_is_not_read),
        cmocka_unit_test(binary_content_is_as_long_as_it_is),
        cmocka_unit_test(what_is_binary_is_said_before_it_is_looked_at),
        cmocka_unit_test(a_measure_can_be_set),
        cmocka_unit_test(no_source_has_no_measure),
    };
    return cmocka_run_group_tests_name("source/measure", tests, NULL, NULL);
}
