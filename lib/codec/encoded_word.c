/* SPDX-License-Identifier: MIT */
#include "encoded_word.h"

#include "base/ascii.h"
#include "base64.h"
#include "utf8.h"
#include <string.h>

enum { HEAD = 10, TAIL = 2, FRAME = HEAD + TAIL };

static const char hex[] = "0123456789ABCDEF";

/* RFC 2047 s5 (3): what may stand unencoded everywhere. */
static bool is_plain(char c) {
    return smtp__ascii_is_alnum(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
}

/* The octets that one octet becomes in the Q encoding; a blank is "_" (RFC 2047 s4.2). */
static size_t q_width(char c) {
    return is_plain(c) || c == ' ' ? 1 : 3;
}

static size_t q_width_of(const char *data, size_t length) {
    size_t width = 0;
    for (size_t i = 0; i < length; i++) {
        width += q_width(data[i]);
    }
    return width;
}

char smtp__encoded_word_form(const char *data, size_t length) {
    uint64_t q = 0;
    for (size_t i = 0; i < length; i++) {
        q += q_width(data[i]);
    }
    return q <= smtp__base64_size(length, 0) ? 'Q' : 'B';
}

/* How many octets of whole characters fit into so much room. Where more words follow, one of B ends at a multiple of
   three octets if it can: some readers lose what comes after its padding (GMime before 3.2.14). */
static size_t fitting(char form, const char *data, size_t length, size_t room) {
    size_t at = 0;
    size_t unpadded = 0;
    size_t width = 0;
    while (at < length) {
        size_t n = smtp__utf8_next(data + at, length - at, NULL);
        width += form == 'Q' ? q_width_of(data + at, n) : n;
        size_t most = form == 'Q' ? room : room / 4 * 3;
        if (n == 0 || width > most) {
            break;
        }
        at += n;
        unpadded = at % 3 == 0 ? at : unpadded;
    }
    return form == 'B' && at < length && unpadded > at / 2 ? unpadded : at;
}

static size_t write_q(const char *data, size_t length, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (q_width(data[i]) == 1) {
            out[n++] = data[i] == ' ' ? '_' : data[i];
            continue;
        }
        out[n++] = '=';
        out[n++] = hex[(uint8_t)data[i] >> 4];
        out[n++] = hex[(uint8_t)data[i] & 15];
    }
    return n;
}

static size_t write_b(const char *data, size_t length, char *out, size_t room) {
    struct smtp__base64 codec;
    struct smtp__input in = {(const uint8_t *)data, length, true};
    struct smtp__output to = {(uint8_t *)out, room};
    smtp__base64_init(&codec, 0);
    (void)smtp__base64_step(&codec, &in, &to);
    return room - to.length;
}

size_t smtp__encoded_word_write(char form, const char *data, size_t length, char *out, size_t room, size_t *used) {
    size_t inside = (room < SMTP__ENCODED_WORD_MAX ? room : SMTP__ENCODED_WORD_MAX) - FRAME;
    size_t taken = fitting(form, data, length, inside);
    memcpy(out, "=?utf-8?", HEAD - 2);
    out[HEAD - 2] = form;
    out[HEAD - 1] = '?';
    size_t n = HEAD;
    n += form == 'Q' ? write_q(data, taken, out + n) : write_b(data, taken, out + n, inside);
    memcpy(out + n, "?=", TAIL);
    *used = taken;
    return n + TAIL;
}
