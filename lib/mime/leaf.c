/* SPDX-License-Identifier: MIT */
#include "leaf.h"

#include <string.h>

/* Down to the first part with content. */
static struct smtp_part *descend(struct smtp_part *part) {
    while (part->parts.first != NULL) {
        part = part->parts.first;
    }
    return part;
}

struct smtp_part *smtp__leaf_first(struct smtp_part *root) {
    struct smtp_part *part = descend(root);
    return part->is_multipart ? smtp__leaf_next(part) : part;
}

struct smtp_part *smtp__leaf_next(struct smtp_part *leaf) {
    do {
        while (leaf != NULL && leaf->next == NULL) {
            leaf = leaf->parent;
        }
        leaf = leaf == NULL ? NULL : descend(leaf->next);
    } while (leaf != NULL && leaf->is_multipart);
    return leaf;
}

static bool has_type(const struct smtp_part *leaf, const char *type) {
    static const size_t before = sizeof "Content-Type: " - 1;
    struct smtp__text text = leaf->header[SMTP__PART_TYPE];
    size_t length = strlen(type);
    struct smtp__text front = {text.data + before, length};
    bool is_long = text.length > before + length;
    return text.length >= before + length && smtp__text_is(front, type) &&
           (!is_long || text.data[before + length] == ';');
}

bool smtp__leaf_is_text(const struct smtp_part *leaf, const char *type) {
    return leaf->source == NULL && has_type(leaf, type) &&
           !smtp__text_has(leaf->header[SMTP__PART_DISPOSITION], ": attachment");
}

struct smtp__text smtp__leaf_id(const struct smtp_part *leaf) {
    struct smtp__text id = leaf->header[SMTP__PART_ID];
    const char *begin = id.length > 0 ? memchr(id.data, '<', id.length) : NULL;
    if (begin == NULL) {
        return (struct smtp__text){"", 0};
    }
    struct smtp__text inner = {begin + 1, id.length - (size_t)(begin - id.data) - 2};
    return inner;
}

/* ---- file names ---- */

enum { TAIL = 12 };

/* The end of a text that comes octet by octet. */
struct tail {
    char octets[TAIL];
    size_t length;
};

static void put(struct tail *tail, char c) {
    if (tail->length == TAIL) {
        memmove(tail->octets, tail->octets + 1, TAIL - 1);
        tail->length--;
    }
    tail->octets[tail->length++] = c;
}

/* The values of all parameters together end as the file name does, which comes last, in one of them or in pieces. */
static struct tail name_tail(struct smtp__text disposition) {
    struct tail tail = {.length = 0};
    bool is_in_quotes = false;
    bool is_in_value = false;
    for (size_t i = 0; i < disposition.length; i++) {
        char c = disposition.data[i];
        if (c == '\\' && i + 1 < disposition.length) {
            put(&tail, disposition.data[++i]);
        } else if (c == '"') {
            is_in_quotes = !is_in_quotes;
        } else if (c == ';' && !is_in_quotes) {
            is_in_value = false;
        } else if (is_in_value) {
            put(&tail, c);
        } else {
            is_in_value = c == '=';
        }
    }
    return tail;
}

bool smtp__leaf_is_blocked(const struct smtp_part *leaf) {
    /* what runs on a double click, of Gmail's longer list */
    static const char *const ends[] = {
        ".ade", ".adp", ".apk", ".appx", ".bat", ".cab", ".chm", ".cmd", ".com", ".cpl", ".dll", ".dmg",
        ".exe", ".hta", ".img", ".ins",  ".iso", ".isp", ".jar", ".js",  ".jse", ".lib", ".lnk", ".mde",
        ".mjs", ".msc", ".msi", ".msp",  ".mst", ".nsh", ".pif", ".ps1", ".scr", ".sct", ".shb", ".sys",
        ".vb",  ".vbe", ".vbs", ".vhd",  ".vxd", ".wsc", ".wsf", ".wsh", ".xll",
    };
    struct tail tail = name_tail(leaf->header[SMTP__PART_DISPOSITION]);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t length = strlen(ends[i]);
        struct smtp__text end = {tail.octets + tail.length - length, length};
        if (tail.length >= length && smtp__text_is(end, ends[i])) {
            return true;
        }
    }
    return false;
}
