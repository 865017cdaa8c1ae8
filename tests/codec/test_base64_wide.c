/* SPDX-License-Identifier: MIT */
/* The one of base64_wide*.c that was built; make check-codec SIMD=no has the one for any machine. */
#include "support/test.h"

#include "codec/base64_wide.h"
#include "random.h"
#include "support/guard.h"

enum { ALIGNMENTS = 33, MOST = 300, CANARY = 0x5a };

static uint8_t character_of(uint32_t bits) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return (uint8_t)alphabet[bits & 63];
}

static void check_group(const uint8_t *in, const uint8_t *out) {
    uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
    for (size_t c = 0; c < 4; c++) {
        assert_int_equal(out[c], character_of(bits >> (18 - 6 * c)));
    }
}

/* What was taken is encoded in whole lines, and nothing after it was written. */
static void check(const uint8_t *in, size_t length, uint8_t *out, size_t room, size_t line) {
    struct smtp__input from = {in, length, true};
    struct smtp__output to = {out, room};
    memset(out, CANARY, room);
    smtp__base64_wide(&from, &to, line);
    size_t taken = length - from.length;
    size_t wrote = room - to.length;
    assert_true(taken <= length && wrote <= room && taken % 3 == 0);
    assert_true(from.data == in + taken && to.data == out + wrote);
    size_t at = 0;
    for (size_t i = 0; i < taken; i += 3, at += 4) {
        check_group(in + i, out + at);
        if (line > 0 && (i / 3 + 1) * 4 % line == 0) {
            assert_memory_equal(out + at + 4, "\r\n", 2);
            at += 2;
        }
    }
    assert_int_equal(at, wrote);
    for (; at < room; at++) {
        assert_int_equal(out[at], CANARY);
    }
}

static void check_guarded(size_t length, size_t room, size_t line) {
    uint8_t *in = guard_room(length);
    uint8_t *out = guard_room(room);
    fill_octets(in, length, (uint32_t)length);
    check(in, length, out, room, line);
    guard_free(in, length);
    guard_free(out, room);
}

static void no_octet_too_far(void **state) {
    (void)state;
    static const size_t lines[] = {0, 4, 16, 76};
    for (size_t length = 0; length <= MOST; length++) {
        for (size_t l = 0; l < sizeof lines / sizeof lines[0]; l++) {
            size_t room = lines[l] == 0 ? (length + 2) / 3 * 4 : (length + 2) / 3 * 4 / lines[l] * (lines[l] + 2);
            for (size_t missing = 0; missing <= room && missing < 5; missing++) {
                check_guarded(length, room - missing, lines[l]);
            }
        }
    }
    check_guarded(3 * 4096, 4 * 4096, 0); /* whole pages: nor before the beginning */
}

static void every_alignment(void **state) {
    (void)state;
    uint8_t in[MOST + ALIGNMENTS];
    uint8_t out[2 * MOST + ALIGNMENTS];
    fill_octets(in, sizeof in, 5);
    for (size_t at = 0; at < ALIGNMENTS; at++) {
        for (size_t length = 0; length <= MOST; length++) {
            check(in + at, length, out + at * 7 % ALIGNMENTS, 2 * MOST, length % 2 == 0 ? 76 : 0);
        }
    }
}

/* Each character in each of its places. */
static void every_character(void **state) {
    (void)state;
    for (uint32_t bits = 0; bits < 64; bits++) {
        for (size_t place = 0; place < 32; place++) {
            uint8_t in[24] = {0};
            uint8_t out[40];
            for (size_t b = 0; b < 6; b++) {
                in[(6 * place + b) / 8] |= (uint8_t)((bits >> (5 - b) & 1) << (7 - (6 * place + b) % 8));
            }
            check(in, sizeof in, out, sizeof out, 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_octet_too_far),
        cmocka_unit_test(every_alignment),
        cmocka_unit_test(every_character),
    };
    return cmocka_run_group_tests_name("codec/base64_wide", tests, NULL, NULL);
}
