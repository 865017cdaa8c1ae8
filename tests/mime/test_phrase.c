/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/phrase.h"
#include <stdio.h>

static void gives(size_t column, bool is_first, const char *name, const char *address, const char *wanted) {
    char got[1024];
    struct smtp__writer writer;
    smtp__writer_init(&writer, got, column);
    writer.is_first = is_first;
    smtp__mailbox_write(&writer, smtp__text_from(name, SMTP_Z), smtp__text_from(address, SMTP_Z));
    got[writer.length] = '\0';
    assert_string_equal(got, wanted);
}

static void named(const char *name, const char *wanted) {
    gives(5, true, name, "a@b.c", wanted);
}

static void the_first_form_that_fits(void **state) {
    (void)state;
    named("", " a@b.c");
    named("Ann", " Ann <a@b.c>");
    named("Ann O'Neil-X", " Ann O'Neil-X <a@b.c>");
    named("Q. Public, Ann", " \"Q. Public, Ann\" <a@b.c>");
    named("a \"b\" \\ (c) <d@e>", " \"a \\\"b\\\" \\\\ (c) <d@e>\" <a@b.c>");
    named("J\xc3\xb6rg", " =?utf-8?B?SsO2cmc=?= <a@b.c>");
    named("a  b", " =?utf-8?Q?a__b?= <a@b.c>");
    named(" a", " =?utf-8?Q?_a?= <a@b.c>");
    named("a ", " =?utf-8?Q?a_?= <a@b.c>");
    named("a=?b", " =?utf-8?Q?a=3D=3Fb?= <a@b.c>");
    named("J\xc3\xb6rg, M\xc3\xbcller", " =?utf-8?B?SsO2cmcsIE3DvGxsZXI=?= <a@b.c>");
}

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static void lists_fold_between_mailboxes(void **state) {
    (void)state;
    gives(60, false, "Ann Example", "ann@example.org", "\r\n Ann Example <ann@example.org>");
    gives(40, false, "Ann Example", "ann@example.org", " Ann Example <ann@example.org>");
    gives(70, false, "", "ann@example.org", "\r\n ann@example.org");
    gives(40, false, "J\xc3\xb6rg J\xc3\xb6rg J\xc3\xb6rg", "a@b.c",
          "\r\n =?utf-8?B?SsO2cmcgSsO2cmcgSsO2cmc=?= <a@b.c>");
}

/* Behind the field's name it is folded where that helps and not where it does not. */
static void the_first_mailbox(void **state) {
    (void)state;
    gives(12, true, "", A60 "@b.c", " " A60 "@b.c");
    gives(28, true, "", A60 "@b.c", "\r\n " A60 "@b.c");
    gives(28, true, "", A60 "@" A60 ".org", " " A60 "@" A60 ".org");
    gives(5, true, "Ann", A60 "@b.c", " Ann\r\n <" A60 "@b.c>");
}

static void long_names_fold_between_atoms(void **state) {
    (void)state;
    gives(5, true, A10 " " A10 " " A10 " " A10 " " A10 " " A10 " " A10, "a@b.c",
          " " A10 " " A10 " " A10 " " A10 " " A10 " " A10 "\r\n " A10 " <a@b.c>");
    gives(5, true, A60 A10, "a@b.c",
          " =?utf-8?Q?" A10 A10 A10 A10 A10 "aaaaaaaa?=\r\n =?utf-8?Q?aaaaaaaaaaaa?= <a@b.c>");
}

static void utf8_stands_where_it_may(void **state) {
    (void)state;
    static const char *const names[][2] = {
        {"J\xc3\xb6rg", " J\xc3\xb6rg <a@b.c>"},
        {"J\xc3\xb6rg, Dr.", " \"J\xc3\xb6rg, Dr.\" <a@b.c>"},
        {" J\xc3\xb6rg", " =?utf-8?B?IErDtnJn?= <a@b.c>"},
        {"J\xc3\xb6rg =?", " =?utf-8?B?SsO2cmcgPT8=?= <a@b.c>"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char got[256];
        struct smtp__writer writer;
        smtp__writer_init(&writer, got, 5);
        writer.takes_utf8 = true;
        smtp__mailbox_write(&writer, smtp__text_from(names[i][0], SMTP_Z), smtp__text_from("a@b.c", 5));
        got[writer.length] = '\0';
        assert_string_equal(got, names[i][1]);
    }
}

/* RFC 2047 s2: an encoded-word makes its line 76 octets at most, whatever follows it there. */
static void lines_with_encoded_words_stay_shorter(void **state) {
    (void)state;
    char name[100] = "";
    for (size_t n = 0; n < 40; n++) {
        strcat(name, "\xc3\xb6");
        for (size_t local = 1; local < 64; local++) {
            char address[100];
            char got[512];
            struct smtp__writer writer;
            sprintf(address, "%.*s@b.c", (int)local, A60 A10);
            smtp__writer_init(&writer, got, 3);
            writer.is_first = true;
            smtp__mailbox_write(&writer, smtp__text_from(name, SMTP_Z), smtp__text_from(address, SMTP_Z));
            smtp__writer_string(&writer, ";,");
            assert_true(writer.widest <= SMTP__ENCODED_LINE_AIM);
        }
    }
}

static void lines_stay_short_whatever_is_escaped(void **state) {
    (void)state;
    static const char *const units[] = {"\\ ", "\"", "a\\", "a, "};
    for (size_t unit = 0; unit < 4; unit++) {
        char name[200] = "";
        for (size_t n = 0; n < 60; n++) {
            strcat(name, units[unit]);
            for (size_t first = 0; first < 2; first++) {
                char got[1024];
                struct smtp__writer writer;
                smtp__writer_init(&writer, got, 9); /* "Reply-To:" */
                writer.is_first = first == 0;
                smtp__mailbox_write(&writer, smtp__text_trim(smtp__text_from(name, SMTP_Z)),
                                    smtp__text_from("a@b.c", 5));
                assert_true(writer.widest <= SMTP__LIST_AIM);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_form_that_fits),
        cmocka_unit_test(lists_fold_between_mailboxes),
        cmocka_unit_test(the_first_mailbox),
        cmocka_unit_test(long_names_fold_between_atoms),
        cmocka_unit_test(utf8_stands_where_it_may),
        cmocka_unit_test(lines_with_encoded_words_stay_shorter),
        cmocka_unit_test(lines_stay_short_whatever_is_escaped),
    };
    return cmocka_run_group_tests_name("mime/phrase", tests, NULL, NULL);
}
