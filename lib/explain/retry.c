/* SPDX-License-Identifier: MIT */
/* retry.c - when another try makes sense. */
#include <smtp/explain.h>

#include "delay.h"

enum { ANY = -1, AT_ONCE = 60, SOON = 300, LOGIN = 600, USUAL = 1800, RARELY = 7200 };

/*
 * USUAL: at least 30 minutes between two tries; RARELY: one in two or three hours (both RFC 5321 s4.5.4.1).
 * SOON: what greylists ask for by default, and how soon mail servers come again at first.
 */
struct reply {
    const char *words; /* "": any */
    int16_t code;
    int16_t subject; /* of the enhanced code */
    int16_t detail;
    int32_t seconds;
};

/* The first row that fits a reply of 4yz. */
static const struct reply replies[] = {
    {"greylist", ANY, ANY, ANY, SOON},
    {"graylist", ANY, ANY, ANY, SOON},
    {"", 450, 7, 1, SOON}, /* greylisted without a word of it */
    {"", 451, 7, 1, SOON},
    {"", 432, ANY, ANY, AT_ONCE}, /* Exchange: too many connections, or too many mails in a minute */
    {"", ANY, 5, 3, AT_ONCE},     /* too many recipients: the others in another mail (RFC 5321 s4.5.3.1.10) */
    {"", 454, 7, 0, LOGIN},       /* Gmail: too many logins */
    {"", ANY, 2, 2, RARELY},      /* the mailbox is full */
    {"", ANY, 7, 28, USUAL},      /* too much mail of one kind */
    {"", 421, ANY, ANY, SOON},    /* the server restarts, or has too many connections (RFC 5321 s3.8) */
    {"", ANY, ANY, ANY, USUAL},
};

/* Without a reply that says so, what may pass by itself. */
static const struct {
    smtp_result result;
    int32_t seconds;
} failures[] = {
    {SMTP_E_RESOLVE_TRANSIENT, AT_ONCE},
    {SMTP_E_END_OF_STREAM, AT_ONCE},
    {SMTP_E_CONNECTION_LOST, AT_ONCE},
    {SMTP_E_TLS_RECORD, AT_ONCE},
    {SMTP_E_CONNECT, SOON},
    {SMTP_E_TIMEOUT, SOON},
    {SMTP_E_DEADLINE, SOON},
};

static bool fits(const struct reply *row, int32_t code, int32_t enhanced, struct smtp__text text) {
    struct smtp__text words = smtp__text_from(row->words, SMTP_Z);
    bool has_code = row->code == ANY || row->code == code;
    bool has_enhanced = row->subject == ANY || enhanced % 1000000 == row->subject * 1000 + row->detail;
    return has_code && has_enhanced && (words.length == 0 || smtp__text_find(text, words) < text.length);
}

static int32_t by_reply(int32_t code, int32_t enhanced, struct smtp__text text) {
    size_t row = 0;
    while (!fits(&replies[row], code, enhanced, text)) { /* the last one fits anything */
        row++;
    }
    return replies[row].seconds;
}

static int32_t by_result(smtp_result result) {
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (failures[i].result == result) {
            return failures[i].seconds;
        }
    }
    return -1;
}

/* A refusal for now; the result is not known, or is about STARTTLS, which is refused for good as well. */
static bool is_deferred(smtp_result result, int32_t code) {
    bool is_open = result == SMTP_OK || result == SMTP_E_TLS_REFUSED;
    return smtp_result_class(result) == SMTP_CLASS_TRANSIENT || (is_open && code / 100 == 4);
}

int32_t smtp_retry_after_s(smtp_result result, int32_t code, int32_t enhanced, const char *text, size_t length) {
    struct smtp__text words = smtp__text_from(text, length);
    if (!is_deferred(result, code)) {
        return by_result(result);
    }
    int32_t named = smtp__delay(words);
    return named > 0 ? named : by_reply(code, enhanced, words);
}
