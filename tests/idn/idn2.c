/* SPDX-License-Identifier: MIT */
/* idn2.c - what a library that was built with libidn2 takes beyond the table: make check-idn2 */
#include "support/test.h"

#include "support/guard.h"
#include "wire/label_ascii.h"
#include <smtp/mailbox.h>

static void check(const char *label, smtp_result wanted, const char *ascii) {
    size_t length = strlen(label);
    char *copy = guard_copy(label, length);
    struct smtp__text text = {copy, length};
    for (size_t room = 0; room <= (ascii == NULL ? 0 : strlen(ascii)); room++) {
        struct smtp__buffer out = {guard_room(room), room, 0};
        bool is_enough = ascii == NULL || room == strlen(ascii);
        assert_int_equal(smtp__label_to_ascii(&out, text), is_enough ? wanted : SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(out.length, is_enough && ascii != NULL ? room : 0);
        assert_memory_equal(out.data, ascii, out.length);
        guard_free(out.data, room);
    }
    guard_free(copy, length);
}

static void mapped(void **state) {
    (void)state;
    check("MÜNCHEN", SMTP_OK, "xn--mnchen-3ya");
    check("mu\u0308nchen", SMTP_OK, "xn--mnchen-3ya");
    check("MU\u0308NCHEN", SMTP_OK, "xn--mnchen-3ya");
    check("\uff4d\u00fc\uff4e\uff43\uff48\uff45\uff4e", SMTP_OK, "xn--mnchen-3ya");
    check("fa\u00df", SMTP_OK, "xn--fa-hia"); /* not transitional: "ss" is another name */
    check("\u304b\u3099", SMTP_OK, "xn--v8j");
    check("\uff41\uff42", SMTP_OK, "ab");
    check("\u4f8b\u3002com", SMTP_OK, "xn--fsq.com"); /* the ideographic full stop */
    check("l\u00b7l", SMTP_OK, "xn--ll-0ea");
    check("வணக்கம்", SMTP_OK, "xn--clca4b6b5azlc");
}

static void refused(void **state) {
    (void)state;
    check("\u0308u", SMTP_E_IDN, NULL);
    check("xn--\u00fc", SMTP_E_IDN, NULL);
    check("-\u00fc", SMTP_E_IDN, NULL);
    check("a\u200db", SMTP_E_IDN, NULL);
    check("a\u05d0", SMTP_E_IDN, NULL); /* RFC 5893 */
    check("a\u2603", SMTP_E_IDN, NULL);
    check("\xff", SMTP_E_UTF8, NULL);
    check("m\xc3", SMTP_E_UTF8, NULL);
    check("0123456789012345678901234567890123456789012345678901234567ü", SMTP_E_ADDRESS, NULL);
    char wide[4 * 64 + 1];
    for (size_t i = 0; i < 64; i++) {
        memcpy(wide + 4 * i, "\U00020000", 5);
    }
    check(wide, SMTP_E_ADDRESS, NULL);
}

/* What is mapped to an octet that no domain has does not come out. */
static void the_grammar_holds_after_the_mapping(void **state) {
    (void)state;
    char out[SMTP_MAILBOX_BYTES];
    size_t length;
    static const char *const addresses[] = {"a@b\uff20c",      "a@b\uff1ec",     "a@b\uff3fc",
                                            "a@b\uff0f\u00fc", "a@\u3002\u00fc", "a@b\u3000c"};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        smtp_result result = smtp_mailbox_to_ascii(addresses[i], SMTP_Z, out, sizeof out, &length);
        if (result != SMTP_E_ADDRESS && result != SMTP_E_IDN) {
            fail_msg("%s: %d", addresses[i], (int)result);
        }
    }
    assert_int_equal(smtp_mailbox_to_ascii("a@b\uff0ec\u00fc", SMTP_Z, out, sizeof out, &length), SMTP_OK);
    assert_string_equal(out, "a@b.xn--c-eha");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mapped),
        cmocka_unit_test(refused),
        cmocka_unit_test(the_grammar_holds_after_the_mapping),
    };
    return cmocka_run_group_tests_name("port/idn2", tests, NULL, NULL);
}
