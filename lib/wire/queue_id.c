/* SPDX-License-Identifier: MIT */
#include "queue_id.h"

#include "base/ascii.h"

static const char blanks[] = " \t\r\n";

static struct smtp__text part(struct smtp__text text, size_t from, size_t to) {
    struct smtp__text between = {text.data + from, to - from};
    return between;
}

static bool is_identifier_character(char c) {
    return c > ' ' && c <= '~' && c != '(' && c != ')' && c != '[' && c != ']';
}

static bool is_mark(char c) {
    return c == '.' || c == ',' || c == ';' || c == ':';
}

/* The identifier at the front, without the marks of a sentence after it. */
static struct smtp__text identifier(struct smtp__text text) {
    size_t n = 0;
    while (n < text.length && is_identifier_character(text.data[n])) {
        n++;
    }
    while (n > 0 && is_mark(text.data[n - 1])) {
        n--;
    }
    return part(text, 0, n);
}

static bool is_hump(char last, char c) {
    return last >= 'a' && last <= 'z' && c >= 'A' && c <= 'Z';
}

/* What could be a word of a sentence, a status code ("2.6.0") or an address in angle brackets is no identifier. */
static bool looks_random(struct smtp__text word) {
    bool is_known = smtp__text_begins(word, "2.") || smtp__text_begins(word, "<");
    char last = ' ';
    for (size_t i = 0; i < word.length && !is_known; i++) {
        if (smtp__ascii_is_digit(word.data[i]) || is_hump(last, word.data[i])) {
            return true;
        }
        last = word.data[i];
    }
    return false;
}

static struct smtp__text none(struct smtp__text text) {
    return part(text, 0, 0);
}

static struct smtp__text behind(struct smtp__text text, const char *marker) {
    struct smtp__text words = smtp__text_from(marker, SMTP_Z);
    size_t at = smtp__text_find(text, words);
    return at == text.length ? none(text) : part(text, at + words.length, text.length);
}

static struct smtp__text after(struct smtp__text text, const char *marker) {
    return identifier(behind(text, marker));
}

/* "queued on HOST ID", "queued on HOST as ID" */
static struct smtp__text after_host(struct smtp__text text, const char *marker) {
    struct smtp__text rest = behind(text, marker);
    struct smtp__text word;
    (void)smtp__text_word(&rest, blanks, &word);
    bool is_one = smtp__text_word(&rest, blanks, &word);
    if (is_one && smtp__text_is(word, "as")) {
        is_one = smtp__text_word(&rest, blanks, &word);
    }
    return is_one ? identifier(word) : none(text);
}

/* "(ID)", with nothing else in it */
static struct smtp__text enclosed(struct smtp__text text, const char *marker) {
    struct smtp__text rest = behind(text, marker);
    struct smtp__text word = identifier(rest);
    bool is_closed = word.length < rest.length && rest.data[word.length] == ')';
    return is_closed && looks_random(word) ? word : none(text);
}

static struct smtp__text word_before(struct smtp__text text, const char *marker) {
    size_t end = smtp__text_find(text, smtp__text_from(marker, SMTP_Z));
    size_t start = end;
    if (end == text.length) {
        return none(text);
    }
    while (start > 0 && is_identifier_character(text.data[start - 1])) {
        start--;
    }
    return part(text, start, end);
}

static struct smtp__text before(struct smtp__text text, const char *marker) {
    struct smtp__text word = word_before(text, marker);
    return looks_random(word) ? word : none(text);
}

static struct smtp__text message_id_before(struct smtp__text text, const char *marker) {
    struct smtp__text word = word_before(text, marker);
    bool is_one = word.length > 2 && word.data[0] == '<' && word.data[word.length - 1] == '>';
    return is_one ? word : none(text);
}

/* "Ok ID", "Ok. ID" and nothing else */
static struct smtp__text alone(struct smtp__text text, const char *marker) {
    struct smtp__text word;
    struct smtp__text surplus;
    (void)smtp__text_word(&text, blanks, &word);
    if (!smtp__text_is(identifier(word), marker)) { /* an enhanced status code */
        (void)smtp__text_word(&text, blanks, &word);
    }
    bool is_ok = smtp__text_is(identifier(word), marker) && smtp__text_word(&text, blanks, &word);
    bool is_alone = !smtp__text_word(&text, blanks, &surplus);
    return is_ok && is_alone && looks_random(word) ? identifier(word) : none(text);
}

struct form {
    struct smtp__text (*find)(struct smtp__text text, const char *marker);
    const char *marker;
};

static const struct form table[] = {
    {after, "queued as "},                            /* Postfix, Haraka, most services, NetEase */
    {after, "queued with id "},                       /* Stalwart */
    {after_host, "queued on "},                       /* Yandex */
    {enclosed, "Message queued ("},                   /* Haraka */
    {after, " id="},                                  /* Exim, GMX, IONOS, SMTP2GO */
    {after, " ids="},                                 /* KumoMTA */
    {after, "[InternalId="},                          /* Exchange */
    {message_id_before, " [Hostname="},               /* Exchange Online */
    {message_id_before, " Queued mail for delivery"}, /* IIS */
    {before, " Message accepted for delivery"},       /* Sendmail, OpenSMTPD */
    {before, " mail accepted for delivery"},          /* Cloudmark */
    {before, " - gsmtp"},                             /* Gmail */
    {before, " Saved"},                               /* Dovecot, LMTP */
    {after, "SESSIONID="},                            /* Cyrus, LMTP */
    {after, "envelope id "},                          /* Apple, Oracle */
    {after, " qp "},                                  /* qmail */
    {alone, "Ok"},                                    /* SES, SparkPost, Courier */
};

struct smtp__text smtp__queue_id(struct smtp__text reply) {
    struct smtp__text found = none(reply);
    for (size_t i = 0; i < sizeof table / sizeof table[0] && found.length == 0; i++) {
        found = table[i].find(reply, table[i].marker);
    }
    return found;
}
