/* SPDX-License-Identifier: MIT */
#include "xtext.h"

#include "utf8.h"

static const char hexadecimal[] = "0123456789ABCDEF";

/* Where the next octet goes; none is written without a place. */
struct target {
    char *out;
    size_t length;
};

static void put(struct target *target, char c) {
    if (target->out != NULL) {
        target->out[target->length] = c;
    }
    target->length++;
}

static void put_hexadecimal(struct target *target, uint32_t number, int digits) {
    while (digits > 0) {
        put(target, hexadecimal[number >> (4 * --digits) & 15]);
    }
}

/* Neither form may have a blank or "=" in it, nor "+" but for a hexchar. */
static bool is_plain(char c) {
    return c > ' ' && c <= '~' && c != '+' && c != '=';
}

size_t smtp__xtext_write(const char *data, size_t length, char *out) {
    struct target target = {out, 0};
    for (size_t i = 0; i < length; i++) {
        if (is_plain(data[i])) {
            put(&target, data[i]);
        } else {
            put(&target, '+');
            put_hexadecimal(&target, (uint8_t)data[i], 2);
        }
    }
    return target.length;
}

/* EmbeddedUnicodeChar: two digits at least, and no nought in front of more */
static void put_character(struct target *target, uint32_t character) {
    int digits = 2;
    while (character >> (4 * digits) != 0) {
        digits++;
    }
    put(target, '\\');
    put(target, 'x');
    put(target, '{');
    put_hexadecimal(target, character, digits);
    put(target, '}');
}

size_t smtp__utf8_xtext_write(const char *data, size_t length, char *out) {
    struct target target = {out, 0};
    uint32_t character = 0;
    size_t n;
    for (size_t i = 0; i < length && (n = smtp__utf8_next(data + i, length - i, &character)) > 0; i += n) {
        if (is_plain(data[i]) && data[i] != '\\') {
            put(&target, data[i]);
        } else {
            put_character(&target, character);
        }
    }
    return target.length;
}
