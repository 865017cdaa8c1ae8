/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/address_token.h"

static void tokens(void **state) {
    (void)state;
    static const struct {
        enum smtp__address_token_kind kind;
        const char *text;
        bool is_apart;
    } wanted[] = {
        {SMTP__TOKEN_ATOM, "a.b", true}, {SMTP__TOKEN_QUOTED, "\"c \\\" d\"", false},
        {SMTP__TOKEN_SIGN, "<", true},   {SMTP__TOKEN_LITERAL, "[1.2]", false},
        {SMTP__TOKEN_SIGN, "@", false},  {SMTP__TOKEN_ATOM, "\xc3\xa9", true},
        {SMTP__TOKEN_SIGN, ",", true},   {SMTP__TOKEN_END, "", true},
    };
    struct smtp__text rest = smtp__text_from(" (x)a.b\"c \\\" d\"\r\n\t<[1.2]@ \xc3\xa9(())(\\)), ", SMTP_Z);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct smtp__address_token token;
        assert_int_equal(smtp__address_token(&rest, &token), SMTP_OK);
        assert_int_equal(token.kind, wanted[i].kind);
        assert_int_equal(token.text.length, strlen(wanted[i].text));
        assert_memory_equal(token.text.data, wanted[i].text, token.text.length);
        assert_int_equal(token.is_apart, wanted[i].is_apart);
        assert_true(!smtp__address_token_is(&token, '<') || wanted[i].text[0] == '<');
    }
    assert_int_equal(rest.length, 0);
}

static void errors_take_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {"  (", "\"", "[", ")", "]", "\\", "(\\", "\"\\"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct smtp__text rest = smtp__text_from(bad[i], SMTP_Z);
        struct smtp__address_token token;
        assert_int_equal(smtp__address_token(&rest, &token), SMTP_E_ADDRESS);
        assert_ptr_equal(rest.data, bad[i]);
        assert_int_equal(rest.length, strlen(bad[i]));
    }
    struct smtp__text rest = smtp__text_from("\r\nx", SMTP_Z);
    struct smtp__address_token token;
    assert_int_equal(smtp__address_token(&rest, &token), SMTP_E_CONTROL_CHARACTER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(errors_take_nothing),
    };
    return cmocka_run_group_tests_name("mime/address_token", tests, NULL, NULL);
}
