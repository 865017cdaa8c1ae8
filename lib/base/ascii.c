/* SPDX-License-Identifier: MIT */
#include "ascii.h"

char smtp__ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool smtp__ascii_is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool smtp__ascii_is_alpha(char c) {
    char lower = smtp__ascii_lower(c);
    return lower >= 'a' && lower <= 'z';
}

bool smtp__ascii_is_alnum(char c) {
    return smtp__ascii_is_digit(c) || smtp__ascii_is_alpha(c);
}

bool smtp__ascii_is_control(char c) {
    unsigned char u = (unsigned char)c;
    return u < 0x20 || u == 0x7f;
}

bool smtp__ascii_has_control(const char *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (smtp__ascii_is_control(data[i])) {
            return true;
        }
    }
    return false;
}

int smtp__ascii_hex(char c) {
    if (smtp__ascii_is_digit(c)) {
        return c - '0';
    }
    char lower = smtp__ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool smtp__ascii_number(const char *data, size_t length, unsigned long long most, unsigned long long *value) {
    unsigned long long sum = 0;
    if (length == 0) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!smtp__ascii_is_digit(data[i])) {
            return false;
        }
        unsigned digit = (unsigned)(data[i] - '0');
        if (sum > (most - digit) / 10 || digit > most) {
            return false;
        }
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

void smtp__ascii_digits(char *out, uint32_t number, size_t digits) {
    while (digits > 0) {
        out[--digits] = (char)('0' + number % 10);
        number /= 10;
    }
}
