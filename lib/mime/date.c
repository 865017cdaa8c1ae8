/* SPDX-License-Identifier: MIT */
#include "date.h"

#include "base/ascii.h"
#include "base/calendar.h"
#include <stdbool.h>
#include <string.h>

enum { OFFSET_MAX = 1439 };

static void write_day(uint32_t days, char *out) {
    static const char weekdays[] = "ThuFriSatSunMonTueWed";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct smtp__date date = smtp__date_of(days);
    memcpy(out, weekdays + days % 7 * 3, 3);
    smtp__ascii_digits(out + 5, date.day, 2);
    memcpy(out + 8, months + (date.month - 1) * 3, 3);
    smtp__ascii_digits(out + 12, date.year, 4);
}

static void write_time(uint32_t seconds, char *out) {
    smtp__ascii_digits(out + 17, seconds / 3600, 2);
    smtp__ascii_digits(out + 20, seconds / 60 % 60, 2);
    smtp__ascii_digits(out + 23, seconds % 60, 2);
}

static bool is_in_range(int64_t seconds) {
    return seconds >= 0 && seconds <= SMTP__SECONDS_MAX;
}

smtp_result smtp__date_write(int64_t utc_seconds, int32_t offset_minutes, char out[SMTP__DATE_LENGTH + 1]) {
    if (!is_in_range(utc_seconds) || offset_minutes < -OFFSET_MAX || offset_minutes > OFFSET_MAX ||
        !is_in_range(utc_seconds + offset_minutes * INT64_C(60))) {
        return SMTP_E_DATE;
    }
    int64_t local = utc_seconds + offset_minutes * INT64_C(60);
    uint32_t minutes = (uint32_t)(offset_minutes < 0 ? -offset_minutes : offset_minutes);
    memcpy(out, "Day, 00 Mon 0000 00:00:00 +0000", SMTP__DATE_LENGTH + 1);
    write_day((uint32_t)(local / SMTP__DAY), out);
    write_time((uint32_t)(local % SMTP__DAY), out);
    out[26] = offset_minutes < 0 ? '-' : '+';
    smtp__ascii_digits(out + 27, minutes / 60, 2);
    smtp__ascii_digits(out + 29, minutes % 60, 2);
    return SMTP_OK;
}
