/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/base64.h"
#include "pieces.h"
#include "support/guard.h"

static uint8_t encoded[8192];
static uint8_t decoded[8192];

static smtp_result step(void *codec, struct smtp__input *in, struct smtp__output *out) {
    return smtp__base64_step(codec, in, out);
}

static size_t encode(const void *data, size_t length, uint8_t line, struct pieces pieces) {
    struct smtp__base64 codec;
    smtp__base64_init(&codec, line);
    return run_pieces(step, &codec, data, length, pieces, encoded, sizeof encoded - 1);
}

/* RFC 4648 s4 bit by bit, CRLF only where RFC 2045 s6.8 has it: after each 76 characters and at the end. */
static size_t read_back(const uint8_t *text, size_t length, size_t line, uint8_t *to) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t bits = 0;
    size_t padding = 0;
    size_t column = 0;
    memset(to, 0, length);
    for (size_t i = 0; i < length; i++) {
        if (line > 0 && (column == line || text[i] == '\r')) {
            assert_true(column == line || i + 2 == length);
            assert_true(i + 1 < length && text[i] == '\r' && text[i + 1] == '\n');
            i++;
            column = 0;
            continue;
        }
        column++;
        if (text[i] == '=') {
            padding++;
            continue;
        }
        const char *at = memchr(alphabet, text[i], 64);
        assert_true(at != NULL && padding == 0);
        for (int bit = 5; bit >= 0; bit--, bits++) {
            to[bits / 8] |= (uint8_t)(((at - alphabet) >> bit & 1) << (7 - bits % 8));
        }
    }
    assert_true(padding <= 2 && (line == 0 || column == 0));
    return bits / 8;
}

static void check_line(const void *data, size_t length, uint8_t line, struct pieces pieces) {
    size_t n = encode(data, length, line, pieces);
    assert_int_equal(n, smtp__base64_size(length, line));
    assert_int_equal(read_back(encoded, n, line, decoded), length);
    assert_memory_equal(decoded, data, length);
}

static void check(const void *data, size_t length, struct pieces pieces) {
    check_line(data, length, 0, pieces);
    check_line(data, length, SMTP__BASE64_MIME_LINE, pieces);
    check_line(data, length, 4, pieces);
}

static void is(const char *bytes, const char *text) {
    struct pieces whole = {0, 0, false};
    assert_int_equal(encode(bytes, strlen(bytes), 0, whole), strlen(text));
    assert_memory_equal(encoded, text, strlen(text));
    size_t n = 0;
    assert_int_equal(smtp__base64_decode(text, strlen(text), decoded, sizeof decoded, &n), SMTP_OK);
    assert_int_equal(n, strlen(bytes));
    assert_memory_equal(decoded, bytes, n);
}

static void vectors_of_rfc_4648_s10(void **state) {
    (void)state;
    is("", "");
    is("f", "Zg==");
    is("fo", "Zm8=");
    is("foo", "Zm9v");
    is("foob", "Zm9vYg==");
    is("fooba", "Zm9vYmE=");
    is("foobar", "Zm9vYmFy");
}

static void every_split_of_short_content(void **state) {
    (void)state;
    check_all_splits(check, "\xff\x3e", 2, 6);
}

static void all_sizes_of_several_lines(void **state) {
    (void)state;
    uint8_t data[300];
    fill_octets(data, sizeof data, 7);
    for (size_t length = 0; length <= sizeof data; length++) {
        check_some_splits(check, data, length);
    }
}

/* In a room that ends as soon as it may after what was encoded, in the midst of a line or not. */
static void check_in_place(const uint8_t *data, size_t before, size_t length, uint8_t line) {
    struct smtp__base64 codec;
    struct pieces whole = {0, 0, false};
    size_t size = encode(data, before + length, line, whole);
    smtp__base64_init(&codec, line);
    struct smtp__input in = {data, before, false};
    struct smtp__output out = {decoded, sizeof decoded};
    assert_int_equal(smtp__base64_step(&codec, &in, &out), SMTP_OK);
    size_t done = sizeof decoded - out.length;
    size_t room = size - done + SMTP__CODEC_ROOM;
    memcpy(out.data + room - length, data + before, length);
    in = (struct smtp__input){out.data + room - length, length, true};
    out.length = room;
    assert_int_equal(smtp__base64_step(&codec, &in, &out), SMTP_OK);
    assert_int_equal(out.length, SMTP__CODEC_ROOM);
    assert_memory_equal(decoded, encoded, size);
}

