/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include <smtp/mailbox.h>

enum {
    LOCAL8 = SMTP_MAILBOX_UTF8_LOCAL,
    DOMAIN8 = SMTP_MAILBOX_UTF8_DOMAIN,
    QUOTED = SMTP_MAILBOX_QUOTED,
    LITERAL = SMTP_MAILBOX_LITERAL,
    UNTOUCHED = 0x5a5a
};

#define TEN "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

struct good {
    const char *address;
    uint32_t flags;
};

static const struct good good[] = {
    {"a@b", 0},
    {"user@example.org", 0},
    {"user@localhost", 0},
    {"USER@EXAMPLE.ORG", 0},
    {"first.last@example.org", 0},
    {"a.b.c.d.e@example.org", 0},
    {"user+tag@example.org", 0},
    {"-rf@example.org", 0},
    {"-oQ/tmp@example.org", 0},
    {"_@example.org", 0},
    {"0@0", 0},
    {"1234567890@example.org", 0},
    {"!#$%&'*+-/=?^_`{|}~@example.org", 0},
    {"user%other@example.org", 0},
    {"host!user@example.org", 0},
    {"=?utf-8?q?x?=@example.org", 0}, /* an encoded-word is but an atom; it is not decoded */
    {"a=b@example.org", 0},
    {"user@a-b.example", 0},
    {"user@a--b.example", 0},
    {"user@xn--mnchen-3ya.de", 0},
    {"user@3com.com", 0},
    {"user@1.example", 0},
    {"user@1.2.3.4", 0},
    {"user@a.b.c.d.e.f.g", 0},
    {"user@x", 0},
    {SIXTY "1234@example.org", 0},
    {"a@" SIXTY "123.org", 0},
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".12345678", 0}, /* 254 */
    /* quoted strings */
    {"\"\"@d", QUOTED},
    {"\"a\"@d", QUOTED},
    {"\"a b\"@d", QUOTED},
    {"\" \"@d", QUOTED},
    {"\"a@b\"@d", QUOTED},
    {"\"x@evil.example y\"@internal.example", QUOTED},
    {"\"a> ORCPT=x\"@d", QUOTED},
    {"\"a>\"@d", QUOTED},
    {"\"<a>\"@d", QUOTED},
    {"\"a\\\"b\"@d", QUOTED},
    {"\"a\\\\b\"@d", QUOTED},
    {"\"a\\\\\"@d", QUOTED},
    {"\"a\\@b\"@d", QUOTED},
    {"\"\\a\\ \\~\"@d", QUOTED},
    {"\"a,b;c:d\"@d", QUOTED},
    {"\"(comment)\"@d", QUOTED},
    {"\".\"@d", QUOTED},
    {"\"a..b\"@d", QUOTED},
    {"\"[1.2.3.4]\"@d", QUOTED},
    {"\"!#$%&'()*+,-./0:;<=>?@A[]^_`a{|}~\"@d", QUOTED},
    {"\"" SIXTY "12\"@d", QUOTED},
    /* address literals */
    {"user@[192.0.2.1]", LITERAL},
    {"user@[0.0.0.0]", LITERAL},
    {"user@[255.255.255.255]", LITERAL},
    {"user@[IPv6:::]", LITERAL},
    {"user@[IPv6:::1]", LITERAL},
    {"user@[ipv6:2001:db8::1]", LITERAL},
    {"user@[IPv6:1:2:3:4:5:6:7:8]", LITERAL},
    {"user@[IPv6:1:2:3:4:5:6:192.0.2.1]", LITERAL},
    {"user@[IPv6:::ffff:192.0.2.1]", LITERAL},
    {"user@[tag:content]", LITERAL},
    {"user@[x-tag:a;b,c@d\"e]", LITERAL},
    {"\"a b\"@[192.0.2.1]", QUOTED | LITERAL},
    /* UTF-8 */
    {"\xc3\xa9@example.org", LOCAL8},
    {"a.\xe7\x94\xa8\xe6\x88\xb7@example.org", LOCAL8},
    {"\xf0\x9f\x93\xa7@example.org", LOCAL8},
    {"\xc2\xa0@example.org", LOCAL8}, /* U+00A0: the first after the C1 controls */
    {"\"\xc3\xa9 x\"@example.org", LOCAL8 | QUOTED},
    {"user@m\xc3\xbcnchen.de", DOMAIN8},
    {"user@\xe4\xbe\x8b\xe5\xad\x90.\xe6\xb5\x8b\xe8\xaf\x95", DOMAIN8},
    {"\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.\xe6\xb5\x8b\xe8\xaf\x95", LOCAL8 | DOMAIN8},
    {"\xc3\xa9@[192.0.2.1]", LOCAL8 | LITERAL},
};

