/* SPDX-License-Identifier: MIT */
/* calendar.h - days and dates, in the years to 9999. */
#ifndef SMTP__CALENDAR_H
#define SMTP__CALENDAR_H

#include <stdint.h>

#define SMTP__SECONDS_MAX INT64_C(253402300799) /* 9999-12-31 23:59:59 */

enum { SMTP__DAY = 86400 }; /* seconds */

struct smtp__date {
    uint32_t year;
    uint32_t month; /* 1 is January */
    uint32_t day;   /* of the month, from 1 */
};

/* The date so many days after 1970-01-01, and back: of a year before 1970 it is none. */
struct smtp__date smtp__date_of(uint32_t days);
uint32_t smtp__days_to(const struct smtp__date *date);

#endif
