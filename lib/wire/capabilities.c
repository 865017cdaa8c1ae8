/* SPDX-License-Identifier: MIT */
#include "capabilities.h"

#include "base/ascii.h"
#include "codec/timestamp.h"
#include <smtp/extension.h>
#include <smtp/mechanism.h>
#include <string.h>

/* "=" too: "AUTH=LOGIN" of servers older than RFC 2554 */
static const char separators[] = " \t=";
static const char blanks[] = " \t";

/* Digits at most: RFC 1870 s4, RFC 9422 s4, and seconds in RFC 2852 s2 and RFC 4865 s3 */
enum { SIZE_DIGITS = 20, LIMIT_DIGITS = 6, SECONDS_DIGITS = 9 };

struct keyword {
    const char *name;
    uint32_t extension;
    void (*read)(struct smtp_capabilities *capabilities, struct smtp__text parameters); /* NULL: none matter */
};

/* 0 for nothing and for what is no number, or too long a one: then none was declared. */
static uint64_t read_number(struct smtp__text text, size_t digits) {
    unsigned long long number = 0;
    if (text.length <= digits) {
        (void)smtp__ascii_number(text.data, text.length, UINT64_MAX, &number);
    }
    return number;
}

static void read_size(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text number;
    (void)smtp__text_word(&parameters, separators, &number);
    capabilities->size_limit = read_number(number, SIZE_DIGITS);
}

/* min-by-time *("," extension-token): the time may be left out */
static void read_deliver_by(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text time;
    (void)smtp__text_word(&parameters, blanks, &time);
    const char *comma = time.length == 0 ? NULL : memchr(time.data, ',', time.length);
    time.length = comma == NULL ? time.length : (size_t)(comma - time.data);
    capabilities->deliver_by_least_s = (uint32_t)read_number(time, SECONDS_DIGITS);
}

/* RFC 4865 s3: how long, and until when */
static void read_hold(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text word;
    (void)smtp__text_word(&parameters, blanks, &word);
    capabilities->hold_most_s = (uint32_t)read_number(word, SECONDS_DIGITS);
    capabilities->hold_until_most = 0;
    (void)smtp__text_word(&parameters, blanks, &word);
    (void)smtp__timestamp_read(word, &capabilities->hold_until_most);
}

/* One "NAME=value" of LIMITS; of several values the least counts, and unknown names are passed over (RFC 9422 s3). */
static void read_limit(struct smtp_capabilities *capabilities, struct smtp__text limit) {
    static const char *const names[SMTP__LIMITS] = {
        [SMTP_LIMIT_RCPTMAX] = "RCPTMAX=",
        [SMTP_LIMIT_MAILMAX] = "MAILMAX=",
        [SMTP_LIMIT_RCPTDOMAINMAX] = "RCPTDOMAINMAX=",
    };
    for (size_t i = 0; i < SMTP__LIMITS; i++) {
        if (smtp__text_begins(limit, names[i])) {
            struct smtp__text value = limit;
            smtp__text_skip(&value, strlen(names[i]));
            uint32_t most = (uint32_t)read_number(value, LIMIT_DIGITS);
            uint32_t before = capabilities->limits[i];
            capabilities->limits[i] = most == 0 || (before > 0 && before < most) ? before : most;
        }
    }
}

static void read_limits(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text limit;
    while (smtp__text_word(&parameters, blanks, &limit)) {
        read_limit(capabilities, limit);
    }
}

static void read_mechanisms(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text name;
    while (smtp__text_word(&parameters, separators, &name)) {
        capabilities->mechanisms |= smtp_mechanism_by_name(name.data, name.length);
    }
}