static void the_end_of_a_room_is_encoded_to_its_front(void **state) {
    (void)state;
    uint8_t data[400];
    fill_octets(data, sizeof data, 11);
    for (size_t before = 0; before <= 60; before++) {
        for (size_t length = 0; length <= 300; length++) {
            check_in_place(data, before, length, 0);
            check_in_place(data, before, length, SMTP__BASE64_MIME_LINE);
        }
    }
}

static void sizes_do_not_overflow(void **state) {
    (void)state;
    assert_int_equal(smtp__base64_size(0, 76), 0);
    assert_int_equal(smtp__base64_size(57, 76), 78);
    assert_int_equal(smtp__base64_size(58, 76), 84);
    assert_true(smtp__base64_size(INT64_MAX, 76) > INT64_MAX);
    assert_true(smtp__base64_size(INT64_MAX, 0) < smtp__base64_size(INT64_MAX, 76));
    assert_true(smtp__base64_size((uint64_t)INT64_MAX + 1, 76) == UINT64_MAX);
    assert_true(smtp__base64_size(UINT64_MAX, 0) == UINT64_MAX);
}

static void decodes(const char *text, smtp_result want) {
    size_t length = strlen(text);
    char *copy = guard_copy(text, length);
    size_t n = 999;
    memset(decoded, CANARY, sizeof decoded);
    assert_int_equal(smtp__base64_decode(copy, length, decoded, sizeof decoded, &n), want);
    if (want != SMTP_OK) {
        assert_int_equal(n, 999);
        assert_int_equal(decoded[0], CANARY);
    }
    guard_free(copy, length);
}

static void what_is_not_base64_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "Z",         "Zg",       "Zg=",      "Zg===",    "Z===", "====", "=",    "Zg==Zg==", "Zm=v",     "=m9v",
        "Zm9v ",     " Zm9v",    "Zm9v\r\n", "Zm\n9",    "Zh==", "Zm9=", "Zm-_", "Zm9!",     "Zm9vZg=x", "Zm9v\x80g",
        "Zm9vZm9v=", "Zm9v====", "Zm9v=",    "Zm9vZg=g", "Zm@v", "Zm[v", "Zm`v", "Zm{v"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        decodes(bad[i], SMTP_E_ARGUMENT);
    }
    decodes("Zm9vZg==", SMTP_OK);
    decodes("+/+/", SMTP_OK);
}

static void room_is_checked_before_anything_is_written(void **state) {
    (void)state;
    for (size_t size = 0; size < 5; size++) {
        uint8_t *room = guard_room(size);
        size_t n = 0;
        smtp_result want = size < 4 ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK;
        assert_int_equal(smtp__base64_decode("Zm9vYg==", 8, room, size, &n), want);
        assert_int_equal(n, size < 4 ? 0 : 4);
        guard_free(room, size);
    }
}

static void text_is_decoded_where_it_lies(void **state) {
    (void)state;
    uint8_t data[200];
    fill_octets(data, sizeof data, 3);
    for (size_t length = 0; length < sizeof data; length++) {
        struct pieces whole = {0, 0, false};
        size_t n = encode(data, length, 0, whole);
        assert_int_equal(smtp__base64_decode((const char *)encoded, n, encoded, n, &n), SMTP_OK);
        assert_int_equal(n, length);
        assert_memory_equal(encoded, data, n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_of_rfc_4648_s10),
        cmocka_unit_test(every_split_of_short_content),
        cmocka_unit_test(all_sizes_of_several_lines),
        cmocka_unit_test(sizes_do_not_overflow),
        cmocka_unit_test(the_end_of_a_room_is_encoded_to_its_front),
        cmocka_unit_test(what_is_not_base64_is_refused),
        cmocka_unit_test(room_is_checked_before_anything_is_written),
        cmocka_unit_test(text_is_decoded_where_it_lies),
    };
    return cmocka_run_group_tests_name("codec/base64", tests, NULL, NULL);
}
