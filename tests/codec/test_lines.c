/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/lines.h"
#include "pieces.h"
#include "support/guard.h"

struct verdict {
    smtp_result result;
    uint64_t total;
    bool is_8bit;
};

/* Octet by octet, without a thought of speed. */
static struct verdict slowly(const uint8_t *data, size_t length) {
    struct verdict v = {SMTP_OK, 0, false};
    size_t column = 0;
    for (size_t i = 0; i < length && v.result == SMTP_OK; i++) {
        if (data[i] == '\n' && i > 0 && data[i - 1] == '\r') {
            continue;
        }
        if (data[i] == '\r' || data[i] == '\n') {
            v.total += column + 2;
            column = 0;
        } else if (data[i] == 0) {
            v.result = SMTP_E_NUL_IN_CONTENT;
        } else if (++column > 998) {
            v.result = SMTP_E_LINE_TOO_LONG;
        } else {
            v.is_8bit = v.is_8bit || data[i] > 127;
        }
    }
    v.total += column > 0 ? column + 2 : 0;
    return v;
}

static struct verdict in_pieces(const uint8_t *data, size_t length, uint32_t cuts) {
    struct smtp__lines lines;
    smtp__lines_init(&lines);
    smtp_result result = SMTP_OK;
    for (size_t at = 0; at < length && result == SMTP_OK;) {
        size_t n = piece_length(cuts, at, length - at);
        result = smtp__lines_feed(&lines, data + at, n);
        at += n;
    }
    struct verdict v = {result, smtp__lines_total(&lines), lines.is_8bit};
    return v;
}

static void check(const void *data, size_t length, struct pieces pieces) {
    struct verdict want = slowly(data, length);
    struct verdict got = in_pieces(data, length, pieces.in_cuts);
    assert_int_equal(got.result, want.result);
    if (want.result == SMTP_OK) {
        assert_int_equal(got.total, want.total);
        assert_int_equal(got.is_8bit, want.is_8bit);
    }
}

static void has(const char *text, uint64_t total) {
    assert_int_equal(slowly((const uint8_t *)text, strlen(text)).total, total);
    check_some_splits(check, text, strlen(text));
}

/* RFC 1870 s5: octets with CRLF line ends, without dot-stuffing. */
static void counts_as_it_will_be_sent(void **state) {
    (void)state;
    has("", 0);
    has("a", 3);
    has("a\r\n", 3);
    has("a\n", 3);
    has("a\r", 3);
    has("\r\n", 2);
    has("\r\r\n\n", 6);
    has(".\n.\n", 6);
    has("a\nb\nc", 9);
}

static void every_split_of_short_content(void **state) {
    (void)state;
    check_all_splits(check, "a\r\n\xe9", 4, 4);
}

/* RFC 5321 s4.5.3.1.6: 1000 octets with CRLF. */
static void lines_of_997_to_1001(void **state) {
    (void)state;
    for (size_t length = 997; length <= 1001; length++) {
        static const char *const ends[] = {"", "\r\n", "\n", "\r", "\r\nab"};
        for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
            char text[1010] = "a\r\n";
            memset(text + 3, 'x', length);
            memcpy(text + 3 + length, ends[e], strlen(ends[e]));
            size_t size = 3 + length + strlen(ends[e]);
            struct verdict v = in_pieces((const uint8_t *)text, size, 0);
            assert_int_equal(v.result, length <= 998 ? SMTP_OK : SMTP_E_LINE_TOO_LONG);
            check_some_splits(check, text, size);
        }
    }
}

static void what_comes_first_is_told(void **state) {
    (void)state;
    for (size_t at = 995; at <= 1000; at++) {
        char text[1010];
        memset(text, 'x', sizeof text);
        text[at] = '\0';
        struct verdict v = in_pieces((const uint8_t *)text, sizeof text, 0);
        assert_int_equal(v.result, at <= 998 ? SMTP_E_NUL_IN_CONTENT : SMTP_E_LINE_TOO_LONG);
        check_some_splits(check, text, sizeof text);
    }
}

static void one_octet_at_every_position(void **state) {
    (void)state;
    static const char octets[] = {'\r', '\n', '\0', '\x80', '\xff', '\x7f', '\t'};
    for (size_t at = 0; at < 40; at++) {
        for (size_t o = 0; o < sizeof octets; o++) {
            char text[40];
            memset(text, 'x', sizeof text);
            text[at] = octets[o];
            check_some_splits(check, text, sizeof text);
            uint8_t *data = guard_copy(text, at + 1);
            struct pieces whole = {0, 0, false};
            check(data, at + 1, whole);
            guard_free(data, at + 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_as_it_will_be_sent),   cmocka_unit_test(every_split_of_short_content),
        cmocka_unit_test(lines_of_997_to_1001),        cmocka_unit_test(what_comes_first_is_told),
        cmocka_unit_test(one_octet_at_every_position),
    };
    return cmocka_run_group_tests_name("codec/lines", tests, NULL, NULL);
}
