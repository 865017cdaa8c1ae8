/* SPDX-License-Identifier: MIT */
#include "date.h"

#include <stdbool.h>
#include <string.h>

#define SECONDS_MAX INT64_C(253402300799) /* 9999-12-31 23:59:59 */

enum { DAY = 86400, OFFSET_MAX = 1439, YEAR = 365, YEARS_4 = 1461, YEARS_100 = 36524, YEARS_400 = 146097 };

struct civil {
    uint32_t year, month, day; /* month 0 is March */
};

/* Days since 1970-01-01 to a date. The year is taken to begin in March, so that the leap day is its last. */
static struct civil civil_of(uint32_t days) {
    days += 719468; /* from 0000-03-01 */
    uint32_t era = days / YEARS_400;
    uint32_t in_era = days % YEARS_400;
    uint32_t year = (in_era - in_era / (YEARS_4 - 1) + in_era / YEARS_100 - in_era / (YEARS_400 - 1)) / YEAR;
    uint32_t in_year = in_era - (YEAR * year + year / 4 - year / 100);
    uint32_t month = (5 * in_year + 2) / 153;
    struct civil civil = {era * 400 + year + (month >= 10), month, in_year - (153 * month + 2) / 5 + 1};
    return civil;
}

static void put_number(char *out, uint32_t number, size_t digits) {
    while (digits > 0) {
        out[--digits] = (char)('0' + number % 10);
        number /= 10;
    }
}

static void write_day(uint32_t days, char *out) {
    static const char weekdays[] = "ThuFriSatSunMonTueWed";
    static const char months[] = "MarAprMayJunJulAugSepOctNovDecJanFeb";
    struct civil civil = civil_of(days);
    memcpy(out, weekdays + days % 7 * 3, 3);
    put_number(out + 5, civil.day, 2);
    memcpy(out + 8, months + civil.month * 3, 3);
    put_number(out + 12, civil.year, 4);
}

static void write_time(uint32_t seconds, char *out) {
    put_number(out + 17, seconds / 3600, 2);
    put_number(out + 20, seconds / 60 % 60, 2);
    put_number(out + 23, seconds % 60, 2);
}

static bool is_in_range(int64_t seconds) {
    return seconds >= 0 && seconds <= SECONDS_MAX;
}

smtp_result smtp__date_write(int64_t utc_seconds, int32_t offset_minutes, char out[SMTP__DATE_LENGTH + 1]) {
    if (!is_in_range(utc_seconds) || offset_minutes < -OFFSET_MAX || offset_minutes > OFFSET_MAX ||
        !is_in_range(utc_seconds + offset_minutes * INT64_C(60))) {
        return SMTP_E_DATE;
    }
    int64_t local = utc_seconds + offset_minutes * INT64_C(60);
    uint32_t minutes = (uint32_t)(offset_minutes < 0 ? -offset_minutes : offset_minutes);
    memcpy(out, "Day, 00 Mon 0000 00:00:00 +0000", SMTP__DATE_LENGTH + 1);
    write_day((uint32_t)(local / DAY), out);
    write_time((uint32_t)(local % DAY), out);
    out[26] = offset_minutes < 0 ? '-' : '+';
    put_number(out + 27, minutes / 60, 2);
    put_number(out + 29, minutes % 60, 2);
    return SMTP_OK;
}
