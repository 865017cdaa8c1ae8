/* SPDX-License-Identifier: MIT */
#include "findings.h"

static void html_wants_text_beside_it(void **state) {
    struct subject *s = *state;
    make_good(s);
    set_html(s, "<p>Hello");
    finds_nothing(s);
}

/* All but the text. */
static void make_without_text(struct subject *s) {
    ok(smtp_message_set_date(s->message, 0, 0));
    ok(smtp_message_set_from(s->message, NULL, 0, "ann@example.org", SMTP_Z));
    ok(smtp_message_set_message_id(s->message, "1@example.org", SMTP_Z));
    add(s, SMTP_HEADER_TO, "", "bob@example.net");
    ok(smtp_message_set_subject(s->message, "Hello", SMTP_Z));
}

static void html_alone_is_found(void **state) {
    struct subject *s = *state;
    make_without_text(s);
    set_html(s, "<p>Hello");
    finds(s, SMTP_FINDING_HTML_WITHOUT_TEXT);
    ok(smtp_message_set_flowed_text(s->message, "Hello", SMTP_Z));
    finds_nothing(s);
}

static void a_text_that_is_attached_is_no_text(void **state) {
    struct subject *s = *state;
    smtp_part *mixed;
    smtp_part *html;
    smtp_part *text;
    make_without_text(s);
    ok(smtp_part_new_multipart(s->message, "multipart/mixed", SMTP_Z, &mixed));
    ok(smtp_part_new_text(s->message, "TEXT/HTML", SMTP_Z, "<p>Hello", SMTP_Z, &html));
    ok(smtp_part_new_text(s->message, "text/plain", SMTP_Z, "Hello", SMTP_Z, &text));
    ok(smtp_part_add(mixed, html));
    ok(smtp_part_add(mixed, text));
    ok(smtp_message_set_root(s->message, mixed));
    finds_nothing(s);
    ok(smtp_part_set_disposition(text, SMTP_DISPOSITION_ATTACHMENT, "a.txt", SMTP_Z));
    finds(s, SMTP_FINDING_HTML_WITHOUT_TEXT);
}

static void an_empty_text_is_found(void **state) {
    struct subject *s = *state;
    make_without_text(s);
    finds(s, SMTP_FINDING_EMPTY_TEXT);
    ok(smtp_message_set_text(s->message, " \r\n\t", SMTP_Z));
    finds(s, SMTP_FINDING_EMPTY_TEXT);
    ok(smtp_message_set_text(s->message, " \n\xc3\xa4", SMTP_Z));
    finds_nothing(s);
}

static void a_file_without_text_is_enough(void **state) {
    struct subject *s = *state;
    make_without_text(s);
    ok(smtp_message_attach_memory(s->message, "a.pdf", SMTP_Z, NULL, 0, "x", 1));
    finds_nothing(s);
}

static void files_and_references_must_fit(void **state) {
    struct subject *s = *state;
    make_good(s);
    set_html(s, "<p>Hello <img src=\"cid:logo%40example.org\">"
                "and more text, so that it is not the image alone that says what there is to be said here today "
                "to everybody who reads it");
    finds(s, SMTP_FINDING_MISSING_INLINE);
    ok(smtp_message_add_inline_memory(s->message, "<logo@example.org>", SMTP_Z, "a.png", SMTP_Z, NULL, 0, "x", 1));
    finds_nothing(s);
    ok(smtp_message_add_inline_memory(s->message, "other@example.org", SMTP_Z, "b.png", SMTP_Z, NULL, 0, "x", 1));
    finds(s, SMTP_FINDING_UNUSED_INLINE);
}

static void images_without_text_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    set_html(s, "<style>p { color: red; margin: 0; padding: 0; border: 0; font-size: 12px; line-height: 100%; }"
                "</style><p>Buy <img src=\"https://example.org/a.png\">");
    finds(s, SMTP_FINDING_ONLY_IMAGES);
    set_html(s, "<p>Buy");
    finds_nothing(s);
}

static void long_html_is_found(void **state) {
    static char html[102 * 1024 + 1];
    struct subject *s = *state;
    memset(html, 'x', sizeof html);
    make_good(s);
    ok(smtp_message_set_html(s->message, html, sizeof html - 1));
    finds_nothing(s);
    ok(smtp_message_set_html(s->message, html, sizeof html));
    finds(s, SMTP_FINDING_LONG_HTML);
}

static void files_that_can_be_run_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    attach(s, "a.pdf");
    attach(s, "exe");
    attach(s, "a.exe.txt");
    attach(s, ".json");
    attach(s, "a\";x=.exe;b.txt");
    finds_nothing(s);
    attach(s, "report.pdf.EXE");
    finds(s, SMTP_FINDING_BLOCKED_ATTACHMENT);
}

static void large_mails_are_found(void **state) {
    struct subject *s = *state;
    static char file[8000000];
    make_good(s);
    ok(smtp_message_attach_memory(s->message, "a.pdf", SMTP_Z, NULL, 0, file, 7000000));
    finds_nothing(s);
    s->context.size_limit = 9000000;
    finds(s, SMTP_FINDING_TOO_LARGE);
    ok(smtp_message_attach_memory(s->message, "a.pdf", SMTP_Z, NULL, 0, file, 1000000));
    finds(s, SMTP_FINDING_TOO_LARGE);
    s->context.size_limit = 0; /* no limit, RFC 1870 s4 */
    finds(s, SMTP_FINDING_LARGE);
}

static void octets_above_127_are_found(void **state) {
    struct subject *s = *state;
    make_good(s);
    add(s, SMTP_HEADER_CC, "", "j\xc3\xbcrgen@example.net");
    finds(s, SMTP_FINDING_NEEDS_8BIT);
    s->context.is_8bit_offered = 1;
    finds_nothing(s);
}

static void an_embedded_mail_of_8_bits_is_found(void **state) {
    struct subject *s = *state;
    smtp_source *source;
    static const char mail[] = "From: a@example.org\r\n\r\n\xc3\xa4\r\n";
    make_good(s);
    ok(smtp_source_new_memory(&s->allocator.table, mail, sizeof mail - 1, &source));
    ok(smtp_message_attach_message(s->message, NULL, 0, source));
    finds(s, SMTP_FINDING_NEEDS_8BIT);
    s->context.is_8bit_offered = 1;
    finds_nothing(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(html_wants_text_beside_it, setup, teardown),
        cmocka_unit_test_setup_teardown(html_alone_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_text_that_is_attached_is_no_text, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_text_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_without_text_is_enough, setup, teardown),
        cmocka_unit_test_setup_teardown(files_and_references_must_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(images_without_text_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(long_html_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_can_be_run_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(large_mails_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(octets_above_127_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(an_embedded_mail_of_8_bits_is_found, setup, teardown),
    };
    return cmocka_run_group_tests_name("mime/message_check_body", tests, NULL, NULL);
}
