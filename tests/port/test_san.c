/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/san.h"
#include "support/guard.h"

/* SEQUENCE { SEQUENCE { keyUsage, TRUE, … }, SEQUENCE { subjectAltName, { URI "u", dNSName "a.b", iPAddress 1.2.3.4 } } } */
static const uint8_t extensions[] = {0x30, 0x28, 0x30, 0x0e, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x01, 0x01, 0xff, 0x04, 0x04,
                                     0x03, 0x02, 0x07, 0x80, 0x30, 0x16, 0x06, 0x03, 0x55, 0x1d, 0x11, 0x04, 0x0f, 0x30,
                                     0x0d, 0x86, 0x00, 0x82, 0x03, 'a',  '.',  'b',  0x87, 0x04, 1,    2,    3,    4};

static void names_are_found_and_others_passed_over(void **state) {
    (void)state;
    uint8_t *bytes = guard_copy(extensions, sizeof extensions);
    struct smtp__der names;
    struct smtp__der name;
    enum smtp__san_kind kind;
    assert_true(smtp__san_find((struct smtp__der){bytes, sizeof extensions}, &names));
    assert_true(smtp__san_next(&names, &kind, &name));
    assert_int_equal(kind, SMTP__SAN_DNS);
    assert_int_equal(name.left, 3);
    assert_memory_equal(name.at, "a.b", 3);
    assert_true(smtp__san_next(&names, &kind, &name));
    assert_int_equal(kind, SMTP__SAN_IP);
    assert_int_equal(name.left, 4);
    assert_memory_equal(name.at, "\1\2\3\4", 4);
    assert_false(smtp__san_next(&names, &kind, &name));
    guard_free(bytes, sizeof extensions);
}

/* However it is cut, at whichever byte it is broken: never a byte too far, never a name that was not there. */
static void nothing_is_read_beyond_the_end(void **state) {
    (void)state;
    struct smtp__der names;
    struct smtp__der name;
    enum smtp__san_kind kind;
    for (size_t length = 0; length < sizeof extensions; length++) {
        uint8_t *bytes = guard_copy(extensions, length);
        assert_false(smtp__san_find((struct smtp__der){bytes, length}, &names));
        guard_free(bytes, length);
    }
    for (size_t at = 0; at < sizeof extensions; at++) {
        uint8_t *bytes = guard_copy(extensions, sizeof extensions);
        for (unsigned value = 0; value < 256; value++) {
            bytes[at] = (uint8_t)value;
            if (smtp__san_find((struct smtp__der){bytes, sizeof extensions}, &names)) {
                while (smtp__san_next(&names, &kind, &name)) {
                    assert_true(name.at >= bytes && name.at + name.left <= bytes + sizeof extensions);
                }
            }
        }
        guard_free(bytes, sizeof extensions);
    }
}

static void trailing_bytes_are_left_alone(void **state) {
    (void)state;
    uint8_t longer[sizeof extensions + 3];
    struct smtp__der names;
    memcpy(longer, extensions, sizeof extensions);
    memset(longer + sizeof extensions, 0x30, 3);
    assert_true(smtp__san_find((struct smtp__der){longer, sizeof longer}, &names));
    assert_int_equal(names.left, 13);
}

static void no_extension_no_names(void **state) {
    (void)state;
    struct smtp__der names;
    assert_false(smtp__san_find((struct smtp__der){NULL, 0}, &names));
    assert_false(smtp__san_find((struct smtp__der){(const uint8_t *)"\x30\x00", 2}, &names));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_and_others_passed_over),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
        cmocka_unit_test(trailing_bytes_are_left_alone),
        cmocka_unit_test(no_extension_no_names),
    };
    return cmocka_run_group_tests_name("port/san", tests, NULL, NULL);
}
