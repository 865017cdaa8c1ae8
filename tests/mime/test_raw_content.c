/* SPDX-License-Identifier: MIT */
#include "raw_text.h"

#include "mime/raw_content.h"
#include "source/source.h"
#include "support/guard.h"

static char out[256];

/* Reads it all; the length, or the error. Content in pieces of `piece`, asked for `size` octets at a time. */
static ptrdiff_t run(const char *data, size_t length, size_t piece, size_t size, bool is_strict) {
    struct stream stream = {.data = data, .length = length, .piece = piece};
    uint8_t memory[SMTP_SOURCE_BYTES];
    struct smtp__raw_content content = {.is_strict = is_strict};
    assert_int_equal(
        smtp_source_init_callback(memory, sizeof memory, stream_read, stream_rewind, NULL, &stream, &content.source),
        SMTP_OK);
    smtp__raw_content_begin(&content);
    uint8_t *room = guard_room(size);
    size_t total = 0;
    ptrdiff_t got;
    while ((got = smtp__raw_content_read(&content, room, size)) > 0) {
        assert_true((size_t)got <= size && total + (size_t)got < sizeof out);
        memcpy(out + total, room, (size_t)got);
        total += (size_t)got;
    }
    out[total] = '\0';
    guard_free(room, size);
    return got < 0 ? got : (ptrdiff_t)total;
}

/* All texts of these letters, in several splits, against the plain definition. */
static void each_line_end_becomes_crlf_or_is_refused(void **state) {
    (void)state;
    enum { MOST = 6 };
    for (size_t length = 0; length <= MOST; length++) {
        size_t count = 1;
        for (size_t i = 0; i < length; i++) {
            count *= 3;
        }
        for (size_t n = 0; n < count; n++) {
            char text[MOST + 1] = "";
            char wanted[2 * MOST + 1] = "";
            bool is_bare = false;
            size_t rest = n;
            for (size_t i = 0; i < length; i++, rest /= 3) {
                text[i] = "a\r\n"[rest % 3];
            }
            for (size_t i = 0; i < length; i++) {
                bool is_pair = text[i] == '\r' && text[i + 1] == '\n';
                is_bare = is_bare || (text[i] != 'a' && !is_pair);
                strcat(wanted, text[i] == 'a' ? "a" : "\r\n");
                i += is_pair;
            }
            for (size_t piece = 1; piece <= MOST; piece++) {
                for (size_t size = 2; size <= 2 * MOST + 1; size++) {
                    assert_int_equal(run(text, length, piece, size, false), strlen(wanted));
                    assert_string_equal(out, wanted);
                    ptrdiff_t strict = run(text, length, piece, size, true);
                    assert_int_equal(strict, is_bare ? SMTP_E_BARE_LINE_END : (ptrdiff_t)length);
                    if (!is_bare) {
                        assert_string_equal(out, text);
                    }
                }
            }
        }
    }
}

static void an_error_of_the_source_comes_through(void **state) {
    (void)state;
    struct stream stream = {.data = "abc", .length = 3, .fail_at = 3};
    uint8_t memory[SMTP_SOURCE_BYTES];
    uint8_t room[16];
    struct smtp__raw_content content = {.is_strict = true};
    assert_int_equal(
        smtp_source_init_callback(memory, sizeof memory, stream_read, NULL, NULL, &stream, &content.source), SMTP_OK);
    smtp__raw_content_begin(&content);
    assert_int_equal(smtp__raw_content_read(&content, room, sizeof room), 2);
    assert_int_equal(smtp__raw_content_read(&content, room, sizeof room), SMTP_E_SOURCE);
}

/* Binary content keeps its line ends, whatever is done to the header before it. */
static void binary_content_stays_as_it_is(void **state) {
    (void)state;
    static const char text[] = "A: b\r\nBcc: c\r\n\r\nd\ne\rf\n";
    static const char wanted[] = "A: b\r\n\r\nd\ne\rf\n";
    struct test_allocator allocator;
    smtp_source *source;
    smtp_raw *raw;
    test_allocator_init(&allocator);
    assert_int_equal(smtp_source_new_memory(&allocator.table, text, strlen(text), &source), SMTP_OK);
    assert_int_equal(smtp_source_set_binary(source, 1), SMTP_OK);
    assert_int_equal(smtp_raw_new(&allocator.table, source, &raw), SMTP_OK);
    assert_int_equal(smtp_raw_set_remove_bcc(raw, 1), SMTP_OK);
    assert_int_equal(smtp_raw_set_line_ends(raw, SMTP_LINE_ENDS_REFUSE), SMTP_OK);
    for (size_t piece = 1; piece < sizeof text; piece++) {
        assert_int_equal(smtp_raw_source(raw, &source), SMTP_OK);
        assert_int_equal(read_mail(source, piece), strlen(wanted));
        assert_string_equal(mail_bytes, wanted);
    }
    assert_true(source->is_binary);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), strlen(wanted));
    smtp_raw_free(raw);
    assert_int_equal(allocator.live, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_end_becomes_crlf_or_is_refused),
        cmocka_unit_test(an_error_of_the_source_comes_through),
        cmocka_unit_test(binary_content_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
