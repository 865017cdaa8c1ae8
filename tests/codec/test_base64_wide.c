/* SPDX-License-Identifier: MIT */
/* The one of base64_wide*.c that was built; make check-codec SIMD=no has the one for any machine. */
#include "support/test.h"

#include "codec/base64_wide.h"
#include "random.h"
#include "support/guard.h"

enum { ALIGNMENTS = 33, MOST = 110, CANARY = 0x5a };

static uint8_t character_of(uint32_t bits) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return (uint8_t)alphabet[bits & 63];
}

/* What was written is right, and nothing after it was. */
static void check(const uint8_t *in, size_t groups, const uint8_t *out, size_t done) {
    assert_true(done <= groups);
    for (size_t i = 0; i < done; i++) {
        uint32_t bits = (uint32_t)in[3 * i] << 16 | (uint32_t)in[3 * i + 1] << 8 | in[3 * i + 2];
        for (size_t c = 0; c < 4; c++) {
            assert_int_equal(out[4 * i + c], character_of(bits >> (18 - 6 * c)));
        }
    }
    for (size_t i = 4 * done; i < 4 * groups; i++) {
        assert_int_equal(out[i], CANARY);
    }
}

static void in_guarded_memory(size_t groups, uint32_t seed) {
    uint8_t *in = guard_room(3 * groups);
    uint8_t *out = guard_room(4 * groups);
    fill_octets(in, 3 * groups, seed);
    memset(out, CANARY, 4 * groups);
    check(in, groups, out, smtp__base64_wide(in, groups, out));
    guard_free(in, 3 * groups);
    guard_free(out, 4 * groups);
}

static void no_octet_too_far(void **state) {
    (void)state;
    for (size_t groups = 0; groups <= MOST; groups++) {
        in_guarded_memory(groups, (uint32_t)groups);
    }
    in_guarded_memory(4096, 1); /* whole pages: nor before the beginning */
}

static void every_alignment(void **state) {
    (void)state;
    uint8_t in[3 * MOST + ALIGNMENTS];
    uint8_t out[4 * MOST + ALIGNMENTS];
    fill_octets(in, sizeof in, 5);
    for (size_t at = 0; at < ALIGNMENTS; at++) {
        for (size_t groups = 0; groups <= MOST; groups++) {
            memset(out, CANARY, sizeof out);
            size_t to = (at * 7) % ALIGNMENTS;
            size_t done = smtp__base64_wide(in + at, groups, out + to);
            check(in + at, groups, out + to, done);
            assert_true(to == 0 || out[to - 1] == CANARY);
            assert_true(to + 4 * groups == sizeof out || out[to + 4 * groups] == CANARY);
        }
    }
}

/* Each character in each of its places. */
static void every_character(void **state) {
    (void)state;
    for (uint32_t bits = 0; bits < 64; bits++) {
        for (size_t place = 0; place < 32; place++) {
            uint8_t in[24] = {0};
            uint8_t out[32];
            for (size_t b = 0; b < 6; b++) {
                in[(6 * place + b) / 8] |= (uint8_t)((bits >> (5 - b) & 1) << (7 - (6 * place + b) % 8));
            }
            memset(out, CANARY, sizeof out);
            check(in, 8, out, smtp__base64_wide(in, 8, out));
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