struct bad {
    const char *address;
    smtp_result result;
};

static const struct bad bad[] = {
    /* parts that are not there */
    {"", SMTP_E_ADDRESS},
    {"a", SMTP_E_ADDRESS},
    {"@", SMTP_E_ADDRESS},
    {"@b", SMTP_E_ADDRESS},
    {"a@", SMTP_E_ADDRESS},
    {"example.org", SMTP_E_ADDRESS},
    {"\"a\"", SMTP_E_ADDRESS},
    {"\"a@b\"", SMTP_E_ADDRESS},
    {"\"\"", SMTP_E_ADDRESS},
    /* what would end the path or begin another thing */
    {"a@b>", SMTP_E_ADDRESS},
    {"<a@b>", SMTP_E_ADDRESS},
    {"<a@b", SMTP_E_ADDRESS},
    {"a>@b", SMTP_E_ADDRESS},
    {"a@b> ORCPT=x", SMTP_E_ADDRESS},
    {"a> ORCPT=x@d", SMTP_E_ADDRESS},
    {"a@b>NOTIFY=NEVER", SMTP_E_ADDRESS},
    {"a@b c", SMTP_E_ADDRESS},
    {"a@b SIZE=1", SMTP_E_ADDRESS},
    {"a b@c", SMTP_E_ADDRESS},
    {" a@b", SMTP_E_ADDRESS},
    {"a@b ", SMTP_E_ADDRESS},
    {"a @b", SMTP_E_ADDRESS},
    {"a@ b", SMTP_E_ADDRESS},
    {"a@b,c@d", SMTP_E_ADDRESS},
    {"a@b;c@d", SMTP_E_ADDRESS},
    {"a@b, c@d", SMTP_E_ADDRESS},
    {"a,b@c", SMTP_E_ADDRESS},
    {"group:a@b;", SMTP_E_ADDRESS},
    {"Ann <a@b>", SMTP_E_ADDRESS},
    {"\"Ann\" <a@b>", SMTP_E_ADDRESS},
    {"mailto:a@b", SMTP_E_ADDRESS},
    {"@hop:a@b", SMTP_E_ADDRESS},
    {"@hop,@hop2:a@b", SMTP_E_ADDRESS},
    /* comments and glue */
    {"a@good(x)evil.com", SMTP_E_ADDRESS},
    {"a@good.example(x)", SMTP_E_ADDRESS},
    {"a(x)@b", SMTP_E_ADDRESS},
    {"(x)a@b", SMTP_E_ADDRESS},
    {"a@(x)b", SMTP_E_ADDRESS},
    {"a@b@c", SMTP_E_ADDRESS},
    {"a@@b", SMTP_E_ADDRESS},
    {"\"a@b\"x@c", SMTP_E_ADDRESS},
    {"\"x@evil.example y\"@internal@c", SMTP_E_ADDRESS},
    {"=?utf-8?q?a=40evil=2eexample=3e=20?=@b@c", SMTP_E_ADDRESS},
    {"a@=?utf-8?q?b?=", SMTP_E_ADDRESS},
    /* dots */
    {".a@b", SMTP_E_ADDRESS},
    {"a.@b", SMTP_E_ADDRESS},
    {"a..b@c", SMTP_E_ADDRESS},
    {".@b", SMTP_E_ADDRESS},
    {"a@b.", SMTP_E_ADDRESS},
    {"a@.b", SMTP_E_ADDRESS},
    {"a@b..c", SMTP_E_ADDRESS},
    {"a@.", SMTP_E_ADDRESS},
    /* quotes */
    {"\"@b", SMTP_E_ADDRESS},
    {"\"a@b", SMTP_E_ADDRESS},
    {"\"a\\\"@b", SMTP_E_ADDRESS},
    {"\"a\\", SMTP_E_ADDRESS},
    {"\"a\"b\"@c", SMTP_E_ADDRESS},
    {"\"a\".b@c", SMTP_E_ADDRESS},
    {"a.\"b\"@c", SMTP_E_ADDRESS},
    {"a\"b\"@c", SMTP_E_ADDRESS},
    {"\"a\" @c", SMTP_E_ADDRESS},
    {"\"a\"\"b\"@c", SMTP_E_ADDRESS},
    {"a\\@b@c", SMTP_E_ADDRESS},
    {"a\\ b@c", SMTP_E_ADDRESS},
    {"\"\\\xc3\xa9\"@b", SMTP_E_ADDRESS},
    {"'a b'@c", SMTP_E_ADDRESS},
    {"a@\"b\"", SMTP_E_ADDRESS},
    /* domains */
    {"a@-b", SMTP_E_ADDRESS},
    {"a@b-", SMTP_E_ADDRESS},
    {"a@b-.c", SMTP_E_ADDRESS},
    {"a@b_c.d", SMTP_E_ADDRESS},
    {"a@b!c", SMTP_E_ADDRESS},
    {"a@b:25", SMTP_E_ADDRESS},
    {"a@b/c", SMTP_E_ADDRESS},
    {"a@*.b", SMTP_E_ADDRESS},
    {"a@b\\", SMTP_E_ADDRESS},
    {"a@" SIXTY "1234.org", SMTP_E_ADDRESS},
    /* literals */
    {"a@[]", SMTP_E_ADDRESS},
    {"a@[", SMTP_E_ADDRESS},
    {"a@]", SMTP_E_ADDRESS},
    {"a@[1.2.3]", SMTP_E_ADDRESS},
    {"a@[256.1.1.1]", SMTP_E_ADDRESS},
    {"a@[1.2.3.4", SMTP_E_ADDRESS},
    {"a@[1.2.3.4]b", SMTP_E_ADDRESS},
    {"a@b[1.2.3.4]", SMTP_E_ADDRESS},
    {"a@[::1]", SMTP_E_ADDRESS},
    {"a@[IPv6:1:2]", SMTP_E_ADDRESS},
    {"a@[IPv6:::1::]", SMTP_E_ADDRESS},
    {"a@[tag:a b]", SMTP_E_ADDRESS},
    {"a@[tag:x>]", SMTP_E_ADDRESS},
    {"a@[tag:<x]", SMTP_E_ADDRESS},
    {"a@[tag:]", SMTP_E_ADDRESS},
    {"a@[tag:\xc3\xa9]", SMTP_E_ADDRESS},
    /* controls */
    {"a\r\nDATA@b", SMTP_E_CONTROL_CHARACTER},
    {"a@b\r\n", SMTP_E_CONTROL_CHARACTER},
    {"a@b\n", SMTP_E_CONTROL_CHARACTER},
    {"a@b\r", SMTP_E_CONTROL_CHARACTER},
    {"\"a\r\nRCPT TO:<x@y>\"@b", SMTP_E_CONTROL_CHARACTER},
    {"\"a\\\n\"@b", SMTP_E_CONTROL_CHARACTER},
    {"a\tb@c", SMTP_E_CONTROL_CHARACTER},
    {"a@b\x7f", SMTP_E_CONTROL_CHARACTER},
    {"\x1b[2J@b", SMTP_E_CONTROL_CHARACTER},
    {"\xc2\x80@b", SMTP_E_CONTROL_CHARACTER},
    {"\xc2\x9f@b", SMTP_E_CONTROL_CHARACTER},
    {"a@\xc2\x85", SMTP_E_CONTROL_CHARACTER},
    {"\xe2\x80\xa8@b", SMTP_E_CONTROL_CHARACTER},
    {"a@\xe2\x80\xa9", SMTP_E_CONTROL_CHARACTER},
    /* not UTF-8 */
    {"\xff@b", SMTP_E_UTF8},
    {"\xc3@b", SMTP_E_UTF8},
    {"a@b\xc3", SMTP_E_UTF8},
    {"\xc0\x8a@b", SMTP_E_UTF8},
    {"\xe0\x80\x8a@b", SMTP_E_UTF8},
    {"\xed\xa0\x80@b", SMTP_E_UTF8},
    {"\xf4\x90\x80\x80@b", SMTP_E_UTF8},
    {"caf\xe9@b", SMTP_E_UTF8},
    {"\"\x80\"@b", SMTP_E_UTF8},
    /* lengths */
    {SIXTY "12345@example.org", SMTP_E_ADDRESS_TOO_LONG},
    {"\"" SIXTY "123\"@d", SMTP_E_ADDRESS_TOO_LONG},
    {"\xc3\xa9" SIXTY "123@d", SMTP_E_ADDRESS_TOO_LONG},
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".123456789", SMTP_E_ADDRESS_TOO_LONG}, /* 255 */
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY "." SIXTY, SMTP_E_ADDRESS_TOO_LONG},
};