/* The first row of an extension has its name. */
static const struct keyword table[] = {
    {"PIPELINING", SMTP_EXT_PIPELINING, NULL},
    {"SIZE", SMTP_EXT_SIZE, read_size},
    {"8BITMIME", SMTP_EXT_8BITMIME, NULL},
    {"SMTPUTF8", SMTP_EXT_SMTPUTF8, NULL},
    {"STARTTLS", SMTP_EXT_STARTTLS, NULL},
    {"AUTH", SMTP_EXT_AUTH, read_mechanisms},
    {"X-EXPS", SMTP_EXT_AUTH, read_mechanisms},
    {"ENHANCEDSTATUSCODES", SMTP_EXT_ENHANCEDSTATUSCODES, NULL},
    {"CHUNKING", SMTP_EXT_CHUNKING, NULL},
    {"BINARYMIME", SMTP_EXT_BINARYMIME, NULL},
    {"DSN", SMTP_EXT_DSN, NULL},
    {"DELIVERBY", SMTP_EXT_DELIVERBY, read_deliver_by},
    {"FUTURERELEASE", SMTP_EXT_FUTURERELEASE, read_hold},
    {"MT-PRIORITY", SMTP_EXT_MT_PRIORITY, NULL},
    {"REQUIRETLS", SMTP_EXT_REQUIRETLS, NULL},
    {"LIMITS", SMTP_EXT_LIMITS, read_limits},
    {"VRFY", SMTP_EXT_VRFY, NULL},
    {"EXPN", SMTP_EXT_EXPN, NULL},
    {"HELP", SMTP_EXT_HELP, NULL},
    {"ETRN", SMTP_EXT_ETRN, NULL},
};
enum { KEYWORDS = sizeof table / sizeof table[0] };

uint32_t smtp_extensions(void) {
    uint32_t extensions = 0;
    for (size_t i = 0; i < KEYWORDS; i++) {
        extensions |= table[i].extension;
    }
    return extensions;
}

const char *smtp_extension_name(uint32_t extension) {
    for (size_t i = 0; i < KEYWORDS; i++) {
        if (table[i].extension == extension) {
            return table[i].name;
        }
    }
    return NULL;
}

void smtp__capabilities_clear(struct smtp_capabilities *capabilities) {
    uint32_t withheld = capabilities->withheld;
    memset(capabilities, 0, sizeof *capabilities);
    capabilities->withheld = withheld;
}

/* The row of the line's keyword, which is taken off it; NULL: of no interest. */
static const struct keyword *find(struct smtp__text *line) {
    struct smtp__text word;
    (void)smtp__text_word(line, separators, &word);
    for (size_t i = 0; i < KEYWORDS; i++) {
        if (smtp__text_is(word, table[i].name)) {
            return &table[i];
        }
    }
    return NULL;
}

void smtp__capabilities_add(struct smtp_capabilities *capabilities, struct smtp__text line) {
    const struct keyword *keyword = find(&line);
    if (keyword == NULL || (keyword->extension & capabilities->withheld) != 0) {
        return;
    }
    capabilities->extensions |= keyword->extension;
    if (keyword->read != NULL) {
        keyword->read(capabilities, line);
    }
}

bool smtp__capability_offers(struct smtp__text line, const char *mechanism) {
    const struct keyword *keyword = find(&line);
    struct smtp__text name;
    while (keyword != NULL && keyword->read == read_mechanisms && smtp__text_word(&line, separators, &name)) {
        if (smtp__text_is(name, mechanism)) {
            return true;
        }
    }
    return false;
}

uint32_t smtp_capabilities_extensions(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->extensions;
}

uint32_t smtp_capabilities_mechanisms(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->mechanisms & smtp_mechanisms();
}

uint64_t smtp_capabilities_size_limit(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->size_limit;
}

uint32_t smtp_capabilities_limit(const smtp_capabilities *capabilities, int32_t limit) {
    return capabilities == NULL || limit < 0 || limit >= SMTP__LIMITS ? 0 : capabilities->limits[limit];
}

uint32_t smtp_capabilities_deliver_by_least_s(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->deliver_by_least_s;
}

uint32_t smtp_capabilities_hold_most_s(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->hold_most_s;
}

int64_t smtp_capabilities_hold_until_most(const smtp_capabilities *capabilities) {
    return capabilities == NULL ? 0 : capabilities->hold_until_most;
}
