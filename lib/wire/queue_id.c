/* SPDX-License-Identifier: MIT */
#include "queue_id.h"

#include "base/ascii.h"
#include <string.h>

static const char blanks[] = " \t\r\n";

static struct smtp__text part(struct smtp__text text, size_t from, size_t to) {
    struct smtp__text between = {text.data + from, to - from};
    return between;
}

static bool is_identifier_character(char c) {
    return c > ' ' && c <= '~' && c != ',' && c != ';' && c != '(' && c != ')' && c != '[' && c != ']';
}

/* The identifier at the front, without a full stop after it. */
static struct smtp__text identifier(struct smtp__text text) {
    size_t n = 0;
    while (n < text.length && is_identifier_character(text.data[n])) {
        n++;
    }
    while (n > 0 && text.data[n - 1] == '.') {
        n--;
    }
    return part(text, 0, n);
}

/* What could be a word of a sentence or a status code ("2.6.0") is no identifier. */
static bool looks_random(struct smtp__text word) {
    bool is_status = word.length > 1 && word.data[0] == '2' && word.data[1] == '.';
    for (size_t i = 0; i < word.length && !is_status; i++) {
        if (smtp__ascii_is_digit(word.data[i])) {
            return true;
        }
    }
    return false;
}

static struct smtp__text none(struct smtp__text text) {
    return part(text, 0, 0);
}

static struct smtp__text after(struct smtp__text text, const char *marker) {
    size_t at = smtp__text_find(text, marker);
    return at == text.length ? none(text) : identifier(part(text, at + strlen(marker), text.length));
}

static struct smtp__text before(struct smtp__text text, const char *marker) {
    size_t end = smtp__text_find(text, marker);
    size_t start = end;
    if (end == text.length) {
        return none(text);
    }
    while (start > 0 && is_identifier_character(text.data[start - 1])) {
        start--;
    }
    struct smtp__text word = part(text, start, end);
    return looks_random(word) ? word : none(text);
}

/* "Ok ID" and nothing else */
static struct smtp__text alone(struct smtp__text text, const char *marker) {
    struct smtp__text word;
    struct smtp__text surplus;
    (void)smtp__text_word(&text, blanks, &word);
    if (!smtp__text_is(word, marker)) { /* an enhanced status code */
        (void)smtp__text_word(&text, blanks, &word);
    }
    bool is_ok = smtp__text_is(word, marker) && smtp__text_word(&text, blanks, &word);
    bool is_alone = !smtp__text_word(&text, blanks, &surplus);
    return is_ok && is_alone && looks_random(word) ? identifier(word) : none(text);
}

struct form {
    struct smtp__text (*find)(struct smtp__text text, const char *marker);
    const char *marker;
};

static const struct form table[] = {
    {after, "queued as "},                      /* Postfix, Haraka */
    {after, " id="},                            /* Exim */
    {after, "[InternalId="},                    /* Exchange */
    {before, " Message accepted for delivery"}, /* Sendmail, OpenSMTPD */
    {before, " - gsmtp"},                       /* Gmail */
    {alone, "Ok"},                              /* SES */
};

struct smtp__text smtp__queue_id(struct smtp__text reply) {
    struct smtp__text found = none(reply);
    for (size_t i = 0; i < sizeof table / sizeof table[0] && found.length == 0; i++) {
        found = table[i].find(reply, table[i].marker);
    }
    return found;
}
