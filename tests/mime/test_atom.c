/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/atom.h"

static void characters(void **state) {
    (void)state;
    static const char others[] = " \t()<>[]:;@\\,.\"\r\n\x7f\x80\xff";
    for (int c = 0; c < 128; c++) {
        assert_int_equal(smtp__is_atext((char)c), c > ' ' && strchr(others, c) == NULL);
    }
    assert_false(smtp__is_atext('\xc3'));
    assert_false(smtp__is_atext('\0'));
}

static bool is(const char *text) {
    return smtp__is_dot_atom(smtp__text_from(text, SMTP_Z));
}

static void dots(void **state) {
    (void)state;
    assert_true(is("a") && is("a.b") && is("a.b.c-d"));
    assert_false(is("") || is(".") || is(".a") || is("a.") || is("a..b") || is("a b") || is("a@b"));
    assert_false(smtp__is_dot_atom((struct smtp__text){"a\0b", 3}));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters), cmocka_unit_test(dots)};
    return cmocka_run_group_tests_name("mime/atom", tests, NULL, NULL);
}
