/* SPDX-License-Identifier: MIT */
#include "canonical.h"

#include "base/ascii.h"
#include "codec/run.h"
#include <smtp/dkim.h>
#include <string.h>

static void add_lower(struct smtp__dkim_hash *hash, struct smtp__text name) {
    for (size_t i = 0; i < name.length; i++) {
        char lower = smtp__ascii_lower(name.data[i]);
        smtp__dkim_hash_add(hash, &lower, 1);
    }
}

/* What folded the field is taken as white space: a blank always follows the CRLF. */
static void add_words(struct smtp__dkim_hash *hash, struct smtp__text value) {
    struct smtp__text word;
    for (bool is_first = true; smtp__text_word(&value, " \t\r\n", &word); is_first = false) {
        smtp__dkim_hash_add(hash, " ", is_first ? 0 : 1);
        smtp__dkim_hash_add(hash, word.data, word.length);
    }
}

void smtp__dkim_hash_field(struct smtp__dkim_hash *hash, int32_t form, struct smtp__text field) {
    if (form == SMTP_DKIM_SIMPLE) {
        smtp__dkim_hash_add(hash, field.data, field.length);
        return;
    }
    size_t colon = (size_t)((const char *)memchr(field.data, ':', field.length) - field.data);
    struct smtp__text name = {field.data, colon};
    struct smtp__text value = {field.data + colon + 1, field.length - colon - 1};
    add_lower(hash, smtp__text_trim(name));
    smtp__dkim_hash_add(hash, ":", 1);
    add_words(hash, value);
}

void smtp__dkim_body_init(struct smtp__dkim_body *body, struct smtp__dkim_hash *hash, int32_t form) {
    memset(body, 0, sizeof *body);
    body->hash = hash;
    body->is_relaxed = form == SMTP_DKIM_RELAXED;
}

static bool is_blank(uint8_t octet) {
    return octet == ' ' || octet == '\t';
}

/* What is hashed as it stands: to the line end, or to white space that is more than one blank between two words. */
static size_t run_length(const struct smtp__dkim_body *body, const uint8_t *data, size_t length) {
    size_t line = smtp__run_length(data, length);
    if (!body->is_relaxed) {
        return line;
    }
    for (size_t n = 1; n < line; n++) {
        bool is_single = data[n] == ' ' && n + 1 < line && !is_blank(data[n + 1]);
        if (is_blank(data[n]) && !is_single) {
            return n;
        }
    }
    return line;
}

static void put_kept(struct smtp__dkim_body *body) {
    for (; body->breaks > 0; body->breaks--) {
        smtp__dkim_hash_add(body->hash, "\r\n", 2);
    }
    smtp__dkim_hash_add(body->hash, " ", body->has_blank ? 1 : 0);
    body->has_blank = false;
    body->has_text = true;
}

/* Takes what stands at the front. Returns its length. */
static size_t take(struct smtp__dkim_body *body, const uint8_t *data, size_t length) {
    if (smtp__run_is_break(data[0])) {
        body->breaks += data[0] == '\n';
        body->has_blank = false;
        return 1;
    }
    if (body->is_relaxed && is_blank(data[0])) {
        body->has_blank = true;
        return 1;
    }
    size_t n = run_length(body, data, length);
    put_kept(body);
    smtp__dkim_hash_add(body->hash, data, n);
    return n;
}

void smtp__dkim_body_feed(struct smtp__dkim_body *body, const uint8_t *data, size_t length) {
    for (size_t at = 0; at < length;) {
        at += take(body, data + at, length - at);
    }
}

void smtp__dkim_body_end(struct smtp__dkim_body *body) {
    if (body->has_text || !body->is_relaxed) {
        smtp__dkim_hash_add(body->hash, "\r\n", 2);
    }
}
