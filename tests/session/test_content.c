/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "session/content.h"
#include "support/allocator.h"
#include "support/guard.h"

/* A source in pieces that dies or changes. */
struct feeder {
    const char *data;
    size_t length;
    size_t at;
    size_t piece;
    smtp_result fails_with; /* at the end, instead of ending */
    bool has_ended;         /* it is asked for nothing more */
};

static ptrdiff_t read_piece(void *context, void *buffer, size_t size) {
    struct feeder *feeder = context;
    size_t n = feeder->length - feeder->at;
    n = n < feeder->piece ? n : feeder->piece;
    n = n < size ? n : size;
    if (n == 0 && feeder->fails_with != SMTP_OK) {
        return feeder->fails_with;
    }
    assert_false(feeder->has_ended);
    feeder->has_ended = n == 0;
    memcpy(buffer, feeder->data + feeder->at, n);
    feeder->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_feeder(void *context) {
    struct feeder *feeder = context;
    feeder->at = 0;
    feeder->has_ended = false;
    return SMTP_OK;
}

struct fixture {
    struct test_allocator allocator;
    struct feeder feeder;
    smtp_source *source;
};

static void set_up(struct fixture *fixture, const char *data, size_t piece) {
    struct feeder feeder = {data, strlen(data), 0, piece, SMTP_OK, false};
    test_allocator_init(&fixture->allocator);
    fixture->feeder = feeder;
    assert_int_equal(smtp_source_new_callback(&fixture->allocator.table, read_piece, rewind_feeder, NULL,
                                              &fixture->feeder, &fixture->source),
                     SMTP_OK);
}

static void tear_down(struct fixture *fixture) {
    smtp_source_free(fixture->source);
    assert_int_equal(fixture->allocator.live, 0);
}

/* All stretches, through a send buffer of this size that ends at a guard page. */
static smtp_result collect_for(bool is_chunked, struct fixture *fixture, size_t capacity, bool allows_8bit, char *text,
                               size_t size) {
    struct smtp__content content;
    struct smtp__buffer buffer = {guard_room(capacity), capacity, 0};
    smtp_result result = SMTP_OK;
    size_t length = 0;
    smtp__content_init(&content, fixture->source, allows_8bit, is_chunked);
    while (result == SMTP_OK && !content.is_done) {
        buffer.length = 0;
        result = smtp__content_fill(&content, &buffer);
        assert_true(result != SMTP_OK || buffer.length <= capacity);
        assert_true(length + buffer.length < size);
        memcpy(text + length, buffer.data, buffer.length);
        length += buffer.length;
    }
    text[length] = '\0';
    guard_free(buffer.data, capacity);
    return result;
}

static smtp_result collect(struct fixture *fixture, size_t capacity, bool allows_8bit, char *text, size_t size) {
    return collect_for(false, fixture, capacity, allows_8bit, text, size);
}

static void any_buffer_and_any_piece_give_the_same(void **state) {
    (void)state;
    static const char content[] = ".\n..\r\nfirst\r\r\n.second.\n\n.third";
    static const char wire[] = "..\r\n...\r\nfirst\r\n\r\n..second.\r\n\r\n..third\r\n.\r\n";
    for (size_t capacity = 64; capacity < 130; capacity++) {
        for (size_t piece = 1; piece < sizeof content; piece++) {
            struct fixture fixture;
            char text[256];
            set_up(&fixture, content, piece);
            assert_int_equal(collect(&fixture, capacity, true, text, sizeof text), SMTP_OK);
            assert_string_equal(text, wire);
            tear_down(&fixture);
        }
    }
}

/* Each octet becomes two: what is put out comes near what is still to be read, wherever the end falls. */
static void content_that_grows(void **state) {
    (void)state;
    enum { LINES = 70 };
    for (size_t lines = 1; lines < LINES; lines++) {
        char content[2 * LINES + 1] = "";
        char wire[4 * LINES + 8] = "";
        for (size_t i = 0; i < lines; i++) {
            strcat(content, ".\n");
            strcat(wire, "..\r\n");
        }
        strcat(wire, ".\r\n");
        for (size_t capacity = 20; capacity < 110; capacity++) {
            struct fixture fixture;
            char text[4 * LINES + 8];
            set_up(&fixture, content, sizeof content);
            assert_int_equal(collect(&fixture, capacity, true, text, sizeof text), SMTP_OK);
            assert_string_equal(text, wire);
            tear_down(&fixture);
        }
    }
}

/* RFC 3030 s2: BDAT counts octets, so that no dot needs another, and nothing stands behind the last line. */
static void behind_bdat_there_are_lines_alone(void **state) {
    (void)state;
    static const char content[] = ".\n..\r\nfirst\r\r\n.second.\n\n.third";
    static const char wire[] = ".\r\n..\r\nfirst\r\n\r\n.second.\r\n\r\n.third\r\n";
    for (size_t capacity = 32; capacity < 130; capacity++) {
        for (size_t piece = 1; piece < sizeof content; piece++) {
            struct fixture fixture;
            char text[256];
            set_up(&fixture, content, piece);
            assert_int_equal(collect_for(true, &fixture, capacity, true, text, sizeof text), SMTP_OK);
            assert_string_equal(text, wire);
            tear_down(&fixture);
        }
    }
}

static void binary_content_goes_as_it_is(void **state) {
    (void)state;
    static const char content[] = ".\n..\r\nfirst\r\r\n\xff\n.third";
    for (size_t capacity = 32; capacity < 64; capacity++) {
        for (size_t piece = 1; piece < sizeof content; piece++) {
            struct fixture fixture;
            char text[256];
            set_up(&fixture, content, piece);
            assert_int_equal(smtp_source_set_binary(fixture.source, 1), SMTP_OK);
            assert_int_equal(collect_for(true, &fixture, capacity, false, text, sizeof text), SMTP_OK);
            assert_string_equal(text, content);
            tear_down(&fixture);
        }
    }
}

/* What was measured and has only CRLFs is copied behind BDAT; what has not is made so. */
static void measured_memory(void **state) {
    (void)state;
    static const char *const contents[] = {"one\r\n.two\r\n", "one\r\n.two", "one\n.two\r\n", "one\r.two\r\n"};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        struct fixture fixture;
        char text[256];
        test_allocator_init(&fixture.allocator);
        assert_int_equal(
            smtp_source_new_memory(&fixture.allocator.table, contents[i], strlen(contents[i]), &fixture.source),
            SMTP_OK);
        assert_int_equal(smtp_source_measure(fixture.source), SMTP_OK);
        assert_int_equal(collect_for(true, &fixture, 32, false, text, sizeof text), SMTP_OK);
        assert_string_equal(text, "one\r\n.two\r\n");
        assert_int_equal(smtp_source_rewind(fixture.source), SMTP_OK);
        assert_int_equal(collect(&fixture, 32, false, text, sizeof text), SMTP_OK);
        assert_string_equal(text, "one\r\n..two\r\n.\r\n");
        tear_down(&fixture);
    }
}

