/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/crlf.h"
#include "pieces.h"
#include "support/guard.h"

static uint8_t encoded[4096];
static uint8_t wanted[4096];

static smtp_result step(void *codec, struct smtp__input *in, struct smtp__output *out) {
    return smtp__crlf_step(codec, in, out);
}

/* RFC 5321 s2.3.8, octet by octet. */
static size_t to_lines(const uint8_t *data, size_t length, uint8_t *to) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '\n' && i > 0 && data[i - 1] == '\r') {
            continue;
        }
        if (data[i] == '\r' || data[i] == '\n') {
            to[n++] = '\r';
            to[n++] = '\n';
        } else {
            to[n++] = data[i];
        }
    }
    return n;
}

static void check(const void *data, size_t length, struct pieces pieces) {
    struct smtp__crlf codec;
    smtp__crlf_init(&codec);
    size_t n = run_pieces(step, &codec, data, length, pieces, encoded, sizeof encoded - 1);
    assert_int_equal(n, to_lines(data, length, wanted));
    assert_memory_equal(encoded, wanted, n);
}

static void gives(const char *text, const char *want) {
    assert_int_equal(to_lines((const uint8_t *)text, strlen(text), wanted), strlen(want));
    assert_memory_equal(wanted, want, strlen(want));
    check_some_splits(check, text, strlen(text));
}

static void known_lines(void **state) {
    (void)state;
    gives("", "");
    gives("a", "a");
    gives("a\r\nb\r\n", "a\r\nb\r\n");
    gives("a\nb\n", "a\r\nb\r\n");
    gives("a\rb\r", "a\r\nb\r\n");
    gives("\r\r\n\n", "\r\n\r\n\r\n");
    gives("\n\r\n\r", "\r\n\r\n\r\n");
}

static void every_split_of_short_content(void **state) {
    (void)state;
    check_all_splits(check, "a\r\n", 3, 5);
}

static void any_octets_in_several_splits(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed < 40; seed++) {
        uint8_t text[1001];
        fill_random(text, sizeof text, "abcdefghijklmnop\r\n\t\0", 20, seed);
        check_some_splits(check, text, 100 + seed);
        fill_octets(text, sizeof text, seed);
        check_some_splits(check, text, 962 + seed);
    }
}

static void a_break_at_every_position(void **state) {
    (void)state;
    static const char octets[] = {'\r', '\n', '\0', '\x80', '\x8d', '\x8a', '\t'};
    for (size_t at = 0; at < 40; at++) {
        for (size_t o = 0; o < sizeof octets; o++) {
            char text[40];
            memset(text, 'x', sizeof text);
            text[at] = octets[o];
            check_some_splits(check, text, sizeof text);
        }
    }
}

static void reads_and_writes_nothing_beyond(void **state) {
    (void)state;
    for (size_t length = 1; length < 40; length++) {
        uint8_t text[40];
        memset(text, length % 2 == 0 ? '\n' : 'x', sizeof text);
        uint8_t *data = guard_copy(text, length);
        size_t size = length % 2 == 0 ? 2 * length : length;
        uint8_t *room = guard_room(size);
        struct smtp__crlf codec;
        smtp__crlf_init(&codec);
        struct smtp__input in = {data, length, true};
        struct smtp__output out = {room, size};
        assert_int_equal(smtp__crlf_step(&codec, &in, &out), SMTP_OK);
        guard_free(data, length);
        guard_free(room, size);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_lines),
        cmocka_unit_test(every_split_of_short_content),
        cmocka_unit_test(any_octets_in_several_splits),
        cmocka_unit_test(a_break_at_every_position),
        cmocka_unit_test(reads_and_writes_nothing_beyond),
    };
    return cmocka_run_group_tests_name("codec/crlf", tests, NULL, NULL);
}
