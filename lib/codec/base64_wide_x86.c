/* SPDX-License-Identifier: MIT */
/* base64_wide_x86.c - for x86-64: sixteen characters at a time, where the processor has SSSE3, as most have. */
#include "base64_wide.h"

#include "step.h"
#include <immintrin.h>

enum { GROUP = 3, QUAD = 4, LINE_END = 2 };
enum { GROUPS = 4, OCTETS = GROUPS * GROUP }; /* that are encoded at once */
enum { AHEAD = 2048 };

#define WITH_SSSE3 __attribute__((target("ssse3")))

/* Twelve octets, no more are read; the three of each group in a lane of 32 bits, as second, first, third, second. */
WITH_SSSE3 static inline __m128i load(const uint8_t *in) {
    __m128i front = _mm_loadl_epi64((const __m128i *)(const void *)in);
    __m128i back = _mm_loadl_epi64((const __m128i *)(const void *)(in + OCTETS - 8));
    __m128i order = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 12, 7, 14, 13, 15, 14);
    return _mm_shuffle_epi8(_mm_unpacklo_epi64(front, back), order);
}

/*
 * The six bits of each character in an octet of its own. Of each half of a lane a product moves them there: those of
 * the first and third character to the right by 10 and 6, those of the second and fourth to the left by 4 and 8.
 */
WITH_SSSE3 static inline __m128i split(__m128i lanes) {
    __m128i odd = _mm_and_si128(lanes, _mm_set1_epi32(0x0fc0fc00));
    __m128i even = _mm_and_si128(lanes, _mm_set1_epi32(0x003f03f0));
    return _mm_or_si128(_mm_mulhi_epu16(odd, _mm_set1_epi32(0x04000040)),
                        _mm_mullo_epi16(even, _mm_set1_epi32(0x01000010)));
}

/*
 * The alphabet is five stretches of ASCII: what has to be added to six bits depends on the stretch alone. 0: a to z,
 * 1 to 10: each digit, 11: +, 12: /, 13: A to Z.
 */
WITH_SSSE3 static inline __m128i letters(__m128i bits) {
    __m128i add = _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
    __m128i is_upper = _mm_cmplt_epi8(bits, _mm_set1_epi8(26));
    __m128i stretch = _mm_subs_epu8(bits, _mm_set1_epi8(51));
    stretch = _mm_or_si128(stretch, _mm_and_si128(is_upper, _mm_set1_epi8(13)));
    return _mm_add_epi8(bits, _mm_shuffle_epi8(add, stretch));
}

WITH_SSSE3 static inline void encode_four(const uint8_t *in, uint8_t *out) {
    _mm_storeu_si128((__m128i *)(void *)out, letters(split(load(in))));
}

/* GROUPS at least. The last overlap those before, so that all are done. */
WITH_SSSE3 static inline void encode(struct smtp__input *in, struct smtp__output *out, size_t groups) {
    size_t end = groups - GROUPS;
    for (size_t at = 0; at < end; at += GROUPS) {
        encode_four(in->data + at * GROUP, out->data + at * QUAD);
    }
    encode_four(in->data + end * GROUP, out->data + end * QUAD);
    smtp__input_take(in, groups * GROUP);
    smtp__output_wrote(out, groups * QUAD);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* A big attachment is not in the cache: what is needed soon is asked for now, else most of the time goes by waiting. */
static inline void ask_ahead(const struct smtp__input *in) {
    _mm_prefetch((const char *)in->data + least(in->length, AHEAD), _MM_HINT_T0);
}

WITH_SSSE3 static void encode_lines(struct smtp__input *in, struct smtp__output *out, size_t groups) {
    while (in->length >= groups * GROUP && out->length >= groups * QUAD + LINE_END) {
        ask_ahead(in);
        encode(in, out, groups);
        memcpy(out->data, "\r\n", LINE_END);
        smtp__output_wrote(out, LINE_END);
    }
}

void smtp__base64_wide(struct smtp__input *in, struct smtp__output *out, size_t line) {
    size_t groups = line > 0 ? line / QUAD : least(in->length / GROUP, out->length / QUAD);
    if (groups < GROUPS || !__builtin_cpu_supports("ssse3")) {
        return;
    }
    if (line > 0) {
        encode_lines(in, out, groups);
    } else {
        encode(in, out, groups);
    }
}
