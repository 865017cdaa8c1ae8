/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/records.h"

/* A handshake record of three bytes, then the alert "handshake failure". */
static const uint8_t stream[] = {22, 3, 3, 0, 3, 'a', 'b', 'c', 21, 3, 3, 0, 2, 2, 40};

static void an_alert_is_seen_however_the_bytes_come(void **state) {
    (void)state;
    for (size_t step = 1; step <= sizeof stream; step++) {
        struct smtp__records r;
        smtp__records_init(&r);
        for (size_t at = 0; at < sizeof stream; at += step) {
            assert_false(r.has_alert);
            smtp__records_feed(&r, stream + at, at + step <= sizeof stream ? step : sizeof stream - at);
        }
        assert_true(r.has_alert);
        assert_int_equal(r.alert, 40);
        assert_int_equal(r.total, sizeof stream);
        assert_false(r.foreign);
    }
}

static void an_encrypted_alert_is_none(void **state) {
    (void)state;
    struct smtp__records r;
    static const uint8_t sealed[] = {21, 3, 3, 0, 4, 2, 40, 1, 2, 22, 3, 3, 0, 0};
    smtp__records_init(&r);
    smtp__records_feed(&r, sealed, sizeof sealed);
    assert_false(r.has_alert);
    assert_false(r.foreign);
}

static void plain_text_is_not_tls(void **state) {
    (void)state;
    struct smtp__records r;
    smtp__records_init(&r);
    smtp__records_feed(&r, (const uint8_t *)"220 mail.test\r\n", 15);
    assert_true(r.foreign);
    assert_int_equal(r.have, 5);
    assert_memory_equal(r.head, "220 m", 5);
    smtp__records_init(&r);
    smtp__records_feed(&r, (const uint8_t *)"\x16\x02\x00\x00\x01", 5);
    assert_true(r.foreign);
}

static void an_alert_has_a_number_and_perhaps_a_name(void **state) {
    (void)state;
    struct smtp__problem p;
    smtp__problem_clear(&p);
    smtp__problem_add_alert(&p, 70);
    assert_string_equal(p.text, "the server sent TLS alert 70: no common TLS version");
    smtp__problem_clear(&p);
    smtp__problem_add_alert(&p, 255);
    assert_string_equal(p.text, "the server sent TLS alert 255");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alert_is_seen_however_the_bytes_come),
        cmocka_unit_test(an_encrypted_alert_is_none),
        cmocka_unit_test(plain_text_is_not_tls),
        cmocka_unit_test(an_alert_has_a_number_and_perhaps_a_name),
    };
    return cmocka_run_group_tests_name("port/records", tests, NULL, NULL);
}