static smtp_result check(const char *address, size_t length, uint32_t *flags) {
    char *copy = guard_copy(address, length);
    smtp_result result = smtp_mailbox_check(copy, length, flags);
    guard_free(copy, length);
    return result;
}

static void good_ones(void **state) {
    (void)state;
    assert_true(sizeof good / sizeof good[0] >= 60);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        uint32_t flags = UNTOUCHED;
        if (check(good[i].address, strlen(good[i].address), &flags) != SMTP_OK || flags != good[i].flags) {
            fail_msg("%s: %u", good[i].address, (unsigned)flags);
        }
        assert_int_equal(smtp_mailbox_check(good[i].address, SMTP_Z, NULL), SMTP_OK);
    }
}

static void bad_ones(void **state) {
    (void)state;
    assert_true(sizeof bad / sizeof bad[0] >= 80);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint32_t flags = UNTOUCHED;
        smtp_result result = check(bad[i].address, strlen(bad[i].address), &flags);
        if (result != bad[i].result || flags != UNTOUCHED) {
            fail_msg("%s: %d", bad[i].address, (int)result);
        }
    }
    assert_int_equal(check("a\0b@c", 5, NULL), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(check("a@b\0", 4, NULL), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_mailbox_check(NULL, 0, NULL), SMTP_E_ARGUMENT);
}

