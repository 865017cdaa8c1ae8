/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/utf8.h"
#include "support/guard.h"

/* RFC 3629 s3: the table of the RFC, written out. 0 for what is no character. */
static size_t write_character(uint32_t c, uint8_t *to) {
    if (c < 0x80) {
        to[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (uint8_t)(0xc0 | c >> 6);
        to[1] = (uint8_t)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (uint8_t)(0xe0 | c >> 12);
        to[1] = (uint8_t)(0x80 | (c >> 6 & 63));
        to[2] = (uint8_t)(0x80 | (c & 63));
        return c >= 0xd800 && c <= 0xdfff ? 0 : 3;
    }
    to[0] = (uint8_t)(0xf0 | c >> 18);
    to[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    to[2] = (uint8_t)(0x80 | (c >> 6 & 63));
    to[3] = (uint8_t)(0x80 | (c & 63));
    return c > 0x10ffff ? 0 : 4;
}

static void every_character_is_read(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x200000; c++) {
        uint8_t octets[5] = {0, 0, 0, 0, 'x'};
        size_t want = write_character(c, octets);
        uint32_t got = 0xffffffff;
        size_t n = smtp__utf8_next((const char *)octets, sizeof octets, &got);
        if (n != want || got != (want == 0 ? 0xffffffff : c)) {
            fail_msg("U+%06X", (unsigned)c);
        }
    }
}

/* What every_character_is_read accepts is all that is accepted: no two spellings, no cut, no stray octet. */
static void only_those_are_read(void **state) {
    (void)state;
    size_t accepted[5] = {0};
    for (uint32_t a = 0; a < 256; a++) {
        for (uint32_t b = 0; b < 256; b++) {
            for (uint32_t c = 0x70; c < 0xd0; c++) {
                uint8_t octets[4] = {(uint8_t)a, (uint8_t)b, (uint8_t)c, 0xbf};
                accepted[smtp__utf8_next((const char *)octets, 4, NULL)]++;
            }
        }
    }
    enum { THIRDS = 0xd0 - 0x70 };
    assert_int_equal(accepted[1], 128u * 256 * THIRDS);
    assert_int_equal(accepted[2], (0x800u - 0x80) * THIRDS);
    assert_int_equal(accepted[3], 0x10000u - 0x800 - 0x800);
    assert_int_equal(accepted[4], 0x100000u / 64);
}

static void bad_octets_are_refused_anywhere(void **state) {
    (void)state;
    static const char *const bad[] = {"\x80",         "\xbf",
                                      "\xc0\xaf",     "\xc1\xbf",
                                      "\xe0\x9f\xbf", "\xed\xa0\x80",
                                      "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                                      "\xf5\x80\x80", "\xf4\x90\x80\x80",
                                      "\xff",         "\xfe",
                                      "\xc3",         "\xe2\x82",
                                      "\xf0\x9f\x98"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (size_t before = 0; before < 20; before++) {
            char text[64];
            memset(text, 'x', sizeof text);
            memcpy(text + before, bad[i], strlen(bad[i]));
            assert_false(smtp__utf8_is_valid(text, sizeof text));
            char *data = guard_copy(text, before + strlen(bad[i]));
            assert_false(smtp__utf8_is_valid(data, before + strlen(bad[i])));
            assert_true(smtp__utf8_is_valid(data, before));
            guard_free(data, before + strlen(bad[i]));
        }
    }
}

static void good_text_is_good_and_its_cuts_are_not(void **state) {
    (void)state;
    static const char text[] = "Gr\xc3\xbc\xc3\x9f"
                               "e, \xe2\x82\xac 5 an alle \xf0\x9f\x98\x80 hier und dort.";
    size_t at = 0;
    for (size_t n = 0; n < sizeof text; n++) {
        bool is_whole = n == at;
        char *data = guard_copy(text, n);
        assert_int_equal(smtp__utf8_is_valid(data, n), is_whole);
        guard_free(data, n);
        at += is_whole ? smtp__utf8_next(text + at, sizeof text - at, NULL) : 0;
    }
    assert_int_equal(smtp__utf8_next("", 0, NULL), 0);
}

static void ascii_is_below_128(void **state) {
    (void)state;
    for (size_t length = 0; length < 20; length++) {
        char text[20];
        memset(text, 0x7f, sizeof text);
        char *data = guard_copy(text, length);
        assert_true(smtp__utf8_is_ascii(data, length));
        for (size_t at = 0; at < length; at++) {
            data[at] = (char)0x80;
            assert_false(smtp__utf8_is_ascii(data, length));
            assert_true(smtp__utf8_is_ascii(data, at));
            data[at] = 0;
        }
        guard_free(data, length);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_read),
        cmocka_unit_test(only_those_are_read),
        cmocka_unit_test(bad_octets_are_refused_anywhere),
        cmocka_unit_test(good_text_is_good_and_its_cuts_are_not),
        cmocka_unit_test(ascii_is_below_128),
    };
    return cmocka_run_group_tests_name("codec/utf8", tests, NULL, NULL);
}
