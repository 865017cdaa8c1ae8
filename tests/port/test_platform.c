/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "support/allocator.h"
#include <smtp/posix.h>
#include <stdlib.h>
#include <time.h>

static const smtp_platform *platform(void) {
    return smtp_platform_posix();
}

static void the_table_is_complete(void **state) {
    (void)state;
    assert_int_equal(platform()->struct_size, sizeof(smtp_platform));
    assert_ptr_equal(platform()->allocator, smtp_allocator_libc());
    assert_ptr_equal(platform()->digests, smtp_digest_mbedtls());
    assert_int_equal(smtp_allocator_libc()->struct_size, sizeof(smtp_allocator));
    void *memory = smtp_allocator_libc()->allocate(NULL, 100);
    assert_non_null(memory);
    memset(memory, 1, 100);
    smtp_allocator_libc()->release(NULL, memory);
}

static void the_clock_does_not_go_back(void **state) {
    (void)state;
    uint64_t before = platform()->monotonic_ms(NULL);
    for (int i = 0; i < 1000; i++) {
        uint64_t now = platform()->monotonic_ms(NULL);
        assert_true(now >= before);
        before = now;
    }
}

static void the_time_has_the_zone_s_offset(void **state) {
    (void)state;
    int64_t seconds;
    int32_t minutes;
    setenv("TZ", "IST-05:30", 1);
    tzset();
    assert_int_equal(platform()->utc(NULL, &seconds, &minutes), SMTP_OK);
    assert_int_equal(minutes, 330);
    assert_true(seconds >= (int64_t)time(NULL) - 5 && seconds <= (int64_t)time(NULL));
    setenv("TZ", "BRT+03", 1);
    tzset();
    assert_int_equal(platform()->utc(NULL, &seconds, &minutes), SMTP_OK);
    assert_int_equal(minutes, -180);
    unsetenv("TZ");
    tzset();
}

static void random_bytes_fill_the_whole_buffer(void **state) {
    (void)state;
    uint8_t bytes[1000];
    size_t zeros = 0;
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(platform()->random(NULL, bytes, sizeof bytes), SMTP_OK);
    for (size_t i = sizeof bytes - 100; i < sizeof bytes; i++) {
        zeros += bytes[i] == 0;
    }
    assert_true(zeros < 20);
    assert_int_equal(platform()->random(NULL, bytes, 0), SMTP_OK);
}

static void the_host_has_a_name_that_ends_with_a_nul(void **state) {
    (void)state;
    char name[256];
    char small[2] = {'x', 'x'};
    memset(name, 'x', sizeof name);
    assert_int_equal(platform()->host_name(NULL, name, sizeof name), SMTP_OK);
    assert_non_null(memchr(name, '\0', sizeof name));
    assert_int_equal(platform()->host_name(NULL, name, 0), SMTP_E_ARGUMENT);
    if (strlen(name) > 1) {
        assert_int_equal(platform()->host_name(NULL, small, sizeof small), SMTP_E_BUFFER_TOO_SMALL);
    }
}

static void no_memory_for_a_transport_is_an_answer(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_transport transport;
    test_allocator_init(&a);
    a.fail_at = 1;
    assert_int_equal(platform()->transport_new(NULL, &a.table, &transport), SMTP_E_NO_MEMORY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_complete),
        cmocka_unit_test(the_clock_does_not_go_back),
        cmocka_unit_test(the_time_has_the_zone_s_offset),
        cmocka_unit_test(random_bytes_fill_the_whole_buffer),
        cmocka_unit_test(the_host_has_a_name_that_ends_with_a_nul),
        cmocka_unit_test(no_memory_for_a_transport_is_an_answer),
    };
    return cmocka_run_group_tests_name("port/platform", tests, NULL, NULL);
}
