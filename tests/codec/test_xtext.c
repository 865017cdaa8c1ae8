/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/ascii.h"
#include "codec/xtext.h"
#include "support/guard.h"

static void writes(size_t (*write)(const char *, size_t, char *), const char *data, size_t length, const char *wanted) {
    size_t size = strlen(wanted);
    char *copy = guard_copy(data, length);
    char *out = guard_room(size);
    assert_int_equal(write(copy, length, NULL), size);
    assert_int_equal(write(copy, length, out), size);
    assert_memory_equal(out, wanted, size);
    guard_free(out, size);
    guard_free(copy, length);
}

static void xtext(void **state) {
    (void)state;
    writes(smtp__xtext_write, "", 0, "");
    writes(smtp__xtext_write, "e=mc2@example.com", 17, "e+3Dmc2@example.com"); /* RFC 4954 s5.1 */
    writes(smtp__xtext_write, "a+b c", 5, "a+2Bb+20c");
    writes(smtp__xtext_write, "!~<>\\{}", 7, "!~<>\\{}");
    writes(smtp__xtext_write, "\0\r\n\x7f\xc3\xbc\xff", 7, "+00+0D+0A+7F+C3+BC+FF");
}

/* No octet comes through that could end the value, and every one can be had back. */
static void every_octet(void **state) {
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        char octet = (char)c;
        char out[4] = "";
        size_t n = smtp__xtext_write(&octet, 1, out);
        bool is_plain = c >= 33 && c <= 126 && c != '+' && c != '=';
        assert_int_equal(n, is_plain ? 1 : 3);
        assert_int_equal(is_plain ? (unsigned char)out[0] : smtp__ascii_hex(out[1]) * 16 + smtp__ascii_hex(out[2]), c);
        assert_true(is_plain || out[0] == '+');
    }
}

static void utf8_addr_xtext(void **state) {
    (void)state;
    writes(smtp__utf8_xtext_write, "", 0, "");
    writes(smtp__utf8_xtext_write, "a@b", 3, "a@b");
    writes(smtp__utf8_xtext_write, "a+b=c \\", 7, "a\\x{2B}b\\x{3D}c\\x{20}\\x{5C}");
    writes(smtp__utf8_xtext_write, "j\xc3\xbcrgen@b", 9, "j\\x{FC}rgen@b");
    writes(smtp__utf8_xtext_write, "\xc4\x80\xe2\x82\xac\xf0\x9f\x93\xa7\xf4\x8f\xbf\xbf", 13,
           "\\x{100}\\x{20AC}\\x{1F4E7}\\x{10FFFF}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xtext),
        cmocka_unit_test(every_octet),
        cmocka_unit_test(utf8_addr_xtext),
    };
    return cmocka_run_group_tests_name("codec/xtext", tests, NULL, NULL);
}
