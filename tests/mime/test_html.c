/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/html.h"
#include "support/guard.h"

static void sees(const char *html, size_t characters, size_t images) {
    size_t length = strlen(html);
    char *copy = guard_copy(html, length);
    struct smtp__html_sight sight = smtp__html_see((struct smtp__text){copy, length});
    guard_free(copy, length);
    if (sight.characters != characters || sight.images != images) {
        fail_msg("%s: %zu characters, %zu images", html, sight.characters, sight.images);
    }
}

static void text_and_images_are_counted(void **state) {
    (void)state;
    sees("", 0, 0);
    sees("a b\r\n\tc", 3, 0);
    sees("<p>ab</p><IMG src=x><img/>", 2, 2);
    sees("<imgs><image>x", 1, 0);
    sees("&amp;&#228;&x y;&", 7, 0);
    sees("<p", 0, 0);
    sees("<", 0, 0);
    sees("<img", 0, 1);
}

static void what_is_not_shown_is_not_counted(void **state) {
    (void)state;
    sees("<title>abc</title><style>p { color: red }</style>x", 1, 0);
    sees("<STYLE type=a>abc</STYLE>x<script>y</script>", 1, 0);
    sees("<!-- <img> abc -->x<!-- y", 1, 0);
    sees("<!-->x", 1, 0);
    sees("<styles>x", 1, 0);
}

/* The identifiers, each with a blank after it. */
static void refers_to(const char *html, const char *wanted) {
    char found[200];
    size_t used = 0;
    size_t length = strlen(html);
    char *copy = guard_copy(html, length);
    struct smtp__text rest = {copy, length};
    struct smtp__text id;
    while (smtp__html_next_cid(&rest, &id)) {
        assert_true(used + id.length + 2 < sizeof found);
        memcpy(found + used, id.data, id.length);
        used += id.length;
        found[used++] = ' ';
    }
    found[used] = '\0';
    guard_free(copy, length);
    assert_string_equal(found, wanted);
}

static void references_are_found(void **state) {
    (void)state;
    refers_to("", "");
    refers_to("<img src=\"cid:a@b\"><img src='CID:c@d'>", "a@b c@d ");
    refers_to("<img src=cid:a@b>url(cid:c@d) cid:e@f", "a@b c@d e@f ");
    refers_to("<img src=\"cid:a%40b\">", "a%40b ");
    refers_to("<p style=\"background:url(&quot;cid:a@b&quot;)\"><p style='x:url(&#39;cid:c@d&#39;)'>", "a@b c@d ");
    refers_to("acid:a@b cid", "");
    refers_to("\"cid:", " ");
    refers_to("\"cid:a", "a ");
}

static bool is(const char *url_id, const char *content_id) {
    return smtp__html_cid_is(smtp__text_from(url_id, SMTP_Z), smtp__text_from(content_id, SMTP_Z));
}

static void identifiers_are_compared_without_escapes(void **state) {
    (void)state;
    assert_true(is("a@b", "a@b"));
    assert_true(is("a%40b", "a@b"));
    assert_true(is("%61%25@b", "a%@b"));
    assert_true(is("a%4", "a%4"));
    assert_true(is("a%zz", "a%zz"));
    assert_false(is("a@b", "a@c"));
    assert_false(is("a@b", "A@b"));
    assert_false(is("a@b", "a@bc"));
    assert_false(is("a@bc", "a@b"));
    assert_false(is("", "a"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_images_are_counted),
        cmocka_unit_test(what_is_not_shown_is_not_counted),
        cmocka_unit_test(references_are_found),
        cmocka_unit_test(identifiers_are_compared_without_escapes),
    };
    return cmocka_run_group_tests_name("mime/html", tests, NULL, NULL);
}
