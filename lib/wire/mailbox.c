/* SPDX-License-Identifier: MIT */
#include <smtp/mailbox.h>

#include "base/ascii.h"
#include "codec/utf8.h"
#include "domain.h"
#include "domain_ascii.h"
#include "literal.h"
#include <string.h>

enum { LOCAL_MAX = 64, MAILBOX_MAX = SMTP_MAILBOX_BYTES - 1 }; /* RFC 5321 s4.5.3.1; a path has two brackets more */

static bool is_8bit(char c) {
    return (unsigned char)c > 127;
}

/* RFC 5322 s3.2.3, RFC 6531 s3.3 */
static bool is_atext(char c) {
    static const char specials[] = "!#$%&'*+-/=?^_`{|}~";
    return smtp__ascii_is_alnum(c) || is_8bit(c) || memchr(specials, c, sizeof specials - 1) != NULL;
}

/* Atom *("." Atom) at the front: its length, 0 if there is none. */
static size_t dot_string(struct smtp__text text) {
    size_t n = 0;
    bool atom_may_end = false;
    while (n < text.length && (is_atext(text.data[n]) || (atom_may_end && text.data[n] == '.'))) {
        atom_may_end = text.data[n] != '.';
        n++;
    }
    return atom_may_end ? n : 0;
}

/* Quoted-string at the front, with its quotes: its length, 0 if there is none. A quoted-pair is ASCII. */
static size_t quoted_string(struct smtp__text text) {
    for (size_t n = 1; n < text.length; n++) {
        if (text.data[n] == '"') {
            return n + 1;
        }
        if (text.data[n] == '\\' && (++n == text.length || is_8bit(text.data[n]))) {
            return 0;
        }
    }
    return 0;
}

static bool is_literal(struct smtp__text domain) {
    return domain.length > 0 && domain.data[0] == '[';
}

static uint32_t find_flags(struct smtp__text local, struct smtp__text domain) {
    uint32_t flags = 0;
    flags |= smtp__utf8_is_ascii(local.data, local.length) ? 0 : (uint32_t)SMTP_MAILBOX_UTF8_LOCAL;
    flags |= smtp__utf8_is_ascii(domain.data, domain.length) ? 0 : (uint32_t)SMTP_MAILBOX_UTF8_DOMAIN;
    flags |= local.data[0] == '"' ? (uint32_t)SMTP_MAILBOX_QUOTED : 0;
    flags |= is_literal(domain) ? (uint32_t)SMTP_MAILBOX_LITERAL : 0;
    return flags;
}

/* What stands on either side of the "@" outside quotes, if it is as the grammar has it. */
static bool split(struct smtp__text whole, struct smtp__text *local, struct smtp__text *domain) {
    local->data = whole.data;
    local->length = whole.length > 0 && whole.data[0] == '"' ? quoted_string(whole) : dot_string(whole);
    if (local->length == 0 || local->length == whole.length || whole.data[local->length] != '@') {
        return false;
    }
    domain->data = whole.data + local->length + 1;
    domain->length = whole.length - local->length - 1;
    return is_literal(*domain) ? smtp__literal_is_valid(*domain) : smtp__domain_is_valid(*domain);
}

/* What smtp_mailbox_check says; both sides of the "@" are set when it is SMTP_OK. */
static smtp_result read_mailbox(struct smtp__text whole, struct smtp__text *local, struct smtp__text *domain) {
    smtp_result result = smtp__utf8_check(whole.data, whole.length);
    if (result != SMTP_OK) {
        return result;
    }
    if (!split(whole, local, domain)) {
        return SMTP_E_ADDRESS;
    }
    return local->length > LOCAL_MAX || whole.length > MAILBOX_MAX ? SMTP_E_ADDRESS_TOO_LONG : SMTP_OK;
}

smtp_result smtp_mailbox_check(const char *address, size_t length, uint32_t *flags) {
    if (address == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text local;
    struct smtp__text domain;
    smtp_result result = read_mailbox(smtp__text_from(address, length), &local, &domain);
    if (result == SMTP_OK && flags != NULL) {
        *flags = find_flags(local, domain);
    }
    return result;
}

/* A literal stays what it is. */
static smtp_result domain_to_ascii(struct smtp__text domain, char *out, size_t *length) {
    if (is_literal(domain)) {
        memcpy(out, domain.data, domain.length);
        *length = domain.length;
        return SMTP_OK;
    }
    return smtp__domain_to_ascii(domain, out, SMTP__DOMAIN_MAX, length);
}

smtp_result smtp_mailbox_to_ascii(const char *address, size_t length, char *buffer, size_t size, size_t *out_length) {
    if (address == NULL || buffer == NULL || out_length == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text local;
    struct smtp__text domain;
    char ascii[SMTP__DOMAIN_MAX];
    size_t ascii_length = 0;
    smtp_result result = read_mailbox(smtp__text_from(address, length), &local, &domain);
    if (result == SMTP_OK) {
        result = domain_to_ascii(domain, ascii, &ascii_length);
    }
    if (result != SMTP_OK) {
        return result;
    }
    size_t total = local.length + 1 + ascii_length;
    if (total > MAILBOX_MAX || total >= size) {
        return total > MAILBOX_MAX ? SMTP_E_ADDRESS_TOO_LONG : SMTP_E_BUFFER_TOO_SMALL;
    }
    memmove(buffer, local.data, local.length + 1); /* with the "@" */
    memcpy(buffer + local.length + 1, ascii, ascii_length);
    buffer[total] = '\0';
    *out_length = total;
    return SMTP_OK;
}

/* "192.0.2.1" without brackets is in the grammar of a domain, and is none. */
static bool is_helo_domain(struct smtp__text name) {
    return smtp__utf8_is_ascii(name.data, name.length) && smtp__domain_is_valid(name) && !smtp__literal_is_ipv4(name);
}

smtp_result smtp_helo_name_check(const char *name, size_t length) {
    if (name == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(name, length);
    if (smtp__ascii_has_control(text.data, text.length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    bool is_name = is_literal(text) ? smtp__literal_is_valid(text) : is_helo_domain(text);
    return is_name && text.length <= SMTP__DOMAIN_MAX ? SMTP_OK : SMTP_E_HELO_NAME;
}
