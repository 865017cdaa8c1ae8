/* SPDX-License-Identifier: MIT */
/*
 * pieces.h - runs a codec over input and output that are cut anywhere.
 *
 * Bit i of a mask cuts after octet i (of 32, then the mask starts over). A codec that cannot go on in a piece of
 * output gets the next piece added to it; with SMTP__CODEC_ROOM octets it must go on.
 */
#ifndef TESTS_CODEC_PIECES_H
#define TESTS_CODEC_PIECES_H

#include "codec/codec.h"
#include "random.h"

enum { CANARY = 0x5a };

struct pieces {
    uint32_t in_cuts;
    uint32_t out_cuts;
    bool ends_late; /* the end is told with an empty input */
};

typedef smtp_result (*step_fn)(void *codec, struct smtp__input *in, struct smtp__output *out);

static inline size_t piece_length(uint32_t cuts, size_t at, size_t most) {
    if (cuts == 0) {
        return most;
    }
    size_t n = 1;
    while (n < most && (cuts >> ((at + n - 1) % 32) & 1) == 0) {
        n++;
    }
    return n < most ? n : most;
}

/* One input piece until it is taken. Returns the octets that came out. */
static inline size_t run_piece(step_fn step, void *codec, struct smtp__input *in, uint32_t out_cuts, uint8_t *result,
                               size_t at, size_t size) {
    size_t room = piece_length(out_cuts, at, size - at);
    size_t total = 0;
    for (;;) {
        struct smtp__output out = {result + at + total, room};
        size_t in_before = in->length;
        assert_true(at + total + room <= size);
        result[at + total + room] = CANARY;
        smtp_result answer = step(codec, in, &out);
        size_t n = room - out.length;
        assert_ptr_equal(out.data, result + at + total + n);
        assert_int_equal(result[at + total + room], CANARY);
        total += n;
        if (answer == SMTP_OK) {
            assert_int_equal(in->length, 0);
            return total;
        }
        assert_int_equal(answer, SMTP_PENDING);
        bool is_stuck = n == 0 && in->length == in_before;
        assert_false(is_stuck && room >= SMTP__CODEC_ROOM);
        room = is_stuck ? room + 1 : piece_length(out_cuts, at + total, size - at - total);
    }
}

/* The whole; `result` has room for size + 1 octets. */
static inline size_t run_pieces(step_fn step, void *codec, const void *data, size_t length, struct pieces pieces,
                                uint8_t *result, size_t size) {
    const uint8_t *octets = data;
    size_t taken = 0;
    size_t total = 0;
    bool is_last = false;
    while (!is_last) {
        size_t left = length - taken;
        size_t n = left == 0 ? 0 : piece_length(pieces.in_cuts, taken, left);
        is_last = pieces.ends_late ? left == 0 : n == left;
        struct smtp__input in = {octets + taken, n, is_last};
        total += run_piece(step, codec, &in, pieces.out_cuts, result, total, size);
        taken += n;
    }
    return total;
}

/* Cuts of several kinds: none, everywhere, every 2nd to 7th octet, irregular. */
static const uint32_t some_cuts[] = {0,          0xffffffff, 0x55555555, 0x92492492, 0x88888888,
                                     0x42108421, 0x20820820, 0x81020408, 0x00010116, 0xfffefffe};
enum { SOME_CUTS = sizeof some_cuts / sizeof some_cuts[0] };

/* Every text of `length` letters in turn. False after the last; start with all letters letters[0]. */
static inline bool next_text(char *text, size_t length, const char *letters, size_t n) {
    for (size_t i = 0; i < length; i++) {
        const char *at = memchr(letters, text[i], n);
        if (at + 1 < letters + n) {
            text[i] = at[1];
            return true;
        }
        text[i] = letters[0];
    }
    return false;
}

typedef void (*check_fn)(const void *data, size_t length, struct pieces pieces);

/* All texts of some letters up to `most` octets in every split of the input and of the output (of 8 octets). */
static inline void check_all_splits(check_fn check, const char *letters, size_t n, size_t most) {
    for (size_t length = 0; length <= most; length++) {
        char text[16];
        memset(text, letters[0], sizeof text);
        do {
            for (uint32_t in_cuts = 0; in_cuts < (length < 2 ? 1u : 1u << (length - 1)); in_cuts++) {
                for (uint32_t out_cuts = 0; out_cuts < 256; out_cuts++) {
                    struct pieces pieces = {in_cuts, out_cuts * 0x01010101u, (out_cuts & 1) != 0};
                    check(text, length, pieces);
                }
            }
        } while (next_text(text, length, letters, n));
    }
}

/* One text in several splits. */
static inline void check_some_splits(check_fn check, const void *data, size_t length) {
    for (size_t i = 0; i < SOME_CUTS; i++) {
        for (size_t o = 0; o < SOME_CUTS; o++) {
            struct pieces pieces = {some_cuts[i], some_cuts[o], (i + o) % 2 == 1};
            check(data, length, pieces);
        }
    }
}

#endif
