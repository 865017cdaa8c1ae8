/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/allocator.h"
#include "wire/envelope_limits.h"
#include <stdio.h>

static struct test_allocator a;
static smtp_envelope *envelope;

static int make(void **state) {
    (void)state;
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    return 0;
}

static int end(void **state) {
    (void)state;
    smtp_envelope_free(envelope);
    assert_int_equal(a.live, 0);
    return 0;
}

static void add(const char *address) {
    assert_int_equal(smtp_envelope_add_recipient(envelope, address, SMTP_Z), SMTP_OK);
}

static bool fits(uint32_t domains) {
    struct smtp_capabilities capabilities = {0};
    capabilities.limits[SMTP_LIMIT_RCPTDOMAINMAX] = domains;
    smtp_result result = smtp__envelope_check_limits(envelope, &capabilities);
    assert_true(result == SMTP_OK || result == SMTP_E_TOO_MANY_RECIPIENTS);
    return result == SMTP_OK;
}

static void domains_are_counted_once(void **state) {
    (void)state;
    assert_true(fits(1));
    add("a@x.test");
    add("b@X.Test");
    add("\"c@y.test\"@x.test");
    assert_true(fits(1));
    add("a@x.test.org");
    add("a@x.tes");
    add("a@[192.0.2.1]");
    add("a@[IPv6:2001:db8::1]");
    add("a@[IPV6:2001:DB8::1]");
    for (uint32_t domains = 1; domains < 8; domains++) {
        assert_int_equal(fits(domains), domains >= 5);
    }
}

/* In ascending, descending and mixed order, as many as fill one look at them, and one more or less. */
static void any_number_in_any_order(void **state) {
    (void)state;
    static const uint32_t counts[] = {1, 31, 32, 33, 63, 64, 65, 1000};
    char address[32];
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        for (int order = 0; order < 3; order++) {
            smtp_envelope_clear(envelope);
            for (size_t i = 0; i < 3 * counts[c]; i++) {
                size_t n = order == 0 ? i : order == 1 ? 3 * counts[c] - 1 - i : i * 7919;
                snprintf(address, sizeof address, "a@d%04zu.test", n % counts[c]);
                add(address);
            }
            assert_true(fits(counts[c]));
            assert_true(fits(counts[c] + 1));
            assert_true(counts[c] == 1 || !fits(counts[c] - 1));
            assert_true(counts[c] < 3 || !fits(counts[c] / 2));
        }
    }
}

/* A number of domains that would take long to count does not bind. */
static void a_number_that_is_not_minded(void **state) {
    (void)state;
    char address[32];
    for (size_t i = 0; i < SMTP__DOMAINS_MAX + 2; i++) {
        snprintf(address, sizeof address, "a@%zu.test", i);
        add(address);
    }
    assert_false(fits(SMTP__DOMAINS_MAX));
    assert_true(fits(SMTP__DOMAINS_MAX + 1));
}

static void numbers_of_recipients(void **state) {
    (void)state;
    struct smtp_capabilities capabilities = {0};
    add("a@x.test");
    add("b@x.test");
    add("c@y.test");
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    capabilities.limits[SMTP_LIMIT_RCPTMAX] = 3;
    capabilities.limits[SMTP_LIMIT_RCPTDOMAINMAX] = 2;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    capabilities.limits[SMTP_LIMIT_RCPTMAX] = 2;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_E_TOO_MANY_RECIPIENTS);
    capabilities.limits[SMTP_LIMIT_RCPTMAX] = 999999;
    capabilities.limits[SMTP_LIMIT_RCPTDOMAINMAX] = 1;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_E_TOO_MANY_RECIPIENTS);
    capabilities.limits[SMTP_LIMIT_RCPTDOMAINMAX] = 999999;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
}

static void times(void **state) {
    (void)state;
    struct smtp_capabilities capabilities = {0};
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 900, SMTP_BY_RETURN, 0), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_for(envelope, 600), SMTP_OK);
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    capabilities.deliver_by_least_s = 900;
    capabilities.hold_most_s = 600;
    capabilities.hold_until_most = 1000;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    capabilities.deliver_by_least_s = 901;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_E_DELIVER_BY);
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, 700, SMTP_BY_NOTIFY, 0), SMTP_OK);
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_for(envelope, 601), SMTP_OK);
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_E_HOLD);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 1000), SMTP_OK);
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 1001), SMTP_OK);
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_E_HOLD);
    capabilities.hold_until_most = 0;
    assert_int_equal(smtp__envelope_check_limits(envelope, &capabilities), SMTP_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(domains_are_counted_once),
        TEST(any_number_in_any_order),
        TEST(a_number_that_is_not_minded),
        TEST(numbers_of_recipients),
        TEST(times),
    };
    return cmocka_run_group_tests_name("wire/envelope_limits", tests, NULL, NULL);
}
