/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/dot.h"
#include "pieces.h"
#include "support/guard.h"

enum { MOST = 4 * 65536 + 16 };

static uint8_t encoded[2 * MOST + 16];
static uint8_t wanted[2 * MOST + 16];
static uint8_t received[2 * MOST + 16];

static smtp_result step(void *codec, struct smtp__input *in, struct smtp__output *out) {
    return smtp__dot_step(codec, in, out);
}

/* RFC 5321 s2.3.8, octet by octet: what the content is with CRLF line ends, the last line ended too. */
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
    if (n > 0 && to[n - 1] != '\n') {
        to[n++] = '\r';
        to[n++] = '\n';
    }
    return n;
}

/* A server, RFC 5321 s4.5.2: line by line until the one that is a dot alone, which must be the last. */
static size_t receive(const uint8_t *data, size_t length, uint8_t *to) {
    size_t n = 0;
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        if (data[i] != '\r' && data[i] != '\n') {
            continue;
        }
        assert_true(data[i] == '\r' && i + 1 < length && data[i + 1] == '\n');
        size_t line = i - start;
        if (line == 1 && data[start] == '.') {
            assert_int_equal(i + 2, length);
            return n;
        }
        bool is_stuffed = line > 0 && data[start] == '.';
        memcpy(to + n, data + start + is_stuffed, line + 2 - is_stuffed);
        n += line + 2 - is_stuffed;
        start = ++i + 1;
    }
    fail_msg("no end of data");
    return 0;
}

static size_t encode(const void *data, size_t length, struct pieces pieces) {
    struct smtp__dot codec;
    smtp__dot_init(&codec);
    return run_pieces(step, &codec, data, length, pieces, encoded, sizeof encoded - 1);
}

static void check(const void *data, size_t length, struct pieces pieces) {
    size_t n = encode(data, length, pieces);
    size_t got = receive(encoded, n, received);
    size_t want = to_lines(data, length, wanted);
    assert_int_equal(got, want);
    assert_memory_equal(received, wanted, want);
    struct smtp__dot bare;
    smtp__dot_init(&bare);
    bare.is_bare = true;
    n = run_pieces(step, &bare, data, length, pieces, encoded, sizeof encoded - 1);
    assert_int_equal(n, want);
    assert_memory_equal(encoded, wanted, want);
}

static void gives(const char *text, const char *want) {
    struct pieces whole = {0, 0, false};
    size_t n = encode(text, strlen(text), whole);
    assert_int_equal(n, strlen(want));
    assert_memory_equal(encoded, want, n);
}

static void known_content(void **state) {
    (void)state;
    gives("", ".\r\n");
    gives("\r\n", "\r\n.\r\n");
    gives("a", "a\r\n.\r\n");
    gives("a\r\n", "a\r\n.\r\n");
    gives(".", "..\r\n.\r\n");
    gives(".\r\n", "..\r\n.\r\n");
    gives("a.\r\n.b\r\n..c", "a.\r\n..b\r\n...c\r\n.\r\n");
    gives("a\n.\nMAIL FROM:<x>\n", "a\r\n..\r\nMAIL FROM:<x>\r\n.\r\n");
    gives("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n");
    gives("a\r\r\n.\n\r.", "a\r\n\r\n..\r\n\r\n..\r\n.\r\n");
}

static void every_split_of_short_content(void **state) {
    (void)state;
    check_all_splits(check, "a.\r\n", 4, 5);
}

static void splits_of_longer_content(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed < 60; seed++) {
        uint8_t text[200];
        fill_random(text, sizeof text, "abcdefgh..\r\n\t", 13, seed);
        check_some_splits(check, text, 140 + seed);
    }
}

/* Just above 64 KiB mails have been cut off elsewhere. */
static void content_of_all_sizes_around_blocks(void **state) {
    (void)state;
    static const char *const lines[] = {"line\r\n", ".", "\n", "no line end at all "};
    static const size_t blocks[] = {16, 1024, 65536};
    static uint8_t content[MOST];
    for (size_t l = 0; l < sizeof lines / sizeof lines[0]; l++) {
        for (size_t i = 0; i < sizeof content; i++) {
            content[i] = (uint8_t)lines[l][i % strlen(lines[l])];
        }
        for (size_t b = 0; b < 3; b++) {
            for (size_t n = 0; n <= 4; n++) {
                for (size_t size = n == 0 ? 0 : n * blocks[b] - 3; size <= n * blocks[b] + 3; size++) {
                    struct pieces pieces = {0x80000000, 0x00008000, false};
                    check(content, size, pieces);
                }
            }
        }
    }
}

