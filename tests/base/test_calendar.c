/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/calendar.h"

/* Day after day, against a calendar that counts. */
static void every_day_to_the_year_9999(void **state) {
    (void)state;
    static const uint32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t n = 0;
    for (uint32_t year = 1970; year < 10000; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (uint32_t month = 1; month <= 12; month++) {
            for (uint32_t day = 1; day <= lengths[month - 1] + (month == 2 && is_leap); day++, n++) {
                struct smtp__date date = smtp__date_of(n);
                if (date.year != year || date.month != month || date.day != day || smtp__days_to(&date) != n) {
                    fail_msg("day %u is %u-%u-%u", n, date.year, date.month, date.day);
                }
            }
        }
    }
    assert_int_equal((int64_t)n * SMTP__DAY - 1, SMTP__SECONDS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_to_the_year_9999),
    };
    return cmocka_run_group_tests_name("base/calendar", tests, NULL, NULL);
}
