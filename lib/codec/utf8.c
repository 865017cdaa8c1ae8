/* SPDX-License-Identifier: MIT */
#include "utf8.h"

#include "step.h"

/* RFC 3629 s4: what may stand after which first octet. The second octet's range keeps out overlong forms,
   surrogates and what lies above U+10FFFF; all later octets are 80..BF. */
static const struct lead {
    uint8_t first, last; /* first octets */
    uint8_t length;
    uint8_t low, high; /* second octet */
} leads[] = {
    {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf}, {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f},
    {0xee, 0xef, 3, 0x80, 0xbf}, {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

static const struct lead *find_lead(uint8_t octet) {
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        if (octet >= leads[i].first && octet <= leads[i].last) {
            return &leads[i];
        }
    }
    return NULL;
}

static bool is_tail(const uint8_t *data, const struct lead *lead) {
    if (data[1] < lead->low || data[1] > lead->high) {
        return false;
    }
    for (size_t i = 2; i < lead->length; i++) {
        if ((data[i] & 0xc0) != 0x80) {
            return false;
        }
    }
    return true;
}

static uint32_t value_of(const uint8_t *data, size_t length) {
    uint32_t value = data[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        value = value << 6 | (data[i] & 0x3fu);
    }
    return value;
}

/* A character above 127. */
static size_t next_long(const uint8_t *data, size_t length, uint32_t *character) {
    const struct lead *lead = find_lead(data[0]);
    if (lead == NULL || length < lead->length || !is_tail(data, lead)) {
        return 0;
    }
    *character = value_of(data, lead->length);
    return lead->length;
}

size_t smtp__utf8_next(const char *data, size_t length, uint32_t *character) {
    if (length == 0) {
        return 0;
    }
    const uint8_t *octets = (const uint8_t *)data;
    uint32_t value = octets[0];
    size_t n = octets[0] < 0x80 ? 1 : next_long(octets, length, &value);
    if (n > 0 && character != NULL) {
        *character = value;
    }
    return n;
}

/* How many words at the front are ASCII, in octets. */
static size_t skip_ascii_words(const char *data, size_t length) {
    size_t n = 0;
    while (length - n >= SMTP__WORD && (smtp__word_load(data + n) & SMTP__WORD_HIGH) == 0) {
        n += SMTP__WORD;
    }
    return n;
}

bool smtp__utf8_is_valid(const char *data, size_t length) {
    size_t at = 0;
    while (at < length) {
        at += skip_ascii_words(data + at, length - at);
        if (at < length) {
            size_t n = smtp__utf8_next(data + at, length - at, NULL);
            if (n == 0) {
                return false;
            }
            at += n;
        }
    }
    return true;
}

/* C0, DEL, C1, and the line and paragraph separators */
static bool is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character <= 0x9f) || character == 0x2028 || character == 0x2029;
}

smtp_result smtp__utf8_check(const char *data, size_t length) {
    size_t n;
    for (size_t at = 0; at < length; at += n) {
        uint32_t character;
        n = smtp__utf8_next(data + at, length - at, &character);
        if (n == 0) {
            return SMTP_E_UTF8;
        }
        if (is_control(character)) {
            return SMTP_E_CONTROL_CHARACTER;
        }
    }
    return SMTP_OK;
}

bool smtp__utf8_is_ascii(const char *data, size_t length) {
    size_t at = skip_ascii_words(data, length);
    while (at < length && (uint8_t)data[at] < 0x80) {
        at++;
    }
    return at == length;
}
