/* SPDX-License-Identifier: MIT */
#include <smtp/mechanism.h>

#include "base/text.h"

struct entry {
    uint32_t bit;
    const char *name;
};

/* RFC 4422 s3.1: names as IANA has them registered */
static const struct entry table[] = {
    {SMTP_MECHANISM_PLAIN, "PLAIN"},
    {SMTP_MECHANISM_LOGIN, "LOGIN"},
    {SMTP_MECHANISM_CRAM_MD5, "CRAM-MD5"},
    {SMTP_MECHANISM_SCRAM_SHA_1, "SCRAM-SHA-1"},
    {SMTP_MECHANISM_SCRAM_SHA_256, "SCRAM-SHA-256"},
    {SMTP_MECHANISM_SCRAM_SHA_512, "SCRAM-SHA-512"},
    {SMTP_MECHANISM_OAUTHBEARER, "OAUTHBEARER"},
    {SMTP_MECHANISM_XOAUTH2, "XOAUTH2"},
    {SMTP_MECHANISM_EXTERNAL, "EXTERNAL"},
    {SMTP_MECHANISM_ANONYMOUS, "ANONYMOUS"},
    {SMTP_MECHANISM_SCRAM_SHA_1_PLUS, "SCRAM-SHA-1-PLUS"},
    {SMTP_MECHANISM_SCRAM_SHA_256_PLUS, "SCRAM-SHA-256-PLUS"},
    {SMTP_MECHANISM_SCRAM_SHA_512_PLUS, "SCRAM-SHA-512-PLUS"},
};

enum { TABLE_LENGTH = sizeof table / sizeof table[0] };

uint32_t smtp_mechanisms(void) {
    uint32_t mechanisms = 0;
    for (size_t i = 0; i < TABLE_LENGTH; i++) {
        mechanisms |= table[i].bit;
    }
    return mechanisms;
}

uint32_t smtp_mechanism_by_name(const char *name, size_t length) {
    struct smtp__text word = smtp__text_from(name, length);
    for (size_t i = 0; i < TABLE_LENGTH; i++) {
        if (smtp__text_is(word, table[i].name)) {
            return table[i].bit;
        }
    }
    return 0;
}

const char *smtp_mechanism_name(uint32_t mechanism) {
    for (size_t i = 0; i < TABLE_LENGTH; i++) {
        if (table[i].bit == mechanism) {
            return table[i].name;
        }
    }
    return NULL;
}
