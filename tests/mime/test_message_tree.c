/* SPDX-License-Identifier: MIT */
#include "mail.h"

static void levels_that_are_not_needed_are_left_out(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    has(m, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n");
    assert_int_equal(smtp_message_set_html(m, "<p>", SMTP_Z), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: text/html");
    assert_int_equal(smtp_message_set_text(m, "one", SMTP_Z), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;");
    assert_int_equal(smtp_message_attach_memory(m, "x", 1, NULL, 0, "x", 1), SMTP_OK);
    has(m, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;");
    assert_int_equal(smtp_message_set_text(m, "two", SMTP_Z), SMTP_OK);
    has(m, "\r\n\r\ntwo\r\n--=_");
    has_not(m, "one");
    end_mail(&a, m);
}

static void a_text_after_an_attachment_comes_first(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_attach_memory(m, "x.png", SMTP_Z, NULL, 0, "x", 1), SMTP_OK);
    has(m, "multipart/mixed");
    assert_int_equal(smtp_message_set_text(m, "text", SMTP_Z), SMTP_OK);
    has(m, "text/plain");
    assert_true(strstr(mail_bytes, "text/plain") < strstr(mail_bytes, "image/png"));
    end_mail(&a, m);
}

static void text(smtp_message *m) {
    assert_int_equal(smtp_message_set_text(m, "TEXT", SMTP_Z), SMTP_OK);
}

static void html(smtp_message *m) {
    assert_int_equal(smtp_message_set_html(m, "HTML", SMTP_Z), SMTP_OK);
}

static void amp(smtp_message *m) {
    assert_int_equal(smtp_message_set_amp(m, "AMP", SMTP_Z), SMTP_OK);
}

static void calendar(smtp_message *m) {
    assert_int_equal(smtp_message_set_calendar(m, "REQUEST", SMTP_Z, "CALENDAR", SMTP_Z), SMTP_OK);
}

static void inline_file(smtp_message *m) {
    static int number;
    char id[16] = "0@x";
    id[0] = (char)('0' + number++ % 10);
    assert_int_equal(smtp_message_add_inline_memory(m, id, SMTP_Z, NULL, 0, "image/png", SMTP_Z, "x", 1), SMTP_OK);
}

static void attachment(smtp_message *m) {
    assert_int_equal(smtp_message_attach_memory(m, NULL, 0, "a/b", SMTP_Z, "x", 1), SMTP_OK);
}

/* The subtypes of the mail in their order, a multipart with "(" and ")" around its parts. */
static const char *shape_of(smtp_message *m) {
    static char shape[400];
    char *out = shape;
    for (const char *line = mail_of(m); line != NULL; line = strstr(line, "\r\n"), line += line == NULL ? 0 : 2) {
        if (strncmp(line, "Content-Type: ", 14) == 0) {
            const char *subtype = strchr(line, '/') + 1;
            size_t length = strcspn(subtype, ";\r");
            memcpy(out, subtype, length);
            out += length;
            *out++ = line[14] == 'm' ? '(' : ' ';
        } else if (strncmp(line, "--=_", 4) == 0 && strncmp(line + 36, "--", 2) == 0) {
            *out++ = ')';
        }
    }
    *out = '\0';
    return shape;
}

static void each_combination_has_its_tree(void **state) {
    (void)state;
    static void (*const setters[])(smtp_message *) = {text, html, amp, calendar, inline_file, attachment};
    static const struct {
        const char *set; /* digits of setters, in that order */
        const char *shape;
    } table[] = {
        {"", "plain "},
        {"0", "plain "},
        {"1", "html "},
        {"2", "x-amp-html "},
        {"3", "calendar "},
        {"4", "mixed(png )"},
        {"5", "mixed(b )"},
        {"45", "mixed(png b )"},
        {"54", "mixed(png b )"},
        {"04", "mixed(plain png )"},
        {"0454", "mixed(plain png png b )"},
        {"14", "related(html png )"},
        {"41", "related(html png )"},
        {"10", "alternative(plain html )"},
        {"3210", "alternative(plain x-amp-html html calendar )"},
        {"02", "alternative(plain x-amp-html )"},
        {"024", "mixed(alternative(plain x-amp-html )png )"},
        {"014", "related(alternative(plain html )png )"},
        {"145", "mixed(related(html png )b )"},
        {"015", "mixed(alternative(plain html )b )"},
        {"01234455", "mixed(related(alternative(plain x-amp-html html calendar )png png )b b )"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        for (const char *digit = table[i].set; *digit != '\0'; digit++) {
            setters[*digit - '0'](m);
            (void)mail_of(m); /* a tree that was made is made anew */
        }
        assert_string_equal(shape_of(m), table[i].shape);
        end_mail(&a, m);
    }
}

/* RFC 2387 s3.1 */
static void related_names_the_type_of_its_root(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    html(m);
    inline_file(m);
    has(m, "\r\nContent-Type: multipart/related; type=\"text/html\";\r\n boundary=\"=_");
    text(m);
    has(m, "\r\nContent-Type: multipart/related; type=\"multipart/alternative\";\r\n boundary=\"=_");
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_that_are_not_needed_are_left_out),
        cmocka_unit_test(a_text_after_an_attachment_comes_first),
        cmocka_unit_test(each_combination_has_its_tree),
        cmocka_unit_test(related_names_the_type_of_its_root),
    };
    return cmocka_run_group_tests_name("mime/message_tree", tests, NULL, NULL);
}
