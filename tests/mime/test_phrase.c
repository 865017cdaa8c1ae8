/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/phrase.h"

static void gives(size_t column, const char *name, const char *address, size_t aim, const char *wanted) {
    char got[1024];
    struct smtp__writer writer;
    smtp__writer_init(&writer, got, column);
    smtp__mailbox_write(&writer, smtp__text_from(name, SMTP_Z), smtp__text_from(address, SMTP_Z), aim);
    got[writer.length] = '\0';
    assert_string_equal(got, wanted);
}

static void named(const char *name, const char *wanted) {
    gives(5, name, "a@b.c", SMTP__HEADER_MAX, wanted);
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

static void lists_fold_between_mailboxes(void **state) {
    (void)state;
    gives(60, "Ann Example", "ann@example.org", SMTP__LIST_AIM, "\r\n Ann Example <ann@example.org>");
    gives(40, "Ann Example", "ann@example.org", SMTP__LIST_AIM, " Ann Example <ann@example.org>");
    gives(70, "", "ann@example.org", SMTP__LIST_AIM, "\r\n ann@example.org");
    gives(40, "J\xc3\xb6rg J\xc3\xb6rg J\xc3\xb6rg", "a@b.c", SMTP__LIST_AIM,
          "\r\n =?utf-8?B?SsO2cmcgSsO2cmcgSsO2cmc=?= <a@b.c>");
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
                smtp__mailbox_write(&writer, smtp__text_trim(smtp__text_from(name, SMTP_Z)),
                                    smtp__text_from("a@b.c", 5), first ? SMTP__HEADER_MAX : SMTP__LIST_AIM);
                assert_true(writer.widest <= SMTP__LIST_AIM);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_form_that_fits),
        cmocka_unit_test(lists_fold_between_mailboxes),
        cmocka_unit_test(lines_stay_short_whatever_is_escaped),
    };
    return cmocka_run_group_tests_name("mime/phrase", tests, NULL, NULL);
}
