/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/quoted_printable.h"
#include "pieces.h"
#include "support/guard.h"

static uint8_t encoded[8192];
static uint8_t whole[8192];
static uint8_t decoded[8192];
static uint8_t wanted[8192];

static smtp_result step(void *codec, struct smtp__input *in, struct smtp__output *out) {
    return smtp__quoted_printable_step(codec, in, out);
}

static size_t encode(const void *data, size_t length, struct pieces pieces, uint8_t *to) {
    struct smtp__quoted_printable codec;
    smtp__quoted_printable_init(&codec);
    return run_pieces(step, &codec, data, length, pieces, to, sizeof encoded - 1);
}

static size_t to_lines(const uint8_t *data, size_t length, uint8_t *to) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '\r' || (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))) {
            to[n++] = '\r';
            to[n++] = '\n';
        } else if (data[i] != '\n') {
            to[n++] = data[i];
        }
    }
    return n;
}

static uint8_t hexadecimal(uint8_t c) {
    static const char digits[] = "0123456789ABCDEF";
    const char *at = memchr(digits, c, 16);
    assert_non_null(at);
    return (uint8_t)(at - digits);
}

/* A line without its CRLF, RFC 2045 s6.7. Returns how much text it is; *is_soft if the line goes on. */
static size_t read_line(const uint8_t *line, size_t length, uint8_t *to, bool *is_soft) {
    size_t n = 0;
    assert_true(length <= 76);
    *is_soft = length > 0 && line[length - 1] == '=';
    size_t end = length - *is_soft;
    assert_false(!*is_soft && end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t'));
    for (size_t i = 0; i < end; i++) {
        assert_true((line[i] >= 32 && line[i] <= 126) || line[i] == '\t');
        if (line[i] == '=') {
            assert_true(i + 2 < end);
            to[n++] = (uint8_t)(hexadecimal(line[i + 1]) << 4 | hexadecimal(line[i + 2]));
            i += 2;
        } else {
            to[n++] = line[i];
        }
    }
    return n;
}

static size_t read_back(const uint8_t *text, size_t length, uint8_t *to) {
    size_t n = 0;
    bool is_soft = false;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && text[end] != '\r' && text[end] != '\n') {
            end++;
        }
        n += read_line(text + at, end - at, to + n, &is_soft);
        assert_true(end == length || (end + 1 < length && text[end] == '\r' && text[end + 1] == '\n'));
        if (end < length && !is_soft) {
            to[n++] = '\r';
            to[n++] = '\n';
        }
        at = end + 2;
    }
    assert_false(is_soft);
    return n;
}

static void check(const void *data, size_t length, struct pieces pieces) {
    static const struct pieces uncut = {0, 0, false};
    size_t n = encode(data, length, pieces, encoded);
    assert_int_equal(n, encode(data, length, uncut, whole));
    assert_memory_equal(encoded, whole, n);
    size_t want = to_lines(data, length, wanted);
    assert_int_equal(read_back(encoded, n, decoded), want);
    assert_memory_equal(decoded, wanted, want);
}

static void gives(const char *text, const char *want) {
    static const struct pieces uncut = {0, 0, false};
    size_t n = encode(text, strlen(text), uncut, whole);
    assert_int_equal(n, strlen(want));
    assert_memory_equal(whole, want, n);
    check_some_splits(check, text, strlen(text));
}

static void rule_1_any_octet_may_be_quoted(void **state) {
    (void)state;
    gives("=", "=3D");
    gives("\x0c\x7f\x80\xff", "=0C=7F=80=FF");
    gives("Gr\xc3\xbc\xc3\x9f"
          "e",
          "Gr=C3=BC=C3=9Fe");
    for (unsigned c = 0; c < 256; c++) {
        uint8_t text[3] = {'a', (uint8_t)c, 'b'};
        static const struct pieces uncut = {0, 0, false};
        bool is_break = c == '\r' || c == '\n';
        bool is_literal = (c >= 32 && c <= 126 && c != '=') || c == '\t';
        assert_int_equal(encode(text, 3, uncut, whole), is_break ? 4 : is_literal ? 3 : 5);
        check_some_splits(check, text, 3);
    }
}

static void rule_2_printable_octets_stand_for_themselves(void **state) {
    (void)state;
    gives("!\"#$%&'()*+,-./09:;<>?@AZ[\\]^_`az{|}~", "!\"#$%&'()*+,-./09:;<>?@AZ[\\]^_`az{|}~");
}