static void a_break_at_every_position(void **state) {
    (void)state;
    static const char octets[] = {'\r', '\n', '.', '\0', '\x80'};
    for (size_t at = 0; at < 40; at++) {
        for (size_t o = 0; o < sizeof octets; o++) {
            char text[40];
            memset(text, 'x', sizeof text);
            text[at] = octets[o];
            check_some_splits(check, text, sizeof text);
        }
    }
}

static void long_lines_and_any_octet_pass(void **state) {
    (void)state;
    for (size_t length = 997; length <= 1001; length++) {
        uint8_t text[1001];
        memset(text, 'x', length);
        check_some_splits(check, text, length);
        fill_octets(text, length, (uint32_t)length);
        check_some_splits(check, text, length);
    }
}

static void overlap(const uint8_t *data, size_t length, size_t room) {
    struct pieces whole = {0, 0, false};
    size_t want = encode(data, length, whole);
    uint8_t memory[512];
    memcpy(memory + length, data, length);
    struct smtp__dot codec;
    smtp__dot_init(&codec);
    struct smtp__input in = {memory + length, length, true};
    struct smtp__output out = {memory, 0};
    smtp_result result = SMTP_PENDING;
    for (size_t given = 0; result == SMTP_PENDING; given += room) {
        out.length += room;
        assert_true(given < sizeof memory);
        result = smtp__dot_step(&codec, &in, &out);
    }
    assert_int_equal(result, SMTP_OK);
    assert_int_equal(out.data - memory, want);
    assert_memory_equal(memory, encoded, want);
}

static void output_may_lie_over_the_input(void **state) {
    (void)state;
    uint8_t text[200];
    for (uint32_t seed = 1; seed < 400; seed++) {
        fill_random(text, sizeof text, "\n.\r\nabcdefgh", seed % 12 + 1, seed);
        overlap(text, seed % sizeof text, 256 >> seed % 8);
    }
}

static void nothing_comes_after_the_end(void **state) {
    (void)state;
    struct smtp__dot codec;
    smtp__dot_init(&codec);
    uint8_t memory[16];
    struct smtp__input in = {(const uint8_t *)"a", 1, true};
    struct smtp__output out = {memory, sizeof memory};
    assert_int_equal(smtp__dot_step(&codec, &in, &out), SMTP_OK);
    size_t left = out.length;
    assert_int_equal(smtp__dot_step(&codec, &in, &out), SMTP_OK);
    assert_int_equal(out.length, left);
}

static void reads_and_writes_nothing_beyond(void **state) {
    (void)state;
    for (size_t length = 1; length < 40; length++) {
        uint8_t text[40];
        memset(text, length % 2 == 0 ? '.' : 'x', sizeof text);
        uint8_t *data = guard_copy(text, length);
        uint8_t *room = guard_room(length + 7);
        struct smtp__dot codec;
        smtp__dot_init(&codec);
        struct smtp__input in = {data, length, true};
        struct smtp__output out = {room, length + 7};
        assert_int_equal(smtp__dot_step(&codec, &in, &out), SMTP_OK);
        guard_free(data, length);
        guard_free(room, length + 7);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_content),
        cmocka_unit_test(every_split_of_short_content),
        cmocka_unit_test(splits_of_longer_content),
        cmocka_unit_test(content_of_all_sizes_around_blocks),
        cmocka_unit_test(a_break_at_every_position),
        cmocka_unit_test(long_lines_and_any_octet_pass),
        cmocka_unit_test(output_may_lie_over_the_input),
        cmocka_unit_test(nothing_comes_after_the_end),
        cmocka_unit_test(reads_and_writes_nothing_beyond),
    };
    return cmocka_run_group_tests_name("codec/dot", tests, NULL, NULL);
}
