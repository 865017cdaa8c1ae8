/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/body.h"
#include "support/guard.h"

static uint8_t octets[20000];
static uint8_t wanted[30000];
static uint8_t got[30000];

static size_t encode(size_t length) {
    struct smtp__base64 codec;
    struct smtp__input in = {octets, length, true};
    struct smtp__output out = {wanted, sizeof wanted};
    smtp__base64_init(&codec, SMTP__BASE64_MIME_LINE);
    assert_int_equal(smtp__base64_step(&codec, &in, &out), SMTP_OK);
    return sizeof wanted - out.length;
}

/* A source that gives a few bytes at a time, and nothing but memory behind it. */
struct reader {
    size_t length, at, most;
};

static ptrdiff_t read_some(void *context, void *buffer, size_t size) {
    struct reader *reader = context;
    size_t n = reader->length - reader->at;
    n = n > size ? size : n;
    n = n > reader->most ? reader->most : n;
    memcpy(buffer, octets + reader->at, n);
    reader->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_some(void *context) {
    ((struct reader *)context)->at = 0;
    return SMTP_OK;
}

static ptrdiff_t read_body(struct smtp_part *part, size_t room) {
    struct smtp__body body;
    size_t length = 0;
    ptrdiff_t n;
    smtp__body_init(&body, part);
    do {
        uint8_t *out = guard_room(room);
        n = smtp__body_read(&body, out, room);
        assert_true(n <= (ptrdiff_t)room);
        if (n > 0) {
            memcpy(got + length, out, (size_t)n);
            length += (size_t)n;
        }
        guard_free(out, room);
    } while (n > 0);
    return n < 0 ? n : (ptrdiff_t)length;
}

static void sources_in_base64(void **state) {
    (void)state;
    static const size_t lengths[] = {0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 227, 228, 229, 1000, 20000};
    static const size_t rooms[] = {128, 129, 131, 199, 384, 1023, 4096, 30000};
    static const size_t mosts[] = {1, 2, 56, 57, 58, 100000};
    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)(i * i >> 3);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0] * 8 * 6; i++) {
        struct reader reader = {lengths[i / 48], 0, mosts[i % 6]};
        _Alignas(max_align_t) uint8_t memory[SMTP_SOURCE_BYTES];
        struct smtp_part part = {.content.encoding = SMTP__ENCODING_BASE64, .length = -1};
        assert_int_equal(
            smtp_source_init_callback(memory, sizeof memory, read_some, rewind_some, NULL, &reader, &part.source),
            SMTP_OK);
        assert_int_equal(smtp__body_size(&part), -1);
        size_t length = encode(reader.length);
        assert_int_equal(read_body(&part, rooms[i / 6 % 8]), length);
        assert_memory_equal(got, wanted, length);
        assert_int_equal(smtp__body_size(&part), length);
        assert_int_equal(read_body(&part, 4096), length);
    }
}

static void changes_are_errors(void **state) {
    (void)state;
    struct reader reader = {100, 0, 30};
    _Alignas(max_align_t) uint8_t memory[SMTP_SOURCE_BYTES];
    struct smtp_part part = {.content.encoding = SMTP__ENCODING_BASE64, .length = 99};
    assert_int_equal(
        smtp_source_init_callback(memory, sizeof memory, read_some, rewind_some, NULL, &reader, &part.source), SMTP_OK);
    assert_int_equal(read_body(&part, 128), SMTP_E_SOURCE_CHANGED);
    reader.length = sizeof octets; /* told at once, not at the end */
    assert_int_equal(read_body(&part, 128), SMTP_E_SOURCE_CHANGED);
    assert_true(reader.at < 200);
    reader.length = 100;
    part.length = 101;
    assert_int_equal(read_body(&part, 128), SMTP_E_SOURCE_CHANGED);
    part.length = 100;
    assert_true(read_body(&part, 128) > 0);
}

/* A mail with all kinds of line ends, in octets; what comes out has CRLF. */
static size_t fill_lines(size_t length) {
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        static const char line[] = "one\rtwo\n\r\nfour\n\r\r\n";
        octets[i] = (uint8_t)line[i % (sizeof line - 1)];
        bool is_second = octets[i] == '\n' && i > 0 && octets[i - 1] == '\r';
        if (octets[i] != '\r' && octets[i] != '\n') {
            wanted[out++] = octets[i];
        } else if (!is_second) {
            wanted[out++] = '\r';
            wanted[out++] = '\n';
        }
    }
    return out;
}

static void mails_as_they_are(void **state) {
    (void)state;
    static const size_t lengths[] = {0, 1, 2, 4, 9, 10, 11, 21, 500, 10000};
    static const size_t rooms[] = {128, 129, 131, 199, 1023, 30000};
    static const size_t mosts[] = {1, 2, 3, 63, 64, 100000};
    for (size_t i = 0; i < 10 * 6 * 6; i++) {
        struct reader reader = {lengths[i / 36], 0, mosts[i % 6]};
        _Alignas(max_align_t) uint8_t memory[SMTP_SOURCE_BYTES];
        struct smtp_part part = {.length = -1};
        size_t length = fill_lines(reader.length);
        assert_int_equal(
            smtp_source_init_callback(memory, sizeof memory, read_some, rewind_some, NULL, &reader, &part.source),
            SMTP_OK);
        assert_int_equal(smtp__embedded_measure(&part), SMTP_OK);
        assert_int_equal(smtp__body_size(&part), length);
        assert_int_equal(read_body(&part, rooms[i / 6 % 6]), length);
        assert_memory_equal(got, wanted, length);
        if (reader.length > 0) {
            octets[reader.length / 2] ^= 4; /* a letter or a line end becomes another octet */
            assert_true(read_body(&part, rooms[i / 6 % 6]) < 0);
        }
    }
}

static void texts_in_each_encoding(void **state) {
    (void)state;
    static const char text[] = "na\xc3\xafve\r\n=";
    struct smtp_part part = {.content = {{text, sizeof text - 1}, SMTP__ENCODING_7BIT, true, 9}};
    assert_int_equal(read_body(&part, 128), 9);
    assert_memory_equal(got, text, 9);
    assert_int_equal(smtp__body_size(&part), 9);
    part.content.encoding = SMTP__ENCODING_QUOTED_PRINTABLE;
    assert_int_equal(read_body(&part, 128), 15);
    assert_memory_equal(got, "na=C3=AFve\r\n=3D", 15);
    part.content.encoding = SMTP__ENCODING_BASE64;
    assert_int_equal(read_body(&part, 128), 14);
    assert_memory_equal(got, "bmHDr3ZlDQo9\r\n", 14);
    part.content.text.length = 0;
    assert_int_equal(read_body(&part, 128), 0);
    part.content.encoding = SMTP__ENCODING_7BIT;
    assert_int_equal(read_body(&part, 128), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_in_base64),
        cmocka_unit_test(changes_are_errors),
        cmocka_unit_test(mails_as_they_are),
        cmocka_unit_test(texts_in_each_encoding),
    };
    return cmocka_run_group_tests_name("mime/body", tests, NULL, NULL);
}
