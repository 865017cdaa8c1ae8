/* SPDX-License-Identifier: MIT */
#include "capabilities.h"

#include "base/ascii.h"
#include <smtp/extension.h>
#include <smtp/mechanism.h>
#include <string.h>

/* "=" too: "AUTH=LOGIN" of servers older than RFC 2554 */
static const char separators[] = " \t=";

enum { SIZE_DIGITS = 20 }; /* RFC 1870 s4 */

struct keyword {
    const char *name;
    uint32_t extension;
    void (*read)(struct smtp_capabilities *capabilities, struct smtp__text parameters); /* NULL: none matter */
};

/* 0, nothing and what is no number: no limit was declared. */
static void read_size(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text number;
    unsigned long long limit = 0;
    if (smtp__text_word(&parameters, separators, &number) && number.length <= SIZE_DIGITS) {
        (void)smtp__ascii_number(number.data, number.length, UINT64_MAX, &limit);
    }
    capabilities->size_limit = limit;
}

static void read_mechanisms(struct smtp_capabilities *capabilities, struct smtp__text parameters) {
    struct smtp__text name;
    while (smtp__text_word(&parameters, separators, &name)) {
        capabilities->mechanisms |= smtp_mechanism_by_name(name.data, name.length);
    }
}

static const struct keyword table[] = {
    {"PIPELINING", SMTP_EXT_PIPELINING, NULL},  {"SIZE", SMTP_EXT_SIZE, read_size},
    {"8BITMIME", SMTP_EXT_8BITMIME, NULL},      {"SMTPUTF8", SMTP_EXT_SMTPUTF8, NULL},
    {"STARTTLS", SMTP_EXT_STARTTLS, NULL},      {"AUTH", SMTP_EXT_AUTH, read_mechanisms},
    {"X-EXPS", SMTP_EXT_AUTH, read_mechanisms}, {"ENHANCEDSTATUSCODES", SMTP_EXT_ENHANCEDSTATUSCODES, NULL},
};

void smtp__capabilities_clear(struct smtp_capabilities *capabilities) {
    memset(capabilities, 0, sizeof *capabilities);
}

/* The row of the line's keyword, which is taken off it; NULL: of no interest. */
static const struct keyword *find(struct smtp__text *line) {
    struct smtp__text word;
    (void)smtp__text_word(line, separators, &word);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (smtp__text_is(word, table[i].name)) {
            return &table[i];
        }
    }
    return NULL;
}

void smtp__capabilities_add(struct smtp_capabilities *capabilities, struct smtp__text line) {
    const struct keyword *keyword = find(&line);
    if (keyword != NULL) {
        capabilities->extensions |= keyword->extension;
    }
    if (keyword != NULL && keyword->read != NULL) {
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
