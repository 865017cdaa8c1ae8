/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/der.h"
#include "support/guard.h"

static bool next(const void *data, size_t length, uint8_t *tag, struct smtp__der *content, size_t *left) {
    uint8_t *bytes = guard_copy(data, length);
    struct smtp__der in = {bytes, length};
    bool found = smtp__der_next(&in, tag, content);
    assert_true(found || (in.at == bytes && in.left == length));
    *left = in.left;
    guard_free(bytes, length);
    return found;
}

static void lengths_are_short_or_long(void **state) {
    (void)state;
    struct smtp__der content;
    uint8_t tag;
    size_t left;
    static uint8_t big[4 + 0x1234];
    big[0] = 0x04;
    big[1] = 0x82;
    big[2] = 0x12;
    big[3] = 0x34;
    assert_true(next("\x04\x02xyz", 5, &tag, &content, &left));
    assert_int_equal(tag, 4);
    assert_int_equal(content.left, 2);
    assert_int_equal(left, 1);
    assert_true(next("\x82\x81\x01x", 4, &tag, &content, &left));
    assert_int_equal(tag, 0x82);
    assert_int_equal(content.left, 1);
    assert_true(next(big, sizeof big, &tag, &content, &left));
    assert_int_equal(content.left, 0x1234);
    assert_int_equal(left, 0);
    assert_false(next(big, sizeof big - 1, &tag, &content, &left));
}

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    struct smtp__der content;
    uint8_t tag;
    size_t left;
    assert_false(next("", 0, &tag, &content, &left));
    assert_false(next("\x04", 1, &tag, &content, &left));
    assert_false(next("\x04\x03xy", 4, &tag, &content, &left));
    assert_false(next("\x04\x80xy\0\0", 6, &tag, &content, &left)); /* the indefinite length of BER */
    assert_false(next("\x04\x82\x01", 3, &tag, &content, &left));
    assert_false(next("\x04\x84\0\0\0\1x", 7, &tag, &content, &left));
    assert_false(next("\x04\xff", 2, &tag, &content, &left));
    assert_false(next("\x1f\x01x", 3, &tag, &content, &left)); /* a tag of several bytes */
}

static void another_tag_is_left_where_it_stands(void **state) {
    (void)state;
    struct smtp__der in = {(const uint8_t *)"\x01\x01\xff\x04\x00", 5};
    struct smtp__der content;
    assert_false(smtp__der_expect(&in, 0x04, &content));
    assert_int_equal(in.left, 5);
    assert_true(smtp__der_expect(&in, 0x01, &content));
    assert_true(smtp__der_expect(&in, 0x04, &content));
    assert_false(smtp__der_expect(&in, 0x04, &content));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_short_or_long),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(another_tag_is_left_where_it_stands),
    };
    return cmocka_run_group_tests_name("port/der", tests, NULL, NULL);
}
