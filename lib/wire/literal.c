/* SPDX-License-Identifier: MIT */
#include "literal.h"

#include "base/ascii.h"

enum { IPV6_GROUPS = 8, IPV6_GROUPS_BESIDE_GAP = 6, IPV6_HEX = 4, SNUM = 3 };

static bool has(struct smtp__text text, size_t at, char c) {
    return at < text.length && text.data[at] == c;
}

static struct smtp__text from(struct smtp__text text, size_t at) {
    struct smtp__text rest = {text.data + at, text.length - at};
    return rest;
}

bool smtp__literal_is_ipv4(struct smtp__text address) {
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        if (i > 0 && !has(address, at++, '.')) {
            return false;
        }
        size_t n = 0;
        while (at + n < address.length && smtp__ascii_is_digit(address.data[at + n])) {
            n++;
        }
        unsigned long long value;
        if (n > SNUM || !smtp__ascii_number(address.data + at, n, 255, &value)) {
            return false;
        }
        at += n;
    }
    return at == address.length;
}

static size_t hex_length(struct smtp__text text, size_t at) {
    size_t n = 0;
    while (at + n < text.length && smtp__ascii_hex(text.data[at + n]) >= 0) {
        n++;
    }
    return n;
}

/* What was read of an IPv6 address. */
struct ipv6 {
    size_t at;
    int groups; /* an IPv4 tail counts as two */
    bool has_gap;
};

/* "::", once */
static bool take_gap(struct smtp__text address, struct ipv6 *ipv6) {
    bool is_first = !ipv6->has_gap;
    if (has(address, ipv6->at, ':') && has(address, ipv6->at + 1, ':')) {
        ipv6->at += 2;
        ipv6->has_gap = true;
        return is_first;
    }
    return true;
}

/* One group, or the IPv4 address that ends it all. */
static bool take_group(struct smtp__text address, struct ipv6 *ipv6) {
    size_t n = hex_length(address, ipv6->at);
    if (has(address, ipv6->at + n, '.')) {
        bool is_ipv4 = smtp__literal_is_ipv4(from(address, ipv6->at));
        ipv6->groups += 2;
        ipv6->at = address.length;
        return is_ipv4;
    }
    ipv6->groups++;
    ipv6->at += n;
    return n > 0 && n <= IPV6_HEX;
}

/* What stands between two groups: ":" with another group after it, or "::" with one or the end. */
static bool take_separator(struct smtp__text address, struct ipv6 *ipv6) {
    if (has(address, ipv6->at + 1, ':')) {
        return take_gap(address, ipv6);
    }
    return has(address, ipv6->at++, ':') && ipv6->at < address.length;
}

/* IPv6-addr, without "IPv6:" */
static bool is_ipv6(struct smtp__text address) {
    struct ipv6 ipv6 = {0, 0, false};
    (void)take_gap(address, &ipv6);
    while (ipv6.at < address.length) {
        if (!take_group(address, &ipv6) || ipv6.groups > IPV6_GROUPS) {
            return false;
        }
        if (ipv6.at < address.length && !take_separator(address, &ipv6)) {
            return false;
        }
    }
    return ipv6.has_gap ? ipv6.groups <= IPV6_GROUPS_BESIDE_GAP : ipv6.groups == IPV6_GROUPS;
}

/* Ldh-str: letters, digits and hyphens, no hyphen at the end */
static bool is_tag(struct smtp__text tag) {
    for (size_t i = 0; i < tag.length; i++) {
        if (!smtp__ascii_is_alnum(tag.data[i]) && tag.data[i] != '-') {
            return false;
        }
    }
    return tag.length > 0 && tag.data[tag.length - 1] != '-';
}

/* 1*dcontent: printable without "[", "\" and "]"; nor angle brackets, where some readers would see the path end */
static bool is_content(struct smtp__text content) {
    for (size_t i = 0; i < content.length; i++) {
        char c = content.data[i];
        if (c < '!' || c > '~' || (c >= '[' && c <= ']') || c == '<' || c == '>') {
            return false;
        }
    }
    return content.length > 0;
}

bool smtp__literal_is_valid(struct smtp__text literal) {
    if (literal.length < 2 || literal.data[0] != '[' || literal.data[literal.length - 1] != ']') {
        return false;
    }
    struct smtp__text inside = {literal.data + 1, literal.length - 2};
    struct smtp__text tag = {inside.data, 0};
    while (tag.length < inside.length && inside.data[tag.length] != ':') {
        tag.length++;
    }
    if (tag.length == inside.length) {
        return smtp__literal_is_ipv4(inside);
    }
    struct smtp__text content = from(inside, tag.length + 1);
    return smtp__text_is(tag, "IPv6") ? is_ipv6(content) : is_tag(tag) && is_content(content);
}
