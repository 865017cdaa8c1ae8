/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/date.h"
#include "support/guard.h"
#include <stdio.h>

static void gives(int64_t seconds, int32_t offset, const char *wanted) {
    char *date = guard_room(SMTP__DATE_LENGTH + 1);
    assert_int_equal(smtp__date_write(seconds, offset, date), SMTP_OK);
    assert_string_equal(date, wanted);
    guard_free(date, SMTP__DATE_LENGTH + 1);
}

static void known_dates(void **state) {
    (void)state;
    gives(0, 0, "Thu, 01 Jan 1970 00:00:00 +0000");
    gives(951782399, 0, "Mon, 28 Feb 2000 23:59:59 +0000");
    gives(951782400, 0, "Tue, 29 Feb 2000 00:00:00 +0000");
    gives(4107542400, 0, "Mon, 01 Mar 2100 00:00:00 +0000");
    gives(1795314707, 60, "Sun, 22 Nov 2026 03:31:47 +0100");
    gives(1795314707, -210, "Sat, 21 Nov 2026 23:01:47 -0330");
    gives(86340, 1439, "Fri, 02 Jan 1970 23:58:00 +2359");
    gives(253402300799, 0, "Fri, 31 Dec 9999 23:59:59 +0000");
}

/* Day after day, against a calendar that counts. */
static void every_day(void **state) {
    (void)state;
    static const char *const weekdays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t n = 0;
    for (int year = 1970; year < 2410; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 0; month < 12; month++) {
            for (int day = 1; day <= lengths[month] + (month == 1 && is_leap); day++, n++) {
                char wanted[64];
                char got[SMTP__DATE_LENGTH + 1];
                sprintf(wanted, "%s, %02d %s %d 12:00:00 +0000", weekdays[n % 7], day, months[month], year);
                assert_int_equal(smtp__date_write(n * 86400 + 43200, 0, got), SMTP_OK);
                assert_string_equal(got, wanted);
            }
        }
    }
}

static void out_of_range(void **state) {
    (void)state;
    char date[SMTP__DATE_LENGTH + 1];
    assert_int_equal(smtp__date_write(-1, 0, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(INT64_MIN, -1439, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(INT64_MAX, 1439, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(253402300800, 0, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(253402300799, 1, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(59, -1, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(86400 * 2, 1440, date), SMTP_E_DATE);
    assert_int_equal(smtp__date_write(86400 * 2, -1440, date), SMTP_E_DATE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_dates),
        cmocka_unit_test(every_day),
        cmocka_unit_test(out_of_range),
    };
    return cmocka_run_group_tests_name("mime/date", tests, NULL, NULL);
}