/* Whatever octet is put wherever: what is accepted can never leave the angle brackets. */
static bool leaves_brackets(const char *address, size_t length) {
    bool quoted = false;
    bool literal = false;
    for (size_t i = 0; i < length; i++) {
        char c = address[i];
        if (quoted && c == '\\') {
            i++;
        } else if (!literal && c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == '[') {
            literal = true;
        } else if (!quoted && (c == '<' || c == '>' || c == ' ')) {
            return true;
        }
        if ((unsigned char)c < 32 || c == 127) {
            return true;
        }
    }
    return quoted;
}

static void one_octet_changed_or_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        char address[300];
        size_t length = strlen(good[i].address);
        memcpy(address, good[i].address, length);
        for (size_t at = 0; at < length; at++) {
            (void)check(address, at, NULL);
            for (int c = 0; c < 256; c++) {
                address[at] = (char)c;
                if (smtp_mailbox_check(address, length, NULL) == SMTP_OK) {
                    assert_false(leaves_brackets(address, length));
                }
            }
            address[at] = good[i].address[at];
        }
    }
}

static void helo_names(void **state) {
    (void)state;
    static const char *const names[] = {
        "localhost", "mail.example.org", "xn--mnchen-3ya.de", "[127.0.0.1]", "[IPv6:2001:db8::1]", "[tag:x]", "a.1",
        "1.2.3"};
    static const struct bad bad_names[] = {{"", SMTP_E_HELO_NAME},
                                           {"192.0.2.1", SMTP_E_HELO_NAME},
                                           {"a b", SMTP_E_HELO_NAME},
                                           {"my_host", SMTP_E_HELO_NAME},
                                           {"mantis.*", SMTP_E_HELO_NAME},
                                           {"a.", SMTP_E_HELO_NAME},
                                           {"m\xc3\xbcnchen.de", SMTP_E_HELO_NAME},
                                           {"[::1]", SMTP_E_HELO_NAME},
                                           {"::1", SMTP_E_HELO_NAME},
                                           {"[127.0.0.1", SMTP_E_HELO_NAME},
                                           {"a@b", SMTP_E_HELO_NAME},
                                           {"a\r\nQUIT", SMTP_E_CONTROL_CHARACTER},
                                           {"a\x7f", SMTP_E_CONTROL_CHARACTER},
                                           {"\xff", SMTP_E_HELO_NAME}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *copy = guard_copy(names[i], strlen(names[i]));
        assert_int_equal(smtp_helo_name_check(copy, strlen(names[i])), SMTP_OK);
        guard_free(copy, strlen(names[i]));
    }
    for (size_t i = 0; i < sizeof bad_names / sizeof bad_names[0]; i++) {
        assert_int_equal(smtp_helo_name_check(bad_names[i].address, SMTP_Z), bad_names[i].result);
    }
    assert_int_equal(smtp_helo_name_check(NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_helo_name_check("a\0b", 3), SMTP_E_CONTROL_CHARACTER);
}

static void a_helo_name_has_255_octets_at_most(void **state) {
    (void)state;
    static const char name[] = SIXTY "." SIXTY "." SIXTY "." SIXTY "." TEN "12";
    assert_int_equal(smtp_helo_name_check(name, 255), SMTP_OK);
    assert_int_equal(smtp_helo_name_check(name, 256), SMTP_E_HELO_NAME);
}

struct ascii {
    const char *address;
    smtp_result result;
    const char *ascii;
};

static const struct ascii as_ascii[] = {
    {"user@m\xc3\xbcnchen.de", SMTP_OK, "user@xn--mnchen-3ya.de"},
    {"m\xc3\xbcller@m\xc3\xbcnchen.de", SMTP_OK, "m\xc3\xbcller@xn--mnchen-3ya.de"},
    {"\"a@\xc3\xbc\"@B\xc3\x9c"
     "cher.EXAMPLE",
     SMTP_OK, "\"a@\xc3\xbc\"@xn--bcher-kva.EXAMPLE"},
    {"User@Example.ORG", SMTP_OK, "User@Example.ORG"},
    {"a@xn--mnchen-3ya.de", SMTP_OK, "a@xn--mnchen-3ya.de"},
    {"a@a--b.example", SMTP_OK, "a@a--b.example"},
    {"\xc3\xbc@[192.0.2.1]", SMTP_OK, "\xc3\xbc@[192.0.2.1]"},
    {"a@[IPv6:2001:DB8::1]", SMTP_OK, "a@[IPv6:2001:DB8::1]"},
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".12345678", SMTP_OK,
     "a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".12345678"}, /* 254 */
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".\xc3\xbc", SMTP_OK,
     "a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".xn--tda"},
    {"aaa@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".\xc3\xbc", SMTP_E_ADDRESS_TOO_LONG, NULL}, /* 255 as A-labels */
    {"a@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", SMTP_E_ADDRESS_TOO_LONG, NULL},
    {"a@" SIXTY "." SIXTY "." SIXTY
     ".\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.\xc3\xbc.a",
     SMTP_E_ADDRESS, NULL},                                                /* the domain is above 255 */
    {"a@" TEN TEN TEN TEN TEN "123456\xc3\xbc.org", SMTP_E_ADDRESS, NULL}, /* a label of 64 */
    {"a@xn--\xc3\xbc.de", SMTP_E_IDN, NULL},
    {"a", SMTP_E_ADDRESS, NULL},
    {"a@b\n", SMTP_E_CONTROL_CHARACTER, NULL},
    {"a@\xff", SMTP_E_UTF8, NULL},
    {SIXTY "12345@\xc3\xbc", SMTP_E_ADDRESS_TOO_LONG, NULL},
};

/* With room for the result and its NUL, and with every smaller room, the result of which is given. */
static void check_ascii(const struct ascii *row, size_t room, smtp_result wanted) {
    size_t length = strlen(row->address);
    size_t out_length = UNTOUCHED;
    char *address = guard_copy(row->address, length);
    char *out = guard_room(room);
    memset(out, '#', room);
    smtp_result result = smtp_mailbox_to_ascii(address, length, out, room, &out_length);
    if (result != wanted) {
        fail_msg("%s, %zu: %d", row->address, room, (int)result);
    }
    if (result == SMTP_OK) {
        assert_string_equal(out, row->ascii);
        assert_int_equal(out_length, strlen(row->ascii));
    } else {
        assert_int_equal(out_length, UNTOUCHED);
        assert_true(room == 0 || (out[0] == '#' && out[room - 1] == '#'));
    }
    guard_free(out, room);
    guard_free(address, length);
}

static void a_domain_as_a_labels(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof as_ascii / sizeof as_ascii[0]; i++) {
        const struct ascii *row = &as_ascii[i];
        check_ascii(row, SMTP_MAILBOX_BYTES, row->result);
        for (size_t room = 0; row->result == SMTP_OK && room <= strlen(row->ascii) + 1; room++) {
            check_ascii(row, room, room <= strlen(row->ascii) ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK);
        }
    }
}

static void a_labels_over_the_address_itself(void **state) {
    (void)state;
    char address[SMTP_MAILBOX_BYTES] = "m\xc3\xbcller@m\xc3\xbcnchen.de";
    size_t length = 0;
    assert_int_equal(smtp_mailbox_to_ascii(address, SMTP_Z, address, sizeof address, &length), SMTP_OK);
    assert_string_equal(address, "m\xc3\xbcller@xn--mnchen-3ya.de");
    assert_int_equal(smtp_mailbox_to_ascii(NULL, 0, address, sizeof address, &length), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_mailbox_to_ascii("a@b", 3, NULL, 10, &length), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_mailbox_to_ascii("a@b", 3, address, sizeof address, NULL), SMTP_E_ARGUMENT);
    assert_string_equal(address, "m\xc3\xbcller@xn--mnchen-3ya.de");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones),
        cmocka_unit_test(bad_ones),
        cmocka_unit_test(one_octet_changed_or_cut),
        cmocka_unit_test(a_domain_as_a_labels),
        cmocka_unit_test(a_labels_over_the_address_itself),
        cmocka_unit_test(helo_names),
        cmocka_unit_test(a_helo_name_has_255_octets_at_most),
    };
    return cmocka_run_group_tests_name("wire/mailbox", tests, NULL, NULL);
}
