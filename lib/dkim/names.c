/* SPDX-License-Identifier: MIT */
#include "names.h"

#include "dkim.h"
#include <smtp/dkim.h>
#include <string.h>

#define SINGLE                                                                                                         \
    "From:Sender:Reply-To:To:Cc:Subject:Date:Message-ID:In-Reply-To:References:MIME-Version:Content-*:List-*:"         \
    "Auto-Submitted"

struct smtp__text smtp__dkim_names_default(void) {
    return smtp__text_from(SINGLE ":Resent-*", SMTP_Z);
}

bool smtp__dkim_name_is_valid(struct smtp__text name) {
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] < '!' || name.data[i] > '~' || name.data[i] == ':') {
            return false;
        }
    }
    return name.length > 0;
}

static bool is_like(struct smtp__text name, struct smtp__text pattern) {
    size_t length = pattern.length - 1;
    if (pattern.data[length] != '*') {
        return smtp__text_equal(name, pattern);
    }
    struct smtp__text begin = {name.data, length};
    pattern.length = length;
    return name.length >= length && smtp__text_equal(begin, pattern);
}

static bool is_in(struct smtp__text names, struct smtp__text name) {
    struct smtp__text pattern;
    while (smtp__text_word(&names, ":", &pattern)) {
        if (is_like(name, pattern)) {
            return true;
        }
    }
    return false;
}

/* A field that changes on the way, or a signature (RFC 6376 s5.4.1), or whose name would end the tag h= (s3.2). */
static bool is_excluded(struct smtp__text name) {
    return is_in(smtp__text_from("Return-Path:Received:DKIM-Signature", SMTP_Z), name) ||
           memchr(name.data, ';', name.length) != NULL;
}

bool smtp__dkim_name_is_signed(struct smtp__text names, struct smtp__text name) {
    return !is_excluded(name) && (smtp__text_is(name, "From") || is_in(names, name));
}

bool smtp__dkim_name_is_single(struct smtp__text name) {
    return is_in(smtp__text_from(SINGLE, SMTP_Z), name);
}

static smtp_result check(struct smtp__text names) {
    struct smtp__text name;
    while (smtp__text_word(&names, ":", &name)) {
        if (!smtp__dkim_name_is_valid(name) || is_excluded(name)) {
            return SMTP_E_HEADER_NAME;
        }
    }
    return SMTP_OK;
}

smtp_result smtp_dkim_set_fields(smtp_dkim *dkim, const char *names, size_t length) {
    if (dkim == NULL || (names == NULL && length != 0)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text given = smtp__text_from(names, length);
    smtp_result result = check(given);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__dkim_forget(dkim);
    if (names == NULL) {
        dkim->names = smtp__dkim_names_default();
        return SMTP_OK;
    }
    const char *copy = smtp__arena_copy(&dkim->arena, given.data, given.length);
    if (copy == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__dkim_keep(dkim);
    dkim->names.data = copy;
    dkim->names.length = given.length;
    return SMTP_OK;
}
