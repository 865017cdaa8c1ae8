/* SPDX-License-Identifier: MIT */
#include "message_check.h"

#include "html.h"
#include "leaf.h"
#include "template.h"

enum {
    FEW_CHARACTERS = 100,
    LONG_HTML = 102 * 1024,
    LARGE = 10 * 1024 * 1024,
};

static bool is_blank(struct smtp__text text) {
    for (size_t i = 0; i < text.length; i++) {
        if ((uint8_t)text.data[i] > ' ') {
            return false;
        }
    }
    return true;
}

static bool is_html(const struct smtp_part *leaf) {
    return smtp__leaf_is_text(leaf, "text/html");
}

static bool is_plain(const struct smtp_part *leaf) {
    return smtp__leaf_is_text(leaf, "text/plain");
}

static void look_at_text(struct smtp__look *look, const struct smtp_part *leaf) {
    struct smtp__text text = leaf->content.text;
    smtp__look_note(look, SMTP_FINDING_EMPTY_TEXT, is_plain(leaf) && is_blank(text));
    smtp__look_note(look, SMTP_FINDING_OPEN_TEMPLATE,
                    (is_plain(leaf) || is_html(leaf)) && smtp__template_has_braces(text));
    if (is_html(leaf)) {
        struct smtp__html_sight sight = smtp__html_see(text);
        smtp__look_note(look, SMTP_FINDING_ONLY_IMAGES, sight.images > 0 && sight.characters < FEW_CHARACTERS);
        smtp__look_note(look, SMTP_FINDING_LONG_HTML, text.length > LONG_HTML);
    }
}

static void look_at_file(struct smtp__look *look, const struct smtp_part *leaf) {
    smtp__look_note(look, SMTP_FINDING_BLOCKED_ATTACHMENT, smtp__leaf_is_blocked(leaf));
    smtp__look_note(look, SMTP_FINDING_NEEDS_8BIT,
                    leaf->content.encoding == SMTP__ENCODING_8BIT && look->context->is_8bit_offered != 1);
}

/* ---- files that the HTML shows ---- */

static bool is_shown_by(const struct smtp_part *html, struct smtp__text content_id) {
    struct smtp__text rest = html->content.text;
    struct smtp__text url_id;
    while (smtp__html_next_cid(&rest, &url_id)) {
        if (smtp__html_cid_is(url_id, content_id)) {
            return true;
        }
    }
    return false;
}

/* True if none of the tree has that Content-ID. */
static bool is_missing(struct smtp_part *root, struct smtp__text url_id) {
    struct smtp_part *leaf = smtp__leaf_first(root);
    while (leaf != NULL && !smtp__html_cid_is(url_id, smtp__leaf_id(leaf))) {
        leaf = smtp__leaf_next(leaf);
    }
    return leaf == NULL;
}

static void look_at_references(struct smtp__look *look, struct smtp_part *root, const struct smtp_part *html) {
    struct smtp__text rest = html->content.text;
    struct smtp__text url_id;
    while (smtp__html_next_cid(&rest, &url_id)) {
        smtp__look_note(look, SMTP_FINDING_MISSING_INLINE, is_missing(root, url_id));
    }
    for (struct smtp_part *leaf = smtp__leaf_first(root); leaf != NULL; leaf = smtp__leaf_next(leaf)) {
        struct smtp__text id = smtp__leaf_id(leaf);
        smtp__look_note(look, SMTP_FINDING_UNUSED_INLINE, id.length > 0 && !is_shown_by(html, id));
    }
}

/* ---- size ---- */

/* Octets of a body; of a source that does not know its length none. */
static uint64_t size_of_body(const struct smtp_part *leaf) {
    int64_t length = leaf->source != NULL ? smtp_source_length(leaf->source) : -1;
    bool is_in_base64 = leaf->source != NULL && leaf->content.encoding == SMTP__ENCODING_BASE64;
    if (is_in_base64) {
        return length < 0 ? 0 : smtp__base64_size((uint64_t)length, SMTP__BASE64_MIME_LINE);
    }
    return leaf->content.size;
}

static uint64_t size_of_header(const struct smtp_message *message) {
    uint64_t size = 0;
    const struct smtp__field *field = smtp__field_first(&message->fields);
    for (; field != NULL; field = smtp__field_next(field)) {
        for (const struct smtp__piece *piece = field->first; piece != NULL; piece = piece->next) {
            size += piece->text.length;
        }
    }
    return size;
}

/* The mail has at least so many octets: boundaries and the like are left out. */
static void look_at_size(struct smtp__look *look, uint64_t size) {
    int64_t limit = look->context->size_limit;
    bool is_too_large = limit > 0 && size > (uint64_t)limit;
    smtp__look_note(look, SMTP_FINDING_TOO_LARGE, is_too_large);
    smtp__look_note(look, SMTP_FINDING_LARGE, !is_too_large && size > LARGE);
}

void smtp__look_at_body(struct smtp__look *look) {
    struct smtp_part *root = smtp__message_tree(look->message);
    uint64_t size = size_of_header(look->message);
    const struct smtp_part *html = NULL;
    bool has_text = false;
    for (struct smtp_part *leaf = smtp__leaf_first(root); leaf != NULL; leaf = smtp__leaf_next(leaf)) {
        look_at_text(look, leaf);
        look_at_file(look, leaf);
        html = is_html(leaf) ? leaf : html;
        has_text = has_text || is_plain(leaf);
        size += size_of_body(leaf);
    }
    smtp__look_note(look, SMTP_FINDING_HTML_WITHOUT_TEXT, html != NULL && !has_text);
    if (html != NULL) {
        look_at_references(look, root, html);
    }
    look_at_size(look, size);
}