/* What stands in the buffer stays there. */
static void the_rest_of_the_buffer_is_filled(void **state) {
    (void)state;
    struct fixture fixture;
    struct smtp__content content;
    uint8_t memory[64] = "before";
    struct smtp__buffer buffer = {memory, sizeof memory, 6};
    set_up(&fixture, "one\n", 2);
    smtp__content_init(&content, fixture.source, true, true);
    assert_int_equal(smtp__content_fill(&content, &buffer), SMTP_OK);
    assert_true(content.is_done);
    assert_int_equal(buffer.length, 11);
    assert_memory_equal(memory, "beforeone\r\n", 11);
    fixture.feeder.fails_with = SMTP_E_SOURCE;
    smtp__content_init(&content, fixture.source, true, true);
    assert_int_equal(smtp__content_fill(&content, &buffer), SMTP_E_SOURCE);
    assert_int_equal(buffer.length, 11);
    tear_down(&fixture);
}

/* Field note M7: the content's own last CRLF serves the end of data. */
static void the_end_of_data_needs_no_empty_line(void **state) {
    (void)state;
    struct fixture fixture;
    char text[64];
    set_up(&fixture, "a\r\n", 1);
    assert_int_equal(collect(&fixture, 64, true, text, sizeof text), SMTP_OK);
    assert_string_equal(text, "a\r\n.\r\n");
    tear_down(&fixture);
    set_up(&fixture, "", 1);
    assert_int_equal(collect(&fixture, 64, true, text, sizeof text), SMTP_OK);
    assert_string_equal(text, ".\r\n");
    tear_down(&fixture);
}

static void check_refused(const char *data, bool allows_8bit, smtp_result expected) {
    struct fixture fixture;
    static char text[8192];
    set_up(&fixture, data, 100);
    assert_int_equal(collect(&fixture, 4096, allows_8bit, text, sizeof text), expected);
    assert_null(strstr(text, "\r\n.\r\n"));
    tear_down(&fixture);
}

static void what_cannot_be_sent_never_gets_its_end(void **state) {
    (void)state;
    char line[1001];
    memset(line, 'x', 999);
    line[999] = '\n';
    line[1000] = '\0';
    check_refused(line, true, SMTP_E_LINE_TOO_LONG);
    check_refused("caf\xc3\xa9\n", false, SMTP_E_NEEDS_8BITMIME);
}

static void a_dying_source_never_gets_its_end(void **state) {
    (void)state;
    struct fixture fixture;
    char text[256];
    set_up(&fixture, "one\r\ntwo\r\n", 3);
    fixture.feeder.fails_with = SMTP_E_SOURCE;
    assert_int_equal(collect(&fixture, 64, true, text, sizeof text), SMTP_E_SOURCE);
    assert_null(strstr(text, "\r\n.\r\n"));
    tear_down(&fixture);
}

static void content_that_is_not_what_was_measured_never_gets_its_end(void **state) {
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        struct fixture fixture;
        char text[256];
        set_up(&fixture, "one\r\ntwo\r\nthree\r\n", 100);
        fixture.feeder.length -= longer ? 7 : 0;
        assert_int_equal(smtp_source_measure(fixture.source), SMTP_OK);
        assert_int_equal(smtp_source_wire_size(fixture.source), longer ? 10 : 17);
        fixture.feeder.length = longer ? 17 : 10;
        assert_int_equal(collect(&fixture, 64, true, text, sizeof text), SMTP_E_SOURCE_CHANGED);
        assert_null(strstr(text, "\r\n.\r\n"));
        tear_down(&fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_buffer_and_any_piece_give_the_same),
        cmocka_unit_test(content_that_grows),
        cmocka_unit_test(behind_bdat_there_are_lines_alone),
        cmocka_unit_test(binary_content_goes_as_it_is),
        cmocka_unit_test(measured_memory),
        cmocka_unit_test(the_rest_of_the_buffer_is_filled),
        cmocka_unit_test(the_end_of_data_needs_no_empty_line),
        cmocka_unit_test(what_cannot_be_sent_never_gets_its_end),
        cmocka_unit_test(a_dying_source_never_gets_its_end),
        cmocka_unit_test(content_that_is_not_what_was_measured_never_gets_its_end),
    };
    return cmocka_run_group_tests_name("session/content", tests, NULL, NULL);
}
