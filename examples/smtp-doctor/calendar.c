/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "calendar.h"

#include <time.h>

void calendar_format(int64_t seconds, char text[CALENDAR_SIZE]) {
    struct tm parts;
    time_t moment = (time_t)seconds;
    text[0] = '\0';
    if (seconds != 0 && gmtime_r(&moment, &parts) != NULL && parts.tm_year >= -900 && parts.tm_year <= 8099) {
        (void)strftime(text, CALENDAR_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
}
