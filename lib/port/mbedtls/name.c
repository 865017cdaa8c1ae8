/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "name.h"

#include "base/text.h"
#include <arpa/inet.h>
#include <string.h>

/* The length of the name without what a certificate never has: "mail.test." ends at the root, "fe80::1%eth0" names
   an interface of this machine. */
static size_t bare_length(const char *text) {
    size_t length = strlen(text);
    if (strchr(text, ':') != NULL) {
        return strcspn(text, "%");
    }
    return length > 1 && text[length - 1] == '.' ? length - 1 : length;
}

bool smtp__name_init(struct smtp__name *name, const char *text) {
    size_t length = bare_length(text);
    if (length == 0 || length > SMTP__NAME_MOST) {
        return false;
    }
    memcpy(name->text, text, length);
    name->text[length] = '\0';
    name->address_length = 0;
    if (inet_pton(AF_INET, name->text, name->address) == 1) {
        name->address_length = 4;
    } else if (inet_pton(AF_INET6, name->text, name->address) == 1) {
        name->address_length = 16;
    }
    return true;
}

static struct smtp__text after_first_label(struct smtp__text name) {
    const char *dot = memchr(name.data, '.', name.length);
    struct smtp__text rest = {"", 0};
    if (dot != NULL) {
        rest.data = dot + 1;
        rest.length = name.length - (size_t)(rest.data - name.data);
    }
    return rest;
}

/* The label that the wildcard stands for must be there, and be no wildcard itself. */
static bool wildcard_matches(struct smtp__text wanted, struct smtp__text pattern) {
    struct smtp__text tail = after_first_label(wanted);
    pattern.data += 2;
    pattern.length -= 2;
    return wanted.data[0] != '.' && wanted.data[0] != '*' && after_first_label(pattern).length > 0 &&
           smtp__text_equal(tail, pattern);
}

static bool dns_matches(const struct smtp__name *name, struct smtp__der presented) {
    struct smtp__text wanted = smtp__text_from(name->text, SMTP_Z);
    struct smtp__text pattern = {(const char *)presented.at, presented.left};
    if (pattern.length > 2 && pattern.data[0] == '*' && pattern.data[1] == '.') {
        return wildcard_matches(wanted, pattern);
    }
    return smtp__text_equal(wanted, pattern) && memchr(wanted.data, '*', wanted.length) == NULL;
}

bool smtp__name_matches(const struct smtp__name *name, enum smtp__san_kind kind, struct smtp__der presented) {
    if (name->address_length == 0) {
        return kind == SMTP__SAN_DNS && dns_matches(name, presented);
    }
    return kind == SMTP__SAN_IP && presented.left == name->address_length &&
           memcmp(presented.at, name->address, presented.left) == 0;
}
