/* SPDX-License-Identifier: MIT */
#include "html.h"

#include "base/ascii.h"
#include <string.h>

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Past the next place where that stands, or to the end. */
static void skip_past(struct smtp__text *rest, const char *mark) {
    while (rest->length > 0 && !smtp__text_begins(*rest, mark)) {
        smtp__text_skip(rest, 1);
    }
    smtp__text_skip(rest, rest->length > 0 ? strlen(mark) : 0);
}

static bool is_tag(struct smtp__text tag, const char *name) {
    size_t length = strlen(name);
    return smtp__text_begins(tag, name) && (tag.length == length || !smtp__ascii_is_alnum(tag.data[length]));
}

/* What stands in them is not shown. */
static bool is_hidden(struct smtp__text tag) {
    return is_tag(tag, "style") || is_tag(tag, "script") || is_tag(tag, "title");
}

/* One character, or an entity whole. */
static size_t character_length(struct smtp__text rest) {
    size_t end = 1;
    while (rest.data[0] == '&' && end < rest.length &&
           (smtp__ascii_is_alnum(rest.data[end]) || rest.data[end] == '#')) {
        end++;
    }
    return end < rest.length && end > 1 && rest.data[end] == ';' ? end + 1 : 1;
}

struct smtp__html_sight smtp__html_see(struct smtp__text html) {
    struct smtp__html_sight sight = {0, 0};
    bool is_shown = true;
    while (html.length > 0) {
        if (smtp__text_begins(html, "<!--")) {
            skip_past(&html, "-->");
        } else if (html.data[0] == '<') {
            smtp__text_skip(&html, 1);
            sight.images += is_tag(html, "img");
            is_shown = !is_hidden(html);
            skip_past(&html, ">");
        } else {
            sight.characters += is_shown && !is_blank(html.data[0]);
            smtp__text_skip(&html, character_length(html));
        }
    }
    return sight;
}

static bool ends_url(char c) {
    return is_blank(c) || (c != '\0' && strchr("\"')>&", c) != NULL);
}

/* The quote before it may be an entity: style="background:url(&quot;cid:a&quot;)". */
bool smtp__html_next_cid(struct smtp__text *rest, struct smtp__text *url_id) {
    while (rest->length > 0) {
        char before = rest->data[0];
        smtp__text_skip(rest, 1);
        if ((is_blank(before) || (before != '\0' && strchr("\"'(=;", before) != NULL)) &&
            smtp__text_begins(*rest, "cid:")) {
            smtp__text_skip(rest, 4);
            *url_id = *rest;
            while (rest->length > 0 && !ends_url(rest->data[0])) {
                smtp__text_skip(rest, 1);
            }
            url_id->length -= rest->length;
            return true;
        }
    }
    return false;
}

/* Takes a character off a URL, "%40" as "@". */
static char take_octet(struct smtp__text *url) {
    char c = url->data[0];
    int high = c == '%' && url->length > 2 ? smtp__ascii_hex(url->data[1]) : -1;
    int low = high >= 0 ? smtp__ascii_hex(url->data[2]) : -1;
    smtp__text_skip(url, low >= 0 ? 3 : 1);
    return low >= 0 ? (char)(high * 16 + low) : c;
}

bool smtp__html_cid_is(struct smtp__text url_id, struct smtp__text content_id) {
    while (url_id.length > 0 && content_id.length > 0) {
        if (take_octet(&url_id) != content_id.data[0]) {
            return false;
        }
        smtp__text_skip(&content_id, 1);
    }
    return url_id.length == 0 && content_id.length == 0;
}