static void rule_3_no_line_ends_with_a_blank(void **state) {
    (void)state;
    gives("a b\tc", "a b\tc");
    gives("a ", "a=20");
    gives("a\t\r\n", "a=09\r\n");
    gives("a  \n", "a =20\r\n");
    gives(" ", "=20");
    gives(" \r \n \r\n", "=20\r\n=20\r\n=20\r\n");
}

static void rule_4_line_breaks_are_crlf(void **state) {
    (void)state;
    gives("", "");
    gives("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd");
    gives("\n\n\r\r\r\n", "\r\n\r\n\r\n\r\n\r\n");
}

#define A10 "aaaaaaaaaa"
#define A70 A10 A10 A10 A10 A10 A10 A10

static void rule_5_no_line_is_longer_than_76(void **state) {
    (void)state;
    gives(A70 "123456", A70 "123456");
    gives(A70 "123456\n", A70 "123456\r\n");
    gives(A70 "1234567", A70 "12345=\r\n67");
    gives(A70 "12345 ", A70 "12345=\r\n=20");
    gives(A70 "123 \n", A70 "123=20\r\n");
    gives(A70 "1234 \n", A70 "1234=\r\n=20\r\n");
    gives(A70 "12\xe9x", A70 "12=E9x");
    gives(A70 "12\xe9xy", A70 "12=E9=\r\nxy");
    gives(A70 "123\xe9", A70 "123=E9");
    gives(A70 "123\xe9x", A70 "123=\r\n=E9x");
    gives(A70 "1234\xe9", A70 "1234=\r\n=E9");
    gives(A70 "12345 67", A70 "12345=\r\n 67");
}

static void every_split_of_short_content(void **state) {
    (void)state;
    check_all_splits(check, "a \r\n\xe9", 5, 4);
}

static void any_octets_in_several_splits(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed < 40; seed++) {
        uint8_t text[1001];
        fill_random(text, sizeof text, "abcdefghijklmnop =\t\xe9", 20, seed);
        check_some_splits(check, text, 997 + seed % 5);
        fill_random(text, sizeof text, "abcd efgh\r\nij\tklmno", 19, seed);
        check_some_splits(check, text, 300 + seed);
        fill_octets(text, sizeof text, seed);
        check_some_splits(check, text, 300 + seed);
    }
}

static void each_octet_at_each_column(void **state) {
    (void)state;
    static const char octets[] = {'\r', '\n', ' ', '\t', '=', '\0', '\x80'};
    for (size_t at = 60; at < 90; at++) {
        for (size_t o = 0; o < sizeof octets; o++) {
            char text[90];
            memset(text, 'x', sizeof text);
            text[at] = octets[o];
            check_some_splits(check, text, sizeof text);
            check_some_splits(check, text, at + 1);
        }
    }
}

/* Literals go by words: each octet at each place of one. */
static void each_octet_among_literals(void **state) {
    (void)state;
    for (unsigned octet = 0; octet < 256; octet++) {
        for (size_t at = 0; at < 20; at++) {
            uint8_t text[20];
            struct pieces uncut = {0, 0, false};
            memset(text, 'x', sizeof text);
            text[at] = (uint8_t)octet;
            check(text, sizeof text, uncut);
        }
    }
}

static void reads_and_writes_nothing_beyond(void **state) {
    (void)state;
    for (size_t length = 1; length < 70; length++) {
        char text[70];
        memset(text, 'x', sizeof text);
        uint8_t *data = guard_copy(text, length);
        uint8_t *room = guard_room(length);
        struct smtp__quoted_printable codec;
        smtp__quoted_printable_init(&codec);
        struct smtp__input in = {data, length, true};
        struct smtp__output out = {room, length};
        assert_int_equal(smtp__quoted_printable_step(&codec, &in, &out), SMTP_OK);
        guard_free(data, length);
        guard_free(room, length);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_1_any_octet_may_be_quoted),
        cmocka_unit_test(rule_2_printable_octets_stand_for_themselves),
        cmocka_unit_test(rule_3_no_line_ends_with_a_blank),
        cmocka_unit_test(rule_4_line_breaks_are_crlf),
        cmocka_unit_test(rule_5_no_line_is_longer_than_76),
        cmocka_unit_test(every_split_of_short_content),
        cmocka_unit_test(any_octets_in_several_splits),
        cmocka_unit_test(each_octet_at_each_column),
        cmocka_unit_test(each_octet_among_literals),
        cmocka_unit_test(reads_and_writes_nothing_beyond),
    };
    return cmocka_run_group_tests_name("codec/quoted_printable", tests, NULL, NULL);
}
