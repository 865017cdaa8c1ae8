/* SPDX-License-Identifier: MIT */
/* ascii.h - characters, whatever the locale. */
#ifndef SMTP__ASCII_H
#define SMTP__ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

char smtp__ascii_lower(char c);
bool smtp__ascii_is_digit(char c);
bool smtp__ascii_is_alpha(char c);
bool smtp__ascii_is_alnum(char c);

/* NUL to US and DEL. */
bool smtp__ascii_is_control(char c);
bool smtp__ascii_has_control(const char *data, size_t length);

/* The value of a hexadecimal digit, -1 for another character. */
int smtp__ascii_hex(char c);

/*
 * Reads a decimal number that fills the whole text. False if it is empty, has another character, or passes
 * `most`; *value is unchanged then.
 */
bool smtp__ascii_number(const char *data, size_t length, unsigned long long most, unsigned long long *value);

/* Writes just so many digits of a number, with noughts in front. */
void smtp__ascii_digits(char *out, uint32_t number, size_t digits);

#endif
