/* SPDX-License-Identifier: MIT */
#include "timestamp.h"

#include "base/ascii.h"
#include "base/calendar.h"
#include <string.h>

/* RFC 3339 s5.6 */
static const char form[] = "0000-00-00T00:00:00Z";
enum { WITHOUT_Z = SMTP__TIMESTAMP_LENGTH - 1 };

/* The numbers in it: year, month, day, hour, minute, second. */
enum { NUMBERS = 6 };
static const struct {
    uint8_t at;
    uint8_t digits;
    uint16_t least;
    uint16_t most;
} numbers[NUMBERS] = {
    {0, 4, 1970, 9999}, {5, 2, 1, 12},  {8, 2, 1, 31},
    {11, 2, 0, 23},     {14, 2, 0, 59}, {17, 2, 0, 60}, /* a leap second */
};

void smtp__timestamp_write(int64_t seconds, char out[SMTP__TIMESTAMP_LENGTH + 1]) {
    struct smtp__date date = smtp__date_of((uint32_t)(seconds / SMTP__DAY));
    uint32_t in_day = (uint32_t)(seconds % SMTP__DAY);
    const uint32_t values[NUMBERS] = {date.year, date.month, date.day, in_day / 3600, in_day / 60 % 60, in_day % 60};
    memcpy(out, form, sizeof form);
    for (size_t i = 0; i < NUMBERS; i++) {
        smtp__ascii_digits(out + numbers[i].at, values[i], numbers[i].digits);
    }
}

/* Digits where the form has noughts, and its other characters in any case; then "Z", or a fraction and "Z". */
static bool has_form(struct smtp__text text) {
    if (text.length <= WITHOUT_Z) {
        return false;
    }
    for (size_t i = 0; i < WITHOUT_Z; i++) {
        char c = smtp__ascii_lower(text.data[i]);
        if (form[i] == '0' ? !smtp__ascii_is_digit(c) : c != smtp__ascii_lower(form[i])) {
            return false;
        }
    }
    smtp__text_skip(&text, WITHOUT_Z);
    if (text.length > 2 && text.data[0] == '.') {
        do {
            smtp__text_skip(&text, 1);
        } while (text.length > 0 && smtp__ascii_is_digit(text.data[0]));
    }
    return smtp__text_is(text, "Z");
}

bool smtp__timestamp_read(struct smtp__text text, int64_t *seconds) {
    uint32_t values[NUMBERS];
    if (!has_form(text)) {
        return false;
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        unsigned long long value;
        if (!smtp__ascii_number(text.data + numbers[i].at, numbers[i].digits, numbers[i].most, &value) ||
            value < numbers[i].least) {
            return false;
        }
        values[i] = (uint32_t)value;
    }
    struct smtp__date date = {values[0], values[1], values[2]};
    *seconds = smtp__days_to(&date) * (int64_t)SMTP__DAY + values[3] * 3600 + values[4] * 60 + values[5];
    return true;
}
