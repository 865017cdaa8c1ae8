/* SPDX-License-Identifier: MIT */
/*
 * hide.c - a server may repeat what it was sent, in the reply to AUTH or later: the secret, or a line of base64 that
 * carries it. Where such a thing stands in a reply it is overwritten with asterisks, before anybody sees it.
 */
#include "session.h"

#include "base/ascii.h"
#include "codec/base64.h"
#include <string.h>

/* Fewer octets, or characters of base64, are found in any text. */
enum { SECRET_LEAST = 4, BASE64_LEAST = 8, LONG_SECRET = 16 };

/* What a mechanism sends, in parts: PLAIN (RFC 4616 s2) all four, LOGIN the last. */
enum { PARTS = 4 };

struct carrier {
    struct smtp__text parts[PARTS];
};

static size_t length_of(const struct carrier *carrier) {
    size_t length = 0;
    for (int i = 0; i < PARTS; i++) {
        length += carrier->parts[i].length;
    }
    return length;
}

static unsigned octet_at(const struct carrier *carrier, size_t index) {
    for (int i = 0; i < PARTS; i++) {
        if (index < carrier->parts[i].length) {
            return (unsigned char)carrier->parts[i].data[index];
        }
        index -= carrier->parts[i].length;
    }
    return 0;
}

/* The character at this place of the carrier in base64, without padding (RFC 4648 s4). */
static char base64_at(const struct carrier *carrier, size_t index) {
    size_t group = index / 4 * 3;
    unsigned bits = octet_at(carrier, group) << 16 | octet_at(carrier, group + 1) << 8 | octet_at(carrier, group + 2);
    return smtp__base64_digit(bits >> (18 - 6 * (index % 4)));
}

/* How many characters from here on are the carrier's own, from its first one. */
static size_t match_base64(const struct carrier *carrier, const uint8_t *text, size_t length) {
    size_t whole = (length_of(carrier) * 4 + 2) / 3;
    size_t n = 0;
    while (n < length && n < whole && (char)text[n] == base64_at(carrier, n)) {
        n++;
    }
    return n == whole || n >= BASE64_LEAST ? n : 0;
}

static bool is_base64(char c) {
    return smtp__ascii_is_alnum(c) || c == '+' || c == '/' || c == '=';
}

/* The longer of two matches in base64, and what of the line follows it. */
static size_t longer(size_t n, const struct carrier *carrier, const uint8_t *text, size_t length) {
    size_t found = match_base64(carrier, text, length);
    while (found > 0 && found < length && is_base64((char)text[found])) {
        found++;
    }
    return found > n ? found : n;
}

/* A secret counts whole; at the end of a line that was cut, what is left of it, too. */
static size_t match_secret(struct smtp__text secret, const uint8_t *text, size_t length, bool is_cut) {
    size_t n = 0;
    while (n < length && n < secret.length && text[n] == (uint8_t)secret.data[n]) {
        n++;
    }
    return n == secret.length || (n == length && is_cut) ? n : 0;
}

static size_t match(const struct smtp_session *session, const uint8_t *text, size_t length, bool is_cut) {
    struct smtp__text user = session->credentials.user;
    struct smtp__text secret = session->credentials.secret;
    struct smtp__text none = {"", 0};
    struct smtp__text nul = {"", 1};
    struct carrier plain = {{nul, user, nul, secret}};
    size_t n = longer(match_secret(secret, text, length, is_cut), &plain, text, length);
    /* Whatever a mechanism puts before it, its base64 goes on as that of the secret from one of three octets on. */
    size_t offsets = secret.length >= LONG_SECRET ? 3 : 1;
    for (size_t i = 0; i < offsets; i++) {
        struct carrier part = {{none, none, none, {secret.data + i, secret.length - i}}};
        n = longer(n, &part, text, length);
    }
    return n;
}

void smtp__credentials_hide(struct smtp_session *session, size_t from) {
    struct smtp__reply *reply = &session->reply;
    if (session->credentials.user.data == NULL || session->credentials.secret.length < SECRET_LEAST) {
        return;
    }
    size_t end = reply->text.length > reply->line_at ? reply->text.length : reply->line_at - 1; /* without its NUL */
    size_t at = from;
    while (at < end) {
        uint8_t *text = reply->text.data + at;
        size_t n = match(session, text, end - at, reply->line_is_cut || reply->is_cut);
        memset(text, '*', n);
        at += n > 0 ? n : 1;
    }
}
