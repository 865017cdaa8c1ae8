/* SPDX-License-Identifier: MIT */
/* scram_read.c - what a SCRAM server says, RFC 5802 s5.1, s7. */
#include "scram.h"

#include "base/ascii.h"
#include "codec/base64.h"
#include <smtp/config.h>
#include <string.h>

_Static_assert(SMTP_CFG_SCRAM_ITERATIONS >= 4096 && SMTP_CFG_SCRAM_ITERATIONS <= 100000000,
               "SMTP_CFG_SCRAM_ITERATIONS: 4096..100000000");

enum { ITERATIONS_LEAST = 4096 }; /* RFC 7677 s4 */

bool smtp__scram_take(struct smtp__text *rest, char name, struct smtp__text *value) {
    if (rest->length < 2 || rest->data[0] != name || rest->data[1] != '=') {
        return false;
    }
    const char *comma = memchr(rest->data, ',', rest->length);
    size_t length = comma == NULL ? rest->length : (size_t)(comma - rest->data);
    size_t taken = comma == NULL ? length : length + 1;
    value->data = rest->data + 2;
    value->length = length - 2;
    rest->data += taken;
    rest->length -= taken;
    return true;
}

/* Visible ASCII; a comma cannot be in it. */
static bool is_nonce(struct smtp__text nonce, struct smtp__text ours) {
    for (size_t i = 0; i < nonce.length; i++) {
        if (nonce.data[i] < '!' || nonce.data[i] > '~') {
            return false;
        }
    }
    return nonce.length > ours.length && memcmp(nonce.data, ours.data, ours.length) == 0;
}

static bool read_salt(struct smtp__text text, struct smtp__scram_first *first) {
    return smtp__base64_decode(text.data, text.length, first->salt, sizeof first->salt, &first->salt_length) ==
               SMTP_OK &&
           first->salt_length > 0;
}

static bool read_iterations(struct smtp__text text, uint32_t *iterations) {
    unsigned long long number;
    if (!smtp__ascii_number(text.data, text.length, SMTP_CFG_SCRAM_ITERATIONS, &number) || text.data[0] == '0' ||
        number < ITERATIONS_LEAST) {
        return false;
    }
    *iterations = (uint32_t)number;
    return true;
}

/* Attributes that nobody knows may follow; "m" is one that must be understood (RFC 5802 s5.1), and here nobody does. */
static bool are_extensions(struct smtp__text rest) {
    struct smtp__text value;
    while (rest.length > 0) {
        char name = rest.data[0];
        if (!smtp__ascii_is_alpha(name) || name == 'm' || !smtp__scram_take(&rest, name, &value)) {
            return false;
        }
    }
    return true;
}

smtp_result smtp__scram_read_first(struct smtp__text message, struct smtp__text ours, struct smtp__scram_first *first) {
    struct smtp__text salt;
    struct smtp__text iterations;
    bool is_whole = smtp__scram_take(&message, 'r', &first->nonce) && smtp__scram_take(&message, 's', &salt) &&
                    smtp__scram_take(&message, 'i', &iterations) && are_extensions(message);
    if (!is_whole || !is_nonce(first->nonce, ours) || !read_salt(salt, first) ||
        !read_iterations(iterations, &first->iterations)) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    return SMTP_OK;
}
