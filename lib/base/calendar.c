/* SPDX-License-Identifier: MIT */
#include "calendar.h"

/* The year is taken to begin in March, so that the leap day is its last: days since 0000-03-01. */
enum { BEFORE_1970 = 719468, YEAR = 365, YEARS_4 = 1461, YEARS_100 = 36524, YEARS_400 = 146097 };

struct smtp__date smtp__date_of(uint32_t days) {
    days += BEFORE_1970;
    uint32_t era = days / YEARS_400;
    uint32_t in_era = days % YEARS_400;
    uint32_t year = (in_era - in_era / (YEARS_4 - 1) + in_era / YEARS_100 - in_era / (YEARS_400 - 1)) / YEAR;
    uint32_t in_year = in_era - (YEAR * year + year / 4 - year / 100);
    uint32_t month = (5 * in_year + 2) / 153; /* 0 is March */
    struct smtp__date date = {era * 400 + year + (month >= 10), month >= 10 ? month - 9 : month + 3,
                              in_year - (153 * month + 2) / 5 + 1};
    return date;
}

uint32_t smtp__days_to(const struct smtp__date *date) {
    uint32_t month = date->month <= 2 ? date->month + 9 : date->month - 3;
    uint32_t year = date->year - (month >= 10);
    uint32_t in_era = year % 400;
    uint32_t in_year = (153 * month + 2) / 5 + date->day - 1;
    return year / 400 * YEARS_400 + in_era * YEAR + in_era / 4 - in_era / 100 + in_year - BEFORE_1970;
}
